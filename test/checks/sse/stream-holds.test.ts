import {expect} from 'chai';
import {streamHolds} from '../../../src/checks/sse/stream-holds.ts';
import {CannotTell, NoAnswer} from '../../../src/model/errors.ts';
import type {AwsFacts} from '../../../src/model/facts/aws-facts.ts';
import type {StreamAnswer, StreamObservation, StreamRequest} from '../../../src/model/facts/wire/stream.ts';
import {FRAMING, observed, STREAM_URL, sseProbe, streamRefused, worldOf} from '../../support/wire-facts.ts';

const asked: StreamRequest[] = [];

function judge(
  observation: StreamObservation,
  params: Record<string, unknown> = {},
  attributes: Record<string, string> = {'idle_timeout.timeout_seconds': '60'},
) {
  const world = worldOf({
    aws: {loadBalancerAttributes: async () => attributes} as unknown as AwsFacts,
    sse: sseProbe(async (request) => {
      asked.push(request);
      return observation;
    }),
  });
  return streamHolds.run(
    streamHolds.params.parse({url: STREAM_URL, holdFor: 'past-idle', alb: 'alb', ...params}),
    world,
  );
}

describe('sse/stream-holds', () => {
  beforeEach(() => {
    asked.length = 0;
  });

  it('passes when the stream outlives the idle timeout on heartbeats', async () => {
    const verdict = await judge(observed({}));
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      `${STREAM_URL}: open for 1 min 7 s, kept alive by 4 heartbeat comments (1 event), longest silence 15 s`,
    );
    expect(asked[0]).to.include({holdForMs: 67_000, headersWithinMs: 15_000, firstEventWithinMs: 10_000});
  });

  it('says when a stream that held was silent', async () => {
    const verdict = await judge(observed({longestSilenceMs: 66_999, lastByteAtMs: 21, comments: 0}));
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.contain('silent for 1 min 7 s in one stretch');
  });

  it("takes AWS's default of 60 s for an attribute that is absent", async () => {
    await judge(observed({}), {}, {});
    expect(asked[0]?.holdForMs).to.equal(67_000);
  });

  it('does not ask AWS when no load balancer is named', async () => {
    const world = worldOf({sse: sseProbe(async () => observed({}))});
    const params = streamHolds.params.parse({url: STREAM_URL, holdFor: '60s'});
    expect((await streamHolds.run(params, world)).status).to.equal('pass');
  });

  it('names the idle timeout when the stream is cut by it', async () => {
    const cut = {
      end: 'truncated',
      endMessage: 'other side closed',
      endAtMs: 3041,
      lastByteAtMs: 41,
      comments: 0,
    } as const;
    const verdict = await judge(observed(cut), {}, {'idle_timeout.timeout_seconds': '3'});
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.contain("3 s of silence = the load balancer's idle timeout (3 s)");
    expect(verdict.summary).to.contain('not open for 4.3 s');
    expect(verdict.fix).to.contain('at least every 1.5 s');
  });

  it('is exact about how long it has to hold', async () => {
    const params = {holdFor: '60s'};
    expect((await judge(observed({endAtMs: 60_020}), params)).status).to.equal('pass');
    expect((await judge(observed({endAtMs: 60_019}), params)).status).to.equal('fail');
  });

  describe('when this process was not there all the time', () => {
    const observer = {gaps: [{fromMs: 1000, toMs: 4000}], awayMs: 2980, suspendedMs: 0};
    const said = (answer: Parameters<typeof observed>[0], params: Record<string, unknown>, differing: object = {}) =>
      judge({...observed(answer), observer: {...observer, ...differing}}, params).then(
        ({status}) => status,
        (thrown: unknown) => (thrown instanceof CannotTell ? thrown.message : thrown),
      );
    const cut = {end: 'truncated', endAtMs: 4000} as const;

    it('cannot tell of a cut that came before the end of the hold or after it', async () => {
      expect(await said(cut, {holdFor: '3s'})).to.contain(
        'this machine was not scheduled for 3 s of those 4 s, so it is not known whether it stays open for 3 s',
      );
    });

    it('tells of one that came before the end in any case, and of a stream that was open after it', async () => {
      expect(await said(cut, {holdFor: '5s'})).to.equal('fail');
      expect(await said({endAtMs: 4000}, {holdFor: '3s'})).to.equal('pass');
    });

    it('cannot tell of a silence that may be its own', async () => {
      const silence = {longestSilenceMs: 3000, silenceAtLeastMs: 1000, silenceAtMostMs: 4000};
      const params = {holdFor: '60s', heartbeatWithin: '2500ms'};
      expect(await said(silence, params)).to.contain('whether it was ever silent for more than 2.5 s');
      expect(await said({...silence, silenceAtLeastMs: 2600}, params)).to.equal('fail');
      expect(await said({...silence, silenceAtMostMs: 2500}, params)).to.equal('pass');
    });

    it('cannot tell of a first byte that it may have seen late', async () => {
      const late = {firstByteAtMs: 4000, firstEventAtMs: 4000};
      expect(await said(late, {holdFor: '60s', firstByteWithin: '2s'})).to.contain('the first byte comes within 2 s');
    });

    it('fails what is wrong whatever the time, and can tell nothing of a time in which the machine was asleep', async () => {
      expect(await said({...cut, status: 500}, {holdFor: '3s'})).to.equal('fail');
      expect(await said({}, {holdFor: '60s'}, {suspendedMs: 60_000})).to.contain('was suspended for 1 min');
    });
  });

  it('is exact about the first byte, the first event and the heartbeat', async () => {
    const params = {heartbeatWithin: '15s'};
    const inTime = {firstByteAtMs: 5000, firstEventAtMs: 10_000, longestSilenceMs: 15_000};
    expect((await judge(observed(inTime), params)).status).to.equal('pass');
    for (const late of [{firstByteAtMs: 5001}, {firstEventAtMs: 10_001}, {longestSilenceMs: 15_001}]) {
      expect((await judge(observed({...inTime, ...late}), params)).status, JSON.stringify(late)).to.equal('fail');
    }
  });

  it('fails when headers came and then nothing', async () => {
    const nothing = {firstByteAtMs: null, firstEventAtMs: null, lastByteAtMs: null, bytes: 0, events: 0, comments: 0};
    const verdict = await judge(observed({...nothing, end: 'silent', longestSilenceMs: 67_000}));
    expect(verdict.summary).to.contain('no first byte came, not within 5 s').and.to.contain('no first event came');
  });

  const different: readonly (readonly [string, Partial<StreamAnswer>, string])[] = [
    ['a login page', {headers: {'content-type': 'text/html'}, sniff: '<title>Sign in</title>'}, 'an HTML login page'],
    ['a web page', {headers: {'content-type': 'text/html'}, sniff: '<title>Shop</title>'}, 'an HTML page'],
    [
      'JSON',
      {headers: {'content-type': 'application/json'}, sniff: '{"a":1}'},
      'content type application/json, not text/event-stream; it says: {"a":1}',
    ],
    ['no content type', {headers: {}, sniff: ''}, 'content type none'],
    ['a redirect', {status: 302, headers: {location: '/login'}, sniff: ''}, 'a redirect to /login'],
    ['204', {status: 204, headers: {}, sniff: ''}, 'answers 204'],
    [
      '404',
      {status: 404, headers: {'content-type': 'text/plain'}, sniff: 'nope'},
      'answers 404, not 200; it says: nope',
    ],
    ['invalid UTF-8', {framing: {...FRAMING, isUtf8: false}}, 'not UTF-8'],
    [
      'compression',
      {headers: {'content-type': 'text/event-stream', 'content-encoding': 'gzip'}, firstEventAtMs: null},
      'compressed with gzip',
    ],
    ['a line without end', {end: 'too-large', endAtMs: 100}, 'more than 1 MiB'],
    ['a clean end', {end: 'complete', endAtMs: 5000}, 'by the server or by a hop'],
    ['a reset', {end: 'reset', endAtMs: 5000, endMessage: 'read ECONNRESET'}, 'reset (read ECONNRESET)'],
  ];
  for (const [name, answer, says] of different) {
    it(`fails on ${name}, and says so`, async () => {
      const verdict = await judge(observed(answer));
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary)
        .to.match(/^https:/)
        .and.to.contain(says);
      expect(verdict.evidence).not.to.be.empty;
    });
  }

  it('fails on a refusal, with what to do', async () => {
    const refusal = {
      kind: 'refused',
      code: 'ECONNREFUSED',
      message: 'the connection was refused at 127.0.0.1:443',
    } as const;
    const verdict = await judge(streamRefused(refusal));
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.contain('refused at 127.0.0.1:443');
    expect(verdict.fix).to.contain('listener');
  });

  it('cannot tell when the idle timeout is not a number', async () => {
    const thrown = await judge(observed({}), {}, {'idle_timeout.timeout_seconds': 'off'}).catch(
      (error: unknown) => error,
    );
    expect(thrown).to.be.instanceOf(CannotTell);
  });

  it('lets a time-out through to the runner', async () => {
    const gone = new NoAnswer(STREAM_URL, 'headers', 'nothing came');
    const world = worldOf({sse: sseProbe(() => Promise.reject(gone))});
    const params = streamHolds.params.parse({url: STREAM_URL, holdFor: '60s'});
    expect(await streamHolds.run(params, world).catch((error: unknown) => error)).to.equal(gone);
  });

  it('wants a load balancer with past-idle, and a duration otherwise', () => {
    const messages = (params: object) => streamHolds.params.safeParse({url: STREAM_URL, ...params}).error?.issues;
    expect(messages({holdFor: 'past-idle'})?.[0]).to.deep.include({path: ['alb']});
    expect(messages({holdFor: '60'})?.[0]?.message).to.contain('neither past-idle nor a duration');
    expect(messages({holdFor: '60s', heartbeat: '1s'})).to.have.length(1);
  });
});
