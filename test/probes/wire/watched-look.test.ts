import {mock} from 'node:test';
import {expect} from 'chai';
import type {LookProgress} from '../../../src/model/look-progress.ts';
import {KnownSecrets} from '../../../src/model/text/secrets/known-secrets.ts';
import {StreamReader} from '../../../src/probes/wire/stream-reader.ts';
import {watchedLook} from '../../../src/probes/wire/watched-look.ts';

const REQUEST = {
  url: 'https://mcp.example.com/sse?token=secret',
  headers: {},
  headersWithinMs: 15_000,
  holdForMs: 60_000,
  firstEventWithinMs: 10_000,
  protocol: 'h2',
} as const;
const HEAD = {status: 200, headers: {'content-type': 'text/event-stream'}};

function watched() {
  let nowMs = 1000;
  const said: LookProgress[] = [];
  const clock = {now: () => new Date(nowMs), monotonicMs: () => nowMs, sleep: async () => {}};
  const reader = new StreamReader(REQUEST, new KnownSecrets());
  const look = watchedLook({request: REQUEST, shown: 'https://mcp.example.com/sse', reader}, clock, (one) =>
    said.push(one),
  );
  const at = () => ({atMs: nowMs - 1000, earliestMs: nowMs - 1000});
  return {
    said,
    look,
    reader,
    /** Time goes by. */
    pass(ms: number) {
      nowMs += ms;
      mock.timers.tick(ms);
    },
    head: () => look.reader.head({...HEAD, at: at()}),
    chunk: (text: string) => look.reader.chunk(Buffer.from(text), at()),
  };
}

describe('a look that is watched', () => {
  beforeEach(() => mock.timers.enable({apis: ['setTimeout']}));
  afterEach(() => mock.timers.reset());

  it('says each phase as it begins, and what is redacted', () => {
    const {said, look, head, pass} = watched();
    look.onPhase('connect');
    pass(20);
    look.onPhase('tls');
    look.onPhase('headers');
    head();
    look.over('held');
    expect(said.map(({phase}) => phase)).to.deep.equal(['resolve', 'connect', 'tls', 'headers', 'open', 'over']);
    expect(new Set(said.map(({key}) => key)).size).to.equal(1);
    expect(JSON.stringify(said)).to.not.include('secret');
    expect(said.at(4)).to.deep.include({atMs: 20, headersAtMs: 20, status: 200, dueAtMs: 60_020, protocol: 'h2'});
    expect(said.at(5)).to.deep.include({end: 'held'});
  });

  it('reads as its reader does, and says what came: at once, and then four times a second at most', () => {
    const {said, reader, head, chunk, pass} = watched();
    head();
    pass(1000);
    expect(chunk('data: 1\n\n')).to.equal(null);
    expect(said.at(-1)).to.deep.include({events: 1, comments: 0, bytes: 9, firstByteAtMs: 1000, firstEventAtMs: 1000});
    const before = said.length;
    for (let index = 0; index < 100; index++) {
      pass(10);
      chunk(': heartbeat\n\n');
    }
    expect(said.length - before).to.equal(4);
    pass(250);
    expect(said.at(-1)).to.deep.include({events: 1, comments: 100, lastByteAtMs: 2000});
    expect(reader.counts.comments).to.equal(100);
  });

  it('says the last of a burst without waiting for what comes after it', () => {
    const {said, head, chunk, pass} = watched();
    head();
    chunk(': open\n\n');
    chunk('data: 1\n\n');
    pass(249);
    expect(said.at(-1)?.events).to.equal(0);
    pass(1);
    expect(said.at(-1)).to.deep.include({events: 1, comments: 1});
    const before = said.length;
    pass(10_000);
    expect(said).to.have.length(before);
  });

  it('is silent once it is over', () => {
    const {said, look, head, chunk, pass} = watched();
    head();
    chunk('data: 1\n\n');
    look.over('reset');
    const before = said.length;
    pass(10_000);
    expect(said).to.have.length(before);
    expect(said.at(-1)).to.deep.include({phase: 'over', end: 'reset', events: 1});
  });
});
