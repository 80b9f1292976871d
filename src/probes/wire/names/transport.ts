import {createSocket} from 'node:dgram';
import {connect, isIPv6} from 'node:net';
import type {Clock} from '../../../model/clock.ts';
import {messageOf} from '../../../model/errors.ts';
import type {NameProblem} from '../../../model/facts/wire/names.ts';

export interface Place {
  readonly address: string;
  readonly port: number;
}

/** What came: a message that answers, or why there is none. Silence is for the caller to tell: it aborts. */
export type Reply = {readonly message: Buffer} | {readonly problem: NameProblem};

interface Exchange {
  readonly query: Buffer;
  readonly place: Place;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Whether a message is the answer; another is left out. */
  readonly isAnswer: (message: Buffer) => boolean;
  readonly onStray: () => void;
  /** Something was heard: see `Alarm.heard`. */
  readonly onHeard: () => void;
}

/** Sent again after this long each, as UDP may lose a packet. */
const AGAIN_AFTER_MS = [800, 1000, 1200];

/** More than these are no accident: somebody guesses. */
const MOST_STRAYS = 64;

/**
 * Over a socket of its own, so from a random port; it is connected, so that the system drops what is from another address, and
 * reports that nothing listens there. Rejects with the signal's reason.
 */
export async function overUdp(exchange: Exchange): Promise<Reply> {
  const {query, place, signal, clock, isAnswer, onStray, onHeard} = exchange;
  signal.throwIfAborted();
  const socket = createSocket(isIPv6(place.address) ? 'udp6' : 'udp4');
  const over = new AbortController();
  const {promise, resolve, reject} = Promise.withResolvers<Reply>();
  const giveUp = () => reject(signal.reason);
  signal.addEventListener('abort', giveUp, {once: true});
  let strays = 0;
  socket.on('error', (error) => resolve({problem: problemOf(error)}));
  socket.on('message', (message) => {
    onHeard();
    if (isAnswer(message)) return resolve({message});
    onStray();
    if (++strays > MOST_STRAYS)
      resolve({
        problem: {
          kind: 'malformed',
          message: `it sent more than ${MOST_STRAYS} packets that answer nothing that was asked`,
        },
      });
  });
  const send = () => socket.send(query, (error) => error && resolve({problem: problemOf(error)}));
  const sendAgain = async () => {
    for (const ms of AGAIN_AFTER_MS) {
      await clock.sleep(ms, over.signal);
      send();
    }
  };
  try {
    socket.connect(place.port, place.address, () => {
      if (over.signal.aborted) return;
      send();
      // Only the end of this exchange rejects its sleep.
      sendAgain().catch(() => {});
    });
    return await promise;
  } catch (thrown) {
    if (thrown === signal.reason) throw thrown;
    return {problem: problemOf(thrown)};
  } finally {
    over.abort();
    signal.removeEventListener('abort', giveUp);
    socket.close();
  }
}

/** Over a connection of its own; one message is read. Rejects with the signal's reason. */
export async function overTcp({
  query,
  place,
  signal,
  isAnswer,
  onStray,
  onHeard,
}: Omit<Exchange, 'clock'>): Promise<Reply> {
  signal.throwIfAborted();
  const socket = connect({host: place.address, port: place.port});
  const {promise, resolve, reject} = Promise.withResolvers<Reply>();
  const giveUp = () => reject(signal.reason);
  signal.addEventListener('abort', giveUp, {once: true});
  const pieces: Buffer[] = [];
  socket.on('connect', () => {
    const framed = Buffer.alloc(2 + query.length);
    framed.writeUInt16BE(query.length);
    query.copy(framed, 2);
    socket.write(framed);
  });
  socket.on('data', (piece: Buffer) => {
    onHeard();
    pieces.push(piece);
    const read = Buffer.concat(pieces);
    if (read.length < 2 || read.length < 2 + read.readUInt16BE(0)) return;
    const message = read.subarray(2, 2 + read.readUInt16BE(0));
    if (isAnswer(message)) return resolve({message});
    onStray();
    resolve({problem: {kind: 'malformed', message: 'what it sent over TCP does not answer what was asked'}});
  });
  socket.on('error', (error) => resolve({problem: problemOf(error)}));
  socket.on('close', () =>
    resolve({problem: {kind: 'closed', message: 'it closed the TCP connection before its answer was complete'}}),
  );
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', giveUp);
    socket.destroy();
  }
}

function problemOf(error: unknown): NameProblem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return {kind: 'refused', message: 'nothing listens there (connection refused)'};
  if (code === 'ECONNRESET' || code === 'EPIPE') return {kind: 'closed', message: `it closed the connection (${code})`};
  return {
    kind: 'unreachable',
    message: `no packet can be sent there from this machine (${code === '' ? messageOf(error) : code})`,
  };
}
