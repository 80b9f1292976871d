import {randomBytes} from 'node:crypto';
import type {Socket} from 'node:net';
import {expect} from 'chai';
import type {NameProblem} from '../../../../src/model/facts/wire/names.ts';
import {systemClock} from '../../../../src/probes/clock.ts';
import {createPresence} from '../../../../src/probes/presence.ts';
import {askServer} from '../../../../src/probes/wire/names/ask.ts';
import {answering, mismatched, truncated} from '../../../support/dns/answers.ts';
import {type RawServer, startRaw} from '../../../support/dns/raw-server.ts';
import {wireName} from '../../../support/dns-messages.ts';

/** Bytes of an answer whose question is that of the query, and whose answer section is these bytes. */
function withAnswers(query: Buffer, count: number, ...records: readonly Buffer[]): Buffer {
  const head = Buffer.from(query.subarray(0, 12));
  head.writeUInt16BE(0x8400, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(count, 6);
  head.writeUInt32BE(0, 8);
  return Buffer.concat([head, questionOf(query), ...records]);
}

function questionOf(query: Buffer): Buffer {
  return query.subarray(12, 12 + wireName(NAME).length + 4);
}

/** Owner, type, class IN, a TTL of a minute, and data of this length, whatever there really is. */
function record(owner: Buffer, type: number, data: Buffer, claimed = data.length): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(60, 4);
  fixed.writeUInt16BE(claimed, 8);
  return Buffer.concat([owner, fixed, data]);
}

const NAME = 'mcp.example.test';
/** A pointer to the question's name. */
const SAME = Buffer.from([0xc0, 12]);
const ADDRESS = Buffer.from([192, 0, 2, 10]);

/** A pointer to itself, where the answer section begins. */
function toItself(query: Buffer): Buffer {
  const at = 12 + questionOf(query).length;
  return Buffer.from([0xc0 | (at >> 8), at & 0xff]);
}

function framed(message: Buffer, claimed = message.length): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(claimed);
  return Buffer.concat([length, message]);
}

/** What a TCP server is asked, without its frame. */
function onQuery(answer: (query: Buffer, socket: Socket) => void): (socket: Socket) => void {
  return (socket) => socket.once('data', (bytes: Buffer) => answer(bytes.subarray(2), socket));
}

interface Hostile {
  readonly what: string;
  readonly server: RawServer;
  readonly expected:
    | {readonly problem: NameProblem['kind']; readonly says?: RegExp}
    | {readonly values: readonly string[]};
}

const overTcp = (tcp: (socket: Socket) => void): RawServer => ({udp: truncated, tcp});

const HOSTILE: readonly Hostile[] = [
  {
    what: 'nothing but random bytes',
    server: {udp: () => Array.from({length: 8}, (_, index) => randomBytes(index * 150))},
    expected: {problem: 'silent'},
  },
  {what: 'the question itself, sent back', server: {udp: (query) => [query]}, expected: {problem: 'silent'}},
  {what: 'an empty packet', server: {udp: () => [Buffer.alloc(0)]}, expected: {problem: 'silent'}},
  {what: 'a header that is cut', server: {udp: (query) => [query.subarray(0, 7)]}, expected: {problem: 'silent'}},
  {
    what: 'a flood of answers to other questions',
    server: {
      udp: (query) => Array.from({length: 200}, () => mismatched(query)).flat(),
    },
    expected: {problem: 'malformed', says: /answer nothing that was asked/},
  },
  {
    what: 'a question whose name points to itself',
    server: {
      udp: (query) => {
        const head = Buffer.from(query.subarray(0, 12));
        head.writeUInt16BE(0x8400, 2);
        return [Buffer.concat([head, Buffer.from([0xc0, 12, 0, 1, 0, 1])])];
      },
    },
    expected: {problem: 'silent'},
  },
  {
    what: 'a record whose name points to itself',
    server: {udp: (query) => [withAnswers(query, 1, record(toItself(query), 1, ADDRESS))]},
    expected: {problem: 'malformed', says: /cannot be read/},
  },
  {
    what: 'a record whose name points behind the message',
    server: {udp: (query) => [withAnswers(query, 1, record(Buffer.from([0xff, 0xff]), 1, ADDRESS))]},
    expected: {problem: 'malformed', says: /cannot be read/},
  },
  {
    what: 'a CNAME that points to itself',
    server: {
      udp: (query) => {
        const at = 12 + questionOf(query).length + 12;
        return [withAnswers(query, 1, record(SAME, 5, Buffer.from([0xc0 | (at >> 8), at & 0xff])))];
      },
    },
    expected: {problem: 'malformed', says: /cannot be read/},
  },
  {
    what: '65,535 records announced, and one sent',
    server: {udp: (query) => [withAnswers(query, 65_535, record(SAME, 1, ADDRESS))]},
    expected: {problem: 'malformed', says: /thousands of records/},
  },
  {
    what: 'more records announced than sent',
    server: {udp: (query) => [withAnswers(query, 9, record(SAME, 1, ADDRESS))]},
    expected: {problem: 'malformed', says: /cannot be read/},
  },
  {
    what: 'a record that is longer than the message',
    server: {udp: (query) => [withAnswers(query, 1, record(SAME, 1, ADDRESS, 4000))]},
    expected: {problem: 'malformed', says: /longer than the message/},
  },
  {
    what: 'an address of three bytes',
    server: {udp: (query) => [withAnswers(query, 1, record(SAME, 1, ADDRESS.subarray(1)))]},
    expected: {problem: 'malformed', says: /4 bytes/},
  },
  {
    what: 'an HTTPS record whose parameters are longer than it',
    server: {udp: (query) => [withAnswers(query, 1, record(SAME, 65, Buffer.from([0, 1, 0, 0, 1, 0xff, 0xff, 2])))]},
    expected: {problem: 'malformed', says: /HTTPS record/},
  },
  {
    what: 'letters that a terminal obeys',
    server: {
      udp: (query) => {
        const label = Buffer.from('\u001b]0;owned\u0007', 'latin1');
        const target = Buffer.concat([Buffer.from([label.length]), label, Buffer.from([0])]);
        return [withAnswers(query, 1, record(SAME, 5, target))];
      },
    },
    expected: {values: ['\\027]0;owned\\007']},
  },
  {
    what: 'a whole answer of 64 KiB over TCP',
    server: overTcp(
      onQuery((query, socket) =>
        socket.end(framed(withAnswers(query, 4000, ...Array.from({length: 4000}, () => record(SAME, 1, ADDRESS))))),
      ),
    ),
    expected: {values: Array.from({length: 4000}, () => '192.0.2.10')},
  },
  {
    what: 'random bytes without an end over TCP',
    server: overTcp((socket) => {
      const more = () => {
        while (!socket.destroyed && socket.write(randomBytes(65_536))) sent.bytes += 65_536;
      };
      socket.on('drain', more);
      more();
    }),
    expected: {problem: 'malformed', says: /over TCP/},
  },
  {
    what: 'an answer that drips over TCP, byte by byte',
    server: overTcp(
      onQuery((query, socket) => {
        const bytes = framed(withAnswers(query, 1, record(SAME, 1, ADDRESS)));
        let at = 0;
        const drip = setInterval(() => {
          if (socket.destroyed || at >= bytes.length) clearInterval(drip);
          else socket.write(bytes.subarray(at, ++at));
        }, 150);
      }),
    ),
    expected: {problem: 'silent'},
  },
  {
    what: '64 KiB that drip over TCP as fast as can be, byte by byte',
    server: overTcp(
      onQuery((query, socket) => {
        socket.setNoDelay(true);
        const bytes = framed(
          withAnswers(query, 4000, ...Array.from({length: 4000}, () => record(SAME, 1, ADDRESS))),
          65_535,
        );
        let at = 0;
        const drip = () => {
          for (let piece = 0; piece < 20 && at < bytes.length; piece++) socket.write(bytes.subarray(at, ++at));
          if (!socket.destroyed && at < bytes.length) setImmediate(drip);
        };
        drip();
      }),
    ),
    expected: {problem: 'silent'},
  },
  {
    what: 'a connection that is closed in the middle of an answer',
    server: overTcp(onQuery((query, socket) => socket.end(framed(answering(query)[0] ?? query, 900)))),
    expected: {problem: 'closed'},
  },
  {
    what: 'a connection that is reset',
    server: overTcp(onQuery((_query, socket) => socket.resetAndDestroy())),
    expected: {problem: 'closed'},
  },
  {what: 'a connection on which nothing comes', server: overTcp(() => {}), expected: {problem: 'silent'}},
  {
    what: 'a message of no bytes over TCP',
    server: overTcp(onQuery((_query, socket) => socket.write(framed(Buffer.alloc(0))))),
    expected: {problem: 'malformed', says: /over TCP/},
  },
  {
    what: 'another id over TCP',
    server: overTcp(
      onQuery((query, socket) => {
        const answer = answering(query)[0] ?? query;
        answer.writeUInt16BE((answer.readUInt16BE(0) + 1) % 65_536, 0);
        socket.write(framed(answer));
      }),
    ),
    expected: {problem: 'malformed', says: /does not answer/},
  },
  {what: 'no TCP where it is needed', server: {udp: truncated}, expected: {problem: 'refused'}},
];

const sent = {bytes: 0};

describe('hostile name servers', function () {
  this.timeout(120_000);
  const looks = new Map<string, Awaited<ReturnType<typeof askServer>> | Error>();
  const started = new AsyncDisposableStack();

  before(async () => {
    const setup = {
      clock: systemClock,
      presence: createPresence(),
      reach: (place: {address: string; port: number}) => place,
    };
    await Promise.all(
      HOSTILE.map(async ({what, server}) => {
        const {port, close} = await startRaw('127.0.0.1', 0, server);
        started.defer(close);
        const at = {address: '127.0.0.1', port, name: 'ns1.example.test', role: 'authority', isSystem: false} as const;
        const look = askServer(at, {name: NAME, type: 'A'}, setup, AbortSignal.timeout(60_000));
        looks.set(what, await look.catch((error: Error) => error));
      }),
    );
  });

  after(() => started.disposeAsync());

  for (const {what, expected} of HOSTILE) {
    it(what, () => {
      const look = looks.get(what);
      if (look === undefined || look instanceof Error) throw look ?? new Error('it was not looked at');
      const message = JSON.stringify({...look, answer: look.answer === null ? null : look.answer.rcode});
      if ('values' in expected) {
        expect(
          look.answer?.answers.map(({value}) => value),
          message,
        ).to.deep.equal(expected.values);
        return;
      }
      expect(look.problem?.kind, message).to.equal(expected.problem);
      if (expected.says !== undefined) expect(look.problem?.message).to.match(expected.says);
      expect(look.answer?.answers ?? []).to.deep.equal([]);
    });
  }

  it('reads no more of what does not end than one message has', () => {
    expect(sent.bytes).to.be.lessThan(8 * 1024 * 1024);
  });
});
