import {expect} from 'chai';
import {KnownSecrets} from '../../../../src/model/text/secrets/known-secrets.ts';
import {EventStream} from '../../../../src/probes/wire/event-stream/event-stream.ts';

type Read = string | Buffer | readonly [atMs: number, text: string | Buffer];

/** What is known after these reads. */
function seen(...reads: readonly Read[]) {
  const stream = streamOf(reads);
  return {...stream.facts(new KnownSecrets()), isTooLarge: stream.isTooLarge};
}

function streamOf(reads: readonly Read[]): EventStream {
  const stream = new EventStream();
  for (const read of reads) {
    const [atMs, text] = typeof read === 'string' || Buffer.isBuffer(read) ? ([0, read] as const) : read;
    stream.read(typeof text === 'string' ? Buffer.from(text) : text, atMs);
  }
  return stream;
}

describe('what is known of an event stream', () => {
  describe('what its clients lose', () => {
    it('is what came after the last empty line', () => {
      expect(seen('data: a\n\ndata: b\nid: 2').framing.dangling).to.deep.equal({bytes: 13, text: 'data: b\nid: 2'});
      expect(seen('data: a\n\nda', 'ta: b\n').framing.dangling).to.deep.equal({bytes: 8, text: 'data: b\n'});
      expect(seen('data: a\n\n').framing.dangling).to.equal(null);
      expect(seen('').framing.dangling).to.equal(null);
    });

    it('is no comment and no time to reconnect: both need no empty line', () => {
      expect(seen(': one\n: two\nretry: 5\n: thr').framing.dangling).to.equal(null);
      expect(seen('data: a\n: two\n').framing.dangling).to.deep.equal({bytes: 8, text: 'data: a\n'});
    });

    it('is everything, where nothing ever is an empty line', () => {
      const lines = '{"jsonrpc":"2.0","id":1}\n'.repeat(100);
      const {dangling, strayLines} = seen(lines).framing;
      expect(dangling?.bytes).to.equal(2500);
      expect(dangling?.text).to.equal(lines.slice(0, 200));
      expect(strayLines.count).to.equal(100);
      const escaped = seen('data: {"a":1}\\n\\ndata: {"a":2}\\n\\n');
      expect(escaped.events).to.equal(0);
      expect(escaped.framing.dangling?.bytes).to.equal(34);
    });
  });

  it('counts lines that are no fields, and shows some', () => {
    const {strayLines, unknownFields} = seen(
      ...[
        'data: {\n',
        '  "a": 1,\n',
        '"b": [2]\n',
        '}\n\n',
        '<html>\n',
        'Traceback (most recent call last):\n',
        'word\n',
        '1a: b\n\n',
      ],
    ).framing;
    expect(strayLines.count).to.equal(7);
    expect(strayLines.samples).to.deep.equal([
      '  "a": 1,',
      '"b": [2]',
      '}',
      '<html>',
      'Traceback (most recent call last):',
    ]);
    expect(unknownFields).to.deep.equal({count: 0, names: []});
  });

  it('only mentions fields that no client knows', () => {
    const {strayLines, unknownFields} = seen(
      'x-y: 1\nfoo_2:\nfoo_2: 3\nData: 4\ndata: a\nid\nevent\nretry\n\n',
    ).framing;
    expect(strayLines.count).to.equal(0);
    expect(unknownFields).to.deep.equal({count: 4, names: ['x-y', 'foo_2', 'Data']});
  });

  it('measures events and lines without keeping them', () => {
    const {framing, events, isTooLarge, lines} = seen(
      'data: ',
      ...Array<string>(24).fill('x'.repeat(65_536)),
      '\n\ndata: é\ndata: b\n\n',
    );
    expect(events).to.equal(2);
    expect(isTooLarge).to.equal(false);
    expect(framing.largestEventBytes).to.equal(24 * 65_536);
    expect(framing.largestLineBytes).to.equal(24 * 65_536 + 6);
    expect(lines.map(({text}) => text)).to.deep.equal(['x'.repeat(200), 'é\nb']);
    expect(seen('data: é\ndata: b\n\n').framing.largestEventBytes).to.equal(4);
    expect(seen('data: aaaa\ndata: b\n').framing.largestEventBytes, 'not over').to.equal(6);
  });

  it('gives up on a line or an event without end', () => {
    const mebibyte = Buffer.alloc(1024 * 1024, 'x');
    expect(seen(...Array<Buffer>(64).fill(mebibyte)).isTooLarge).to.equal(false);
    expect(seen(...Array<Buffer>(65).fill(mebibyte)).isTooLarge).to.equal(true);
    const line = Buffer.concat([Buffer.from('data: '), mebibyte, Buffer.from('\n')]);
    expect(seen(...Array<Buffer>(65).fill(line)).isTooLarge).to.equal(true);
    expect(seen(...Array<Buffer>(65).fill(line), '\n').isTooLarge).to.equal(false);
  });

  it('counts the types of events, of twenty at most', () => {
    expect(seen('event: a\ndata: 1\n\ndata: 2\n\nevent: a\ndata: 3\n\nevent: b\n\n').framing.types).to.deep.equal({
      a: 2,
      message: 1,
    });
    const many = Array.from({length: 30}, (_, n) => `event: t${n % 25}\ndata: 1\n\n`).join('');
    const {types} = seen(many).framing;
    expect(Object.keys(types)).to.have.length(20);
    expect(types.t0).to.equal(2);
    expect(Object.keys(seen('event: __proto__\ndata: 1\n\n').framing.types)).to.deep.equal(['__proto__']);
  });

  it('counts events with an id of their own', () => {
    expect(seen('id: 1\ndata: a\n\ndata: b\n\nid:\ndata: c\n\nid: 2\n\n').framing.ids).to.equal(1);
    expect(seen('id: 7\ndata: a\n\ndata: b\n\n').lines.map(({id}) => id)).to.deep.equal(['7', null]);
  });

  it('sees marks, line ends and NUL', () => {
    expect(seen(Buffer.from([0xef, 0xbb]), Buffer.from([0xbf])).framing.bom).to.equal(true);
    expect(seen('\uFEFFdata: a\n').framing.bom).to.equal(true);
    expect(seen('data: \uFEFF\n').framing.bom).to.equal(false);
    expect(seen('a\r', '\nb\rc\n\r\r\n').framing.lineEnds).to.deep.equal({lf: 1, cr: 2, crlf: 2});
    expect(seen('a\r').framing.lineEnds).to.deep.equal({lf: 0, cr: 1, crlf: 0});
    expect(seen('data: a', '\0').framing.hasNul).to.equal(true);
    expect(seen('data: 0').framing.hasNul).to.equal(false);
    expect(seen('retry: 5\nretry: x\n').framing.retryMs).to.equal(5);
  });

  it('knows what is no UTF-8, wherever it is cut', () => {
    const isUtf8 = (...reads: readonly Read[]) => seen(...reads).framing.isUtf8;
    const smile = Buffer.from('😀');
    for (const cut of [1, 2, 3]) expect(isUtf8(smile.subarray(0, cut), smile.subarray(cut))).to.equal(true);
    expect(isUtf8(...[...smile].map((byte) => Buffer.from([byte])), 'a')).to.equal(true);
    expect(isUtf8(smile.subarray(0, 3), 'a')).to.equal(false);
    expect(isUtf8(smile.subarray(0, 3)), 'what is cut off may have been one').to.equal(true);
    expect(isUtf8(smile.subarray(1))).to.equal(false);
    for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0x80, 0x80, 0x80, 0x80]]) {
      expect(isUtf8(Buffer.from(bytes), 'a'), String(bytes)).to.equal(false);
    }
    expect(isUtf8(...Array.from({length: 5}, () => Buffer.from([0x80])))).to.equal(false);
  });

  it('keeps the first and the last twenty lines', () => {
    const {lines, comments} = seen(...Array.from({length: 100}, (_, n) => [n, `: ${n}\n`] as const));
    expect(comments).to.equal(100);
    expect(lines.map(({atMs}) => atMs)).to.deep.equal(Array.from({length: 40}, (_, n) => (n < 20 ? n : n + 60)));
    expect(seen('event: a\nid: 1\ndata: b\n\n').lines).to.deep.equal([
      {atMs: 0, kind: 'event', type: 'a', id: '1', text: 'b'},
    ]);
    expect(seen(...Array.from({length: 25}, (_, n) => `: ${n}\n`)).lines).to.have.length(25);
  });

  it('shows no secret, and no beginning of one', () => {
    const secret = 'hunter2hunter2hunter2';
    const cut = 'x'.repeat(190);
    const secrets = new KnownSecrets([secret]);
    const stream = streamOf([
      `: ${cut}${secret}\nevent: ${secret}\nid: ${secret}\ndata: ${cut}${secret}\n\n`,
      `${secret}\n${secret}x: 1\n${cut}${secret}\n${'x'.repeat(1600)}${secret}\n`,
    ]);
    const facts = JSON.stringify(stream.facts(secrets));
    expect(facts).not.to.include('hunter2');
    expect(facts).to.include('[redacted]');
  });

  describe('what a server says of its time', () => {
    const event = (seq: number, sinceStartMs: number) =>
      `id: s.${seq}\ndata: {"seq":${seq},"serverTime":"2026-11-28T10:00:00.000Z","sinceStartMs":${sinceStartMs.toFixed(3)},"stream":"s"}\n\n`;

    it('is in our measuring events', () => {
      const {framing, timeline} = seen([50, event(1, 0.25)], [1051, event(2, 1000.5) + event(3, 1000.75)]);
      expect(framing.serverClock).to.deep.equal({
        firstMs: 0.25,
        lastMs: 1000.75,
        firstAtMs: 50,
        lastAtMs: 1051,
        source: 'measuring event',
      });
      expect(timeline.events.sequence).to.deep.equal([1, 2, 3]);
      expect(timeline.events.serverMs).to.deep.equal([0.3, 1000.5, 1000.8]);
    });

    it('is in the ping of sse-starlette, in UTC', () => {
      const {serverClock} = seen(
        [10, ': ping - 2026-11-28 10:00:00.123456+00:00\r\n\r\n'],
        [15_010, ': ping - 2026-11-28 10:00:15+00:00\r\n\r\n'],
      ).framing;
      const firstMs = Date.UTC(2026, 10, 28, 10, 0, 0, 123);
      expect(serverClock).to.deep.equal({
        firstMs,
        lastMs: Date.UTC(2026, 10, 28, 10, 0, 15),
        firstAtMs: 10,
        lastAtMs: 15_010,
        source: 'ping comment',
      });
    });

    it('is nothing else', () => {
      for (const text of [
        ': ping - yesterday\n',
        ': ping - 2026-11-28 10:00:00.123456\n',
        ': ping - 2026-99-28 10:00:00+00:00\n',
        'data: {"seq":1,"serverTime":1,"sinceStartMs":2}\n\n',
        'data: {"seq":1}\n\n',
        `data: {"seq":1,"serverTime":"2026","sinceStartMs":${'9'.repeat(400)}}\n\n`,
      ]) {
        expect(seen(text).framing.serverClock, text).to.equal(null);
      }
    });
  });

  it('says when what came', () => {
    const {timeline, firstEventAtMs} = seen(
      [1, ':a\n'],
      [2.34, 'data: 1\n\n: b\n\ndata: 22\n\ndata:'],
      [5, ' 333\n\n'],
    );
    expect(firstEventAtMs).to.equal(2.34);
    expect(timeline).to.deep.equal({
      arrivals: {fromMs: [1, 2.3, 5], toMs: [1, 2.3, 5], bytes: [3, 29, 6], events: [0, 2, 1], comments: [1, 1, 0]},
      events: {
        fromMs: [2.3, 2.3, 5],
        toMs: [2.3, 2.3, 5],
        count: [1, 1, 1],
        bytes: [1, 2, 3],
        serverMs: [null, null, null],
        sequence: [null, null, null],
      },
    });
  });
});
