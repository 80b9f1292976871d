import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {AUTHORITATIVE_ANSWER, decode, encode, RECURSION_AVAILABLE} from 'dns-packet';
import type {ServedRecord} from './zone-answers.ts';

/** What a server says to one question. */
export interface Said {
  readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'REFUSED';
  readonly isAuthoritative: boolean;
  readonly answers: readonly ServedRecord[];
  readonly authorities: readonly ServedRecord[];
  readonly additionals: readonly ServedRecord[];
}

export interface DnsServer {
  readonly port: number;
  close(): Promise<void>;
}

const RCODES = {NOERROR: 0, NXDOMAIN: 3, REFUSED: 5} as const;

/** A DNS server on loopback, over UDP: its answers fit into one packet. */
export async function startDnsServer(say: (name: string, type: string) => Said): Promise<DnsServer> {
  const socket = createSocket('udp4');
  socket.on('message', (packet, {port, address}) => {
    const reply = replyTo(packet, say);
    if (reply !== null) socket.send(reply, port, address);
  });
  // A client that is gone makes the next receive fail on some systems.
  socket.on('error', () => {});
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    async close() {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

/** Null for what is not a question. */
function replyTo(packet: Buffer, say: (name: string, type: string) => Said): Buffer | null {
  try {
    const {id, questions, type: kind} = decode(packet);
    const [question] = questions;
    if (kind !== 'query' || question === undefined) return null;
    const {rcode, isAuthoritative, answers, authorities, additionals} = say(question.name.toLowerCase(), question.type);
    return encode({
      type: 'response',
      id,
      flags: RCODES[rcode] | (isAuthoritative ? AUTHORITATIVE_ANSWER : RECURSION_AVAILABLE),
      questions,
      answers: answers.map(encoded),
      authorities: authorities.map(encoded),
      additionals: [...additionals.map(encoded), {type: 'OPT', name: '.', udpPayloadSize: 1232, flags: 0, options: []}],
    });
  } catch {
    // What cannot be read gets no answer.
    return null;
  }
}

function encoded({name, type, ttl, value}: ServedRecord) {
  return {name, type, ttl, data: dataOf(type, value)};
}

function dataOf(type: string, value: string): unknown {
  const words = value.split(' ');
  switch (type) {
    case 'SOA': {
      const [mname, rname, serial, refresh, retry, expire, minimum] = words;
      return {
        ...{mname: bare(mname), rname: bare(rname), serial: Number(serial), refresh: Number(refresh)},
        ...{retry: Number(retry), expire: Number(expire), minimum: Number(minimum)},
      };
    }
    case 'CAA': {
      const [flags, tag, ...rest] = words;
      return {
        flags: Number(flags),
        tag,
        value: rest.join(' ').replace(/^"(.*)"$/, '$1'),
        issuerCritical: Number(flags) === 128,
      };
    }
    case 'TXT':
      return value.replace(/^"(.*)"$/, '$1');
    case 'A':
    case 'AAAA':
      return value;
    default:
      return bare(value);
  }
}

function bare(name = ''): string {
  return name.replace(/\.$/, '');
}
