import {expect} from 'chai';
import {streamHolds} from '../../../src/checks/sse/stream-holds.ts';
import {AwsRefusal, CannotTell, NoAnswer} from '../../../src/model/errors.ts';
import type {AwsFacts} from '../../../src/model/facts/aws-facts.ts';
import type {StreamAnswer, StreamObservation, StreamRequest} from '../../../src/model/facts/wire/stream.ts';
import {every, observed, STREAM_URL, spokenAt, sseProbe, streamRefused, worldOf} from '../../support/wire-facts.ts';

const asked: StreamRequest[] = [];

function judge(
  observation: StreamObservation,
  params: Record<string, unknown> = {},
  idle: Record<string, string> | Error = {'idle_timeout.timeout_seconds': '60'},
) {
  const world = worldOf({
    aws: {
      loadBalancerAttributes: async () => {
        if (idle instanceof Error) throw idle;
        return idle;
      },
    } as unknown as AwsFacts,
    sse: sseProbe(async (request) => {
      asked.push(request);
      return observation;
    }),
  });
  const given = {url: STREAM_URL, holdFor: 'past-idle', alb: 'alb', ...params};
  return streamHolds.run(streamHolds.params.parse(given), world);
}

/** The status of the verdict, or what could not be told. */
function said(...given: Parameters<typeof judge>): Promise<unknown> {
  return judge(...given).then(
    ({status}) => status,
    (thrown: unknown) => (thrown instanceof CannotTell ? thrown.message : thrown),
  );
}

/** Heartbeats of 15 s that go on after the hold. */
const HEALTHY = spokenAt([21, ...every(15_000, 15_021, 75_021)]);

describe('sse/stream-holds', () => {
  beforeEach(() => {
    asked.length = 0;
  });

  it('passes when the stream outlives the idle timeout on heartbeats, and says what it did not look at', async () => {
    const verdict = await judge(observed({...HEALTHY, events: 1, comments: 5}));
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      `${STREAM_URL}: open for 1 min 15 s, kept alive by 5 heartbeat comments (1 event), longest silence 15 s; not looked at: HTTP/2 (the server does not offer it)`,
    );
    expect(asked.map(({protocol, coding}) => [protocol, coding])).to.deep.equal([
      ['http/1.1', 'identity'],
      ['http/1.1', 'browser'],
    ]);
    // Headers are waited for as long, to see what the hop answers that holds them back.
    expect(asked[0]).to.include({holdForMs: 67_000, headersWithinMs: 67_000, firstEventWithinMs: 10_000});
  });

  it('is exact about how long it has to hold', async () => {
    const params = {holdFor: '60s'};
    const cut = {...HEALTHY, end: 'truncated', endMessage: 'other side closed'} as const;
    expect(await said(observed({...cut, endAtMs: 60_020}), params)).to.equal('pass');
    expect(await said(observed({...cut, endAtMs: 60_019}), params)).to.equal('fail');
  });

  it("takes AWS's default of 60 s for an attribute that is absent", async () => {
    await judge(observed(HEALTHY), {}, {});
    expect(asked[0]?.holdForMs).to.equal(67_000);
  });

  it('does not ask AWS when no load balancer is named', async () => {
    const world = worldOf({sse: sseProbe(async () => observed(HEALTHY))});
    const params = streamHolds.params.parse({url: STREAM_URL, holdFor: '60s'});
    expect((await streamHolds.run(params, world)).status).to.equal('pass');
  });

  it('holds past the default where AWS cannot be asked: a failure stands, a pass proves nothing', async () => {
    const denied = new AwsRefusal('elasticloadbalancing:DescribeLoadBalancers', 'AccessDenied', 'denied', 'grant it');
    expect(await judge(observed(HEALTHY), {}, denied).catch((thrown: unknown) => thrown)).to.equal(denied);
    expect(asked[0]?.holdForMs).to.equal(67_000);
    const cut = {...HEALTHY, end: 'reset', endAtMs: 50_000} as const;
    expect(await said(observed(cut), {}, denied)).to.equal('fail');
    expect(await said(observed(HEALTHY), {holdFor: '60s'}, denied)).to.equal('pass');
  });

  describe('when this process was not there all the time', () => {
    const observer = {gaps: [{fromMs: 1000, toMs: 4000}], awayMs: 2980, suspendedMs: 0};
    const away = (answer: Partial<StreamAnswer>, params: Record<string, unknown>, differing: object = {}) =>
      said({...observed(answer), observer: {...observer, ...differing}}, params);
    const cut = {...spokenAt([21]), end: 'truncated', endAtMs: 4000} as const;

    it('cannot tell of a cut that came before the end of the hold or after it', async () => {
      expect(await away(cut, {holdFor: '3s'})).to.contain(
        'this machine was not scheduled for 3 s of those 4 s, so it is not known whether it stays open for 3 s',
      );
    });

    it('tells of one that came before the end in any case, and of a stream that spoke after it', async () => {
      expect(await away(cut, {holdFor: '5s'})).to.equal('fail');
      expect(await away(spokenAt([21, 4300]), {holdFor: '3s'})).to.equal('pass');
    });

    it('cannot tell of a silence that may be its own', async () => {
      const silence = {...HEALTHY, longestSilenceMs: 3000, silenceAtLeastMs: 1000, silenceAtMostMs: 4000};
      const params = {holdFor: '60s', heartbeatWithin: '2500ms'};
      expect(await away(silence, params)).to.contain('whether it was ever silent for more than 2.5 s');
      expect(await away({...silence, silenceAtLeastMs: 2600}, params)).to.equal('fail');
      expect(await away({...silence, silenceAtMostMs: 2500}, params)).to.equal('pass');
    });

    it('cannot tell of a first byte that it may have seen late', async () => {
      const late = {...HEALTHY, firstByteAtMs: 4000, firstEventAtMs: 4000};
      expect(await away(late, {holdFor: '60s', firstByteWithin: '2s'})).to.contain('the first byte comes within 2 s');
    });

    it('fails what is wrong whatever the time, and can tell nothing of a time in which the machine was asleep', async () => {
      expect(await away({...cut, status: 500}, {holdFor: '3s'})).to.equal('fail');
      expect(await away(HEALTHY, {holdFor: '60s'}, {suspendedMs: 60_000})).to.contain('was suspended for 1 min');
    });
  });

  it('is exact about headers, the first byte, the first event and the heartbeat', async () => {
    const params = {heartbeatWithin: '15s'};
    const inTime = {...HEALTHY, headersAtMs: 5000, firstByteAtMs: 5000, firstEventAtMs: 10_000};
    expect(await said(observed(inTime), params)).to.equal('pass');
    for (const late of [
      {headersAtMs: 15_001, firstByteAtMs: 15_001},
      {firstByteAtMs: 5001},
      {firstEventAtMs: 10_001},
      {longestSilenceMs: 15_001},
    ]) {
      expect(await said(observed({...inTime, ...late}), params), JSON.stringify(late)).to.equal('fail');
    }
  });

  it('expects an event, or a byte, or headers only', async () => {
    const nothing = spokenAt([], {endAtMs: 67_020, end: 'silent'});
    const comments = {...HEALTHY, events: 0, comments: 6, firstEventAtMs: null};
    expect(await said(observed(comments))).to.equal('fail');
    expect(await said(observed(comments), {expect: 'byte'})).to.equal('pass');
    expect(await said(observed(comments), {headers: {'Mcp-Session-Id': 'a'}})).to.equal('pass');
    expect(await said(observed(nothing), {expect: 'byte'})).to.equal('fail');
    expect(await said(observed(nothing), {expect: 'headers'})).to.equal('pass');
  });

  it('cannot tell of a byte that it did not wait for', async () => {
    const nothing = spokenAt([], {endAtMs: 3020, end: 'silent'});
    const verdict = await said(observed(nothing), {expect: 'byte', holdFor: '3s'});
    expect(verdict).to.contain('open as far as this side can see, but silent from the start, for 3 s');
    expect(verdict).to.contain('the first byte may take 5 s (firstByteWithin)');
  });

  it('fails when headers came and then nothing, with who may have kept the rest', async () => {
    const verdict = await judge(observed(spokenAt([], {endAtMs: 67_020, end: 'silent'})));
    expect(verdict.summary).to.contain('no first byte came, not within 5 s');
    expect(verdict.candidates?.map(({cause}) => cause)).to.have.length(2);
    expect(verdict.fix).to.contain('straight at the server');
  });

  it('names the look that differs, and says what is alike once', async () => {
    const world = worldOf({
      sse: sseProbe(
        async ({protocol, coding}) =>
          observed(
            coding === 'identity'
              ? HEALTHY
              : {...HEALTHY, end: 'reset', endMessage: 'ECONNRESET', endAtMs: protocol === 'h2' ? 30_020 : 30_050},
          ),
        ['h2', 'http/1.1'],
      ),
    });
    const params = streamHolds.params.parse({url: STREAM_URL, holdFor: '60s'});
    const {summary} = await streamHolds.run(params, world);
    expect(summary).to.contain(
      "over HTTP/2 with a browser's Accept-Encoding and over HTTP/1.1 with a browser's Accept-Encoding: ended 30 s after",
    );
    expect(summary.match(/ended 30 s after/g)).to.have.length(1);
  });

  it('names the looks that were cut by as little as parts them from the others', async () => {
    const cutWhere = async (isCut: (protocol: string, coding: string) => boolean) => {
      const cut = {...HEALTHY, end: 'reset', endMessage: 'ECONNRESET', endAtMs: 30_020} as const;
      const ask = async ({protocol = '', coding = ''}: {protocol?: string; coding?: string}) =>
        observed(isCut(protocol, coding) ? cut : HEALTHY);
      const params = streamHolds.params.parse({url: STREAM_URL, holdFor: '60s'});
      return (await streamHolds.run(params, worldOf({sse: sseProbe(ask, ['h2', 'http/1.1'])}))).summary;
    };
    expect(await cutWhere((protocol) => protocol === 'h2')).to.include(`${STREAM_URL}: over HTTP/2: ended`);
    expect(await cutWhere((protocol, coding) => protocol === 'h2' && coding === 'identity')).to.include(
      `${STREAM_URL}: over HTTP/2 with Accept-Encoding: identity: ended`,
    );
    expect(await cutWhere((protocol, coding) => protocol === 'h2' || coding === 'browser')).to.include(
      `${STREAM_URL}: over HTTP/2 and over HTTP/1.1 with a browser's Accept-Encoding: ended`,
    );
    expect(await cutWhere(() => true)).to.include(`${STREAM_URL}: ended`);
  });

  it('takes a proper end for a cut where another look was cut', async () => {
    const cut = spokenAt(every(300, 21, 1521), {end: 'truncated', endMessage: 'other side closed', endAtMs: 1530});
    const world = worldOf({
      sse: sseProbe(
        async ({protocol}) => observed(protocol === 'h2' ? {...cut, end: 'complete'} : cut),
        ['h2', 'http/1.1'],
      ),
    });
    const verdict = await streamHolds.run(streamHolds.params.parse({url: STREAM_URL, holdFor: '6s'}), world);
    expect(verdict.summary).not.to.contain('by the server right after');
    expect(verdict.fix).not.to.contain('generator');
  });

  it('cannot tell of a session whose one stream this item itself has open already', async () => {
    const conflict = {
      status: 409,
      headers: {'content-type': 'application/json'},
      sniff: '{"error":{"message":"Conflict: Only one SSE stream is allowed per session"}}',
    };
    const world = worldOf({sse: sseProbe(async ({coding}) => observed(coding === 'browser' ? conflict : HEALTHY))});
    const judged = (params: object) =>
      streamHolds.run(streamHolds.params.parse({url: STREAM_URL, holdFor: '60s', ...params}), world);
    const thrown: unknown = await judged({}).catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(CannotTell);
    expect((thrown as CannotTell).message).to.contain('allows one stream for a session');
    expect((await judged({codings: ['browser']})).status).to.equal('fail');
  });

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

  it('cannot tell of a pass when the idle timeout is not a number', async () => {
    expect(await said(observed(HEALTHY), {}, {'idle_timeout.timeout_seconds': 'off'})).to.contain('idle_timeout');
  });

  it('lets a time-out through to the runner', async () => {
    const gone = new NoAnswer(STREAM_URL, 'headers', 'nothing came');
    const world = worldOf({sse: sseProbe(() => Promise.reject(gone))});
    const params = streamHolds.params.parse({url: STREAM_URL, holdFor: '60s'});
    expect(await streamHolds.run(params, world).catch((error: unknown) => error)).to.equal(gone);
  });

  it('wants a load balancer with past-idle, a duration otherwise, and a time to hold at all', () => {
    const messages = (params: object) => streamHolds.params.safeParse({url: STREAM_URL, ...params}).error?.issues;
    expect(messages({holdFor: 'past-idle'})?.[0]).to.deep.include({path: ['alb']});
    expect(messages({holdFor: '60'})?.[0]?.message).to.contain('neither past-idle nor a duration');
    expect(messages({holdFor: '0ms'})?.[0]?.message).to.contain('longer than nothing');
    expect(messages({holdFor: '60s', heartbeat: '1s'})).to.have.length(1);
  });
});
