import {Duplex, Writable} from 'node:stream';
import type {TLSSocket} from 'node:tls';
import type {Http2Request} from './http2-request.ts';

/** RFC 9113, section 6. */
const DATA = 0x0;
const HEADERS = 0x1;
const END_STREAM = 0x1;
const END_HEADERS = 0x4;

/**
 * The TLS connection of a session that writes to it through us: so frames of our own have room between those of
 * `node:http2`, which sends nothing that HTTP/2 forbids, and the connection can be closed in the middle of a stream,
 * behind all that was written; `node:http2` writes past the socket, whose end then overtakes what was written. It costs a
 * copy of each byte, so only a server that may misbehave has it.
 */
export function openedUp(socket: TLSSocket): Duplex {
  const duplex = new Duplex({
    read: () => void socket.resume(),
    write: (chunk: Buffer, _encoding, done) => void socket.write(chunk, done),
    // A frame may come in several parts; nothing may come between them.
    writev: (parts, done) => void socket.write(Buffer.concat(parts.map(({chunk}) => chunk as Buffer)), done),
    final(done) {
      socket.destroySoon();
      done();
    },
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (chunk: Buffer) => {
    if (!duplex.push(chunk)) socket.pause();
  });
  socket.on('end', () => void duplex.push(null));
  socket.on('close', () => duplex.destroy());
  socket.on('error', () => {});
  return duplex;
}

/** The response of a request as frames of our own, whatever its headers are. Null: its connection has no room for it. */
export function rawResponse(request: Http2Request, headers: Readonly<Record<string, unknown>>): Writable | null {
  const {http2, over} = request;
  const {opened} = over;
  const id = http2.id;
  if (opened === null || id === undefined) return null;
  const send = (type: number, flags: number, payload: Buffer, done: () => void = () => {}) => {
    if (opened.writable) opened.write(frame(type, flags, id, payload), () => done());
    else done();
  };
  const fields = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one) => literal(name, String(one))),
  );
  send(HEADERS, END_HEADERS, Buffer.concat(fields));
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => send(DATA, 0, chunk, done),
    final(done) {
      send(DATA, END_STREAM, Buffer.alloc(0), done);
      // `node:http2` knows of no response, and would wait for one.
      setImmediate(() => http2.destroy());
    },
  });
}

function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** A header field that neither reads nor changes the dynamic table (RFC 7541, section 6.2.2). */
function literal(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.from([0]), text(name), text(value)]);
}

/** Length and characters (RFC 7541, sections 5.1 and 5.2), without Huffman coding. */
function text(characters: string): Buffer {
  const bytes = Buffer.from(characters, 'latin1');
  if (bytes.length < 127) return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  const length = [127];
  let rest = bytes.length - 127;
  for (; rest >= 128; rest >>= 7) length.push((rest % 128) + 128);
  return Buffer.concat([Buffer.from([...length, rest]), bytes]);
}
