import {expect} from 'chai';
import {streamIsWellFormed} from '../../../src/checks/sse/stream-is-well-formed.ts';
import {CannotTell, NoAnswer} from '../../../src/model/errors.ts';
import type {StreamAnswer, StreamObservation} from '../../../src/model/facts/wire/stream.ts';
import {
  every,
  FRAMING,
  observed,
  STREAM_URL,
  spokenAt,
  sseProbe,
  streamRefused,
  worldOf,
} from '../../support/wire-facts.ts';

const SPOKEN = spokenAt(every(1000, 21, 10_021));

function judge(observation: StreamObservation | Error, params: object = {}) {
  const world = worldOf({
    sse: sseProbe(async () => {
      if (observation instanceof Error) throw observation;
      return observation;
    }),
  });
  return streamIsWellFormed.run(streamIsWellFormed.params.parse({url: STREAM_URL, ...params}), world);
}

const formed = (framing: object, answer: Partial<StreamAnswer> = {}) =>
  judge(observed({...SPOKEN, ...answer, framing: {...FRAMING, ...framing}}));

describe('sse/stream-is-well-formed', () => {
  it('says once what each look counts and quotes differently', async () => {
    const world = worldOf({
      sse: sseProbe(
        async ({protocol, coding}) => {
          const samples = [`"seq": "${protocol} ${coding}"`];
          const strayLines = {count: coding === 'browser' ? 112 : 120, samples};
          return observed({...SPOKEN, framing: {...FRAMING, strayLines}});
        },
        ['h2', 'http/1.1'],
      ),
    });
    const {summary} = await streamIsWellFormed.run(streamIsWellFormed.params.parse({url: STREAM_URL}), world);
    expect(summary).to.equal(
      `${STREAM_URL}: 120 lines are not fields, and clients drop their text: "\\"seq\\": \\"h2 identity\\""`,
    );
  });

  it('passes with what it saw and what is unusual, also of a stream that ended', async () => {
    const verdict = await formed({unknownFields: {count: 2, names: ['trace']}, bom: true, retryMs: 0});
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      `${STREAM_URL}: 11 events and 0 comments in 10 s, all well-formed; fields that no client knows: trace; it begins with a byte order mark; retry: 0 lets clients come back at once and all together; not looked at: HTTP/2 (the server does not offer it)`,
    );
    const ended = await formed({}, {end: 'truncated', endAtMs: 10_030});
    expect(ended.summary).to.contain('before it ended (truncated), which sse/stream-holds judges');
  });

  it('fails on a line that never ends, in one fault, however long its bytes took', async () => {
    const endless = {dangling: {bytes: 67_108_864, text: 'data: xxxx'}, largestLineBytes: 67_108_864};
    for (const lastByteAtMs of [400, 4000]) {
      const verdict = await formed(endless, {end: 'too-large', events: 0, firstByteAtMs: 30, lastByteAtMs});
      expect(verdict.summary).to.equal(`${STREAM_URL}: a line or an event without an end: more than 64 MiB`);
    }
  });

  it('does not take our own slowness for a server that never ends its events', async () => {
    const dangling = {bytes: 4096, text: 'data: xxxx'};
    const cut = {...SPOKEN, end: 'reset', events: 0, firstByteAtMs: 30, lastByteAtMs: 3000} as const;
    const seen = observed({...cut, framing: {...FRAMING, dangling}});
    expect((await judge(seen)).summary).to.contain('4 KiB came and no event');
    const gaps = [{fromMs: 100, toMs: 2900}];
    const away = {...seen, observer: {gaps, awayMs: 2800, suspendedMs: 0}};
    const {summary} = await judge(away, {expect: 'byte'});
    expect(summary).not.to.contain('came and no event');
  });

  it('fails on a line that is not a field, and on one event that no empty line ends, when the stream ends', async () => {
    expect((await formed({strayLines: {count: 1, samples: ['oops']}})).summary).to.contain(
      '1 line is not a field, and clients drop their text: "oops"',
    );
    const dangling = {bytes: 12, text: 'data: last\n'};
    expect((await formed({dangling}, {end: 'complete', endAtMs: 10_030})).summary).to.contain(
      'its last 12 bytes were not ended by an empty line when it ended',
    );
    // We, or a cut, may have come into the middle of an event.
    expect((await formed({dangling})).status).to.equal('pass');
    expect((await formed({dangling}, {end: 'reset', endAtMs: 10_030})).status).to.equal('pass');
    const run = {bytes: 60, text: 'id: 1\ndata: a\nid: 2\ndata: b\n'};
    expect((await formed({dangling: run})).summary).to.contain('several events run into one');
  });

  it('fails on bytes that are not UTF-8, and where compression was not asked for', async () => {
    expect((await formed({isUtf8: false})).summary).to.contain('not UTF-8');
    const coding = {asked: 'identity', said: 'gzip', decoded: 'partial', problem: null, encodedBytes: 90} as const;
    expect((await formed({}, {coding})).summary).to.contain(
      'it is compressed with gzip, although the request accepts no coding',
    );
  });

  it('fails where no event came to be read, and cannot tell where it did not look as long', async () => {
    const comments = {...SPOKEN, events: 0, comments: 11, firstEventAtMs: null, lines: []};
    expect((await judge(observed(comments))).summary).to.contain('no first event came');
    expect((await judge(observed(comments), {expect: 'byte'})).status).to.equal('pass');
    const short = spokenAt([], {end: 'silent', endAtMs: 2020});
    const thrown: unknown = await judge(observed(short), {expect: 'byte', holdFor: '2s'}).catch(
      (error: unknown) => error,
    );
    expect(thrown).to.be.instanceOf(CannotTell);
  });

  it('fails on what is not an event stream, and on a refusal', async () => {
    const page = {status: 200, headers: {'content-type': 'text/html'}, sniff: '<title>Sign in</title>'};
    expect((await judge(observed(page))).summary).to.contain('login page');
    const refusal = {kind: 'refused', code: 'ECONNREFUSED', message: 'the connection was refused'} as const;
    expect((await judge(streamRefused(refusal))).fix).to.contain('listener');
  });

  it('lets a time-out through to the runner', async () => {
    const gone = new NoAnswer(STREAM_URL, 'headers', 'nothing came');
    expect(await judge(gone).catch((error: unknown) => error)).to.equal(gone);
  });
});
