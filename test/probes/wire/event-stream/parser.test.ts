import {expect} from 'chai';
import {createParser} from 'eventsource-parser';
import {parsed, withoutSpaces} from '../../../support/event-streams/parsed-stream.ts';
import {randomStream} from '../../../support/event-streams/random-event-streams.ts';
import {interpret} from '../../../support/event-streams/whatwg-event-stream.ts';

/** Re-expressed after the tests of web-platform-tests `eventsource/` and the text of the specification. */
const VECTORS: Readonly<
  Record<string, readonly [stream: string, events: readonly (readonly [string, string, string])[]]>
> = {
  'one line of data': ['data: a\n\n', [['message', 'a', '']]],
  'several lines of data': ['data:a\ndata: b\ndata\ndata:\n\n', [['message', 'a\nb\n\n', '']]],
  'data alone is an event': ['data\n\n', [['message', '', '']]],
  'data with a colon alone is an event': ['data:\n\n', [['message', '', '']]],
  'one space is removed, a second and a tab are not': ['data:  a\ndata:\tb\n\n', [['message', ' a\n\tb', '']]],
  'a byte order mark is removed': ['\uFEFFdata: a\n\n', [['message', 'a', '']]],
  'a second byte order mark is not': ['\uFEFF\uFEFFdata: a\n\ndata: b\n\n', [['message', 'b', '']]],
  'a later byte order mark is not': [
    'data: a\n\n\uFEFFdata: b\n\ndata: c\n\n',
    [
      ['message', 'a', ''],
      ['message', 'c', ''],
    ],
  ],
  'lone carriage returns end lines': [
    'data: a\r\rdata: b\r\r',
    [
      ['message', 'a', ''],
      ['message', 'b', ''],
    ],
  ],
  'carriage returns and line feeds end lines': [
    'data: a\r\n\r\ndata: b\r\n\r\n',
    [
      ['message', 'a', ''],
      ['message', 'b', ''],
    ],
  ],
  'line ends may be mixed': [
    'data: a\ndata: b\rdata: c\r\n\ndata: d\n\r',
    [
      ['message', 'a\nb\nc', ''],
      ['message', 'd', ''],
    ],
  ],
  'comments are no data': [':a\r:\0\n: data: b\ndata: c\n\n', [['message', 'c', '']]],
  'names of fields are exact': ['Data: a\ndata : b\n data: c\nDATA: d\ndata\0: e\ndata: f\n\n', [['message', 'f', '']]],
  'unknown fields are no data': ['foo: a\ndata: b\nfoo\n\n', [['message', 'b', '']]],
  'an event has a type': [
    'event: x\ndata: a\n\ndata: b\n\n',
    [
      ['x', 'a', ''],
      ['message', 'b', ''],
    ],
  ],
  'an empty type is message': ['event: x\nevent:\ndata: a\n\n', [['message', 'a', '']]],
  'a type without data is forgotten': ['event: x\n\ndata: a\n\n', [['message', 'a', '']]],
  'an id persists': [
    'id: 1\ndata: a\n\ndata: b\n\n',
    [
      ['message', 'a', '1'],
      ['message', 'b', '1'],
    ],
  ],
  'an id of a block without data persists': ['id: 1\n\ndata: a\n\n', [['message', 'a', '1']]],
  'an empty id clears it': [
    'id: 1\ndata: a\n\nid\ndata: b\n\n',
    [
      ['message', 'a', '1'],
      ['message', 'b', ''],
    ],
  ],
  'an id with NUL is ignored': [
    'id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n',
    [
      ['message', 'a', '1'],
      ['message', 'b', '1'],
    ],
  ],
  'NUL is data': ['data: \0\n\n', [['message', '\0', '']]],
  'what is not over is discarded': ['data: a\n\nid: 1\ndata: b\n', [['message', 'a', '']]],
  'what has no line end is discarded': ['data: a\n\ndata: b', [['message', 'a', '']]],
  'characters of several bytes': ['data: é…😀\n\n', [['message', 'é…😀', '']]],
  'empty lines are no events': ['\n\n\r\r\r\n\ndata: a\n\n\n\n', [['message', 'a', '']]],
  'an id in a character beyond ASCII': ['id: …\ndata: a\n\n', [['message', 'a', '…']]],
};

const RETRIES: readonly (readonly [stream: string, retryMs: number | null])[] = [
  ['retry: 3000\n', 3000],
  ['retry:03000\n', 3000],
  ['retry: 1\nretry: x\nretry:\nretry\nretry: +5\nretry: -5\nretry: 5.0\nretry: 10x\nretry:  5\n', 1],
  ['retry: 1\nretry: 2\n', 2],
  ['retry: 1', null],
  [`retry: ${'9'.repeat(400)}\n`, Number.MAX_SAFE_INTEGER],
];

function inChunks(bytes: Buffer, length: number): readonly Buffer[] {
  return Array.from({length: Math.ceil(bytes.length / length)}, (_, n) => bytes.subarray(n * length, (n + 1) * length));
}

/** How many random streams to read: all of them as the other proofs by trial. */
const STREAMS = process.env.EXHAUSTIVE === '1' ? 100_000 : 3000;

describe('the parser of event streams', () => {
  for (const [name, [stream, events]] of Object.entries(VECTORS)) {
    it(`${name}, however it arrives`, () => {
      const bytes = Buffer.from(stream);
      for (const length of [bytes.length, 1, 2, 3]) {
        const seen = parsed(inChunks(bytes, length)).events;
        expect(seen.map(({type, data, lastEventId}) => [type, data, lastEventId])).to.deep.equal(events);
      }
    });
  }

  it('takes a time to reconnect at once, and only of digits', () => {
    for (const [stream, retryMs] of RETRIES) {
      expect(parsed([Buffer.from(stream)]).reconnectionTimeMs, stream).to.equal(retryMs);
    }
  });

  it('ends a line at a carriage return, before it is known what comes next', () => {
    expect(parsed([Buffer.from('data: a\r\r')]).events).to.have.length(1);
    expect(
      parsed(['data: a\r', '\n', '\r', '\ndata: b\r', '\n\r'].map((text) => Buffer.from(text))).events,
    ).to.have.length(2);
  });

  it(`reads ${STREAMS} random streams as the specification says, word for word`, () => {
    for (let seed = 0; seed < STREAMS; seed++) {
      const {bytes, chunks} = randomStream(seed);
      expect(parsed(chunks), `seed ${seed}`).to.deep.equal(withoutSpaces(interpret(bytes)));
    }
  });

  it('reads them as eventsource-parser does', () => {
    for (let seed = 100_000; seed < 102_000; seed++) {
      const {chunks} = randomStream(seed);
      const {events, comments} = parsed(chunks);
      expect({events: events.map(({type, data}) => ({type, data})), comments}, `seed ${seed}`).to.deep.equal(
        byPackage(chunks),
      );
    }
  });
});

function byPackage(chunks: readonly Buffer[]) {
  const events: {type: string; data: string}[] = [];
  const comments: string[] = [];
  const decoder = new TextDecoder('utf-8', {ignoreBOM: true});
  const parser = createParser({
    onEvent: ({event, data}) => events.push({type: event ?? 'message', data}),
    onComment: (comment) => comments.push(comment),
  });
  for (const chunk of chunks) parser.feed(decoder.decode(chunk, {stream: true}));
  return {events, comments};
}
