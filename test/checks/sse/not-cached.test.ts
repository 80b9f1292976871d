import {expect} from 'chai';
import {notCached} from '../../../src/checks/sse/not-cached.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {NEVER_AWAY} from '../../../src/model/facts/observer.ts';
import type {Framing} from '../../../src/model/facts/wire/framing.ts';
import type {StreamAnswer, StreamObservation} from '../../../src/model/facts/wire/stream.ts';
import {FRAMING, observed, STREAM_URL, sseProbe, streamRefused, worldOf} from '../../support/wire-facts.ts';

const TYPE = {'content-type': 'text/event-stream'};

function judge(observation: StreamObservation) {
  return notCached.run(notCached.params.parse({url: STREAM_URL}), worldOf({sse: sseProbe(async () => observation)}));
}

const withHeaders = (headers: Record<string, string>) => judge(observed({headers: {...TYPE, ...headers}}));

type Clock = NonNullable<Framing['serverClock']>;

function withClock(clock: Partial<Clock>, differing: Partial<StreamAnswer> = {}, suspendedMs = 0) {
  const serverClock = {
    firstMs: 0,
    lastMs: 0,
    firstAtMs: 20,
    lastAtMs: 20,
    source: 'measuring event',
    ...clock,
  } as Clock;
  const observation = observed({framing: {...FRAMING, serverClock}, ...differing});
  return judge({...observation, observer: {...NEVER_AWAY, suspendedMs}});
}

describe('sse/not-cached', () => {
  it('passes where nothing says so, and says whether it may be kept', async () => {
    const silent = await withHeaders({});
    expect(silent.status).to.equal('pass');
    expect(silent.summary).to.include('there is no Cache-Control, without no-store');
    expect((await withHeaders({'cache-control': 'no-cache'})).summary).to.include('Cache-Control is no-cache, without');
    expect((await withHeaders({'cache-control': 'No-Store, no-cache'})).summary).to.match(/; Cache-Control: no-store$/);
  });

  const HITS: readonly Record<string, string>[] = [
    {age: '93'},
    {age: '1'},
    {'x-cache': 'HIT'},
    {'x-cache': 'Hit from cloudfront'},
    {'x-cache': 'RefreshHit from cloudfront'},
    {'x-cache': 'HIT, MISS'},
    {'x-cache': 'TCP_MEM_HIT from a23-1-2-3.deploy.akamaitechnologies.com'},
    {'x-cache-hits': '0, 3'},
    {'x-cache-status': 'HIT'},
    {'x-cache-status': 'STALE'},
    {'x-proxy-cache': 'HIT'},
    {'x-vercel-cache': 'STALE'},
    {'x-litespeed-cache': 'hit'},
    {'cf-cache-status': 'HIT'},
    {'cf-cache-status': 'REVALIDATED'},
    {'cdn-cache': 'HIT'},
    {'cache-status': 'Origin; fwd=miss, Edge; hit; ttl=30'},
    {'cache-status': 'Souin;hit'},
    {'x-varnish': '32770 3'},
    {'server-timing': 'cdn-cache; desc=HIT, edge; dur=1'},
    {'server-timing': 'cdn-cache-hit,cdn-pop;desc="FRA1"'},
  ];
  for (const headers of HITS) {
    it(`fails on ${JSON.stringify(headers)}`, async () => {
      const verdict = await withHeaders(headers);
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.include('comes from a cache');
      expect(verdict.fix).to.include('no-store');
    });
  }

  const MISSES: readonly Record<string, string>[] = [
    {age: '0'},
    {age: 'soon'},
    {'x-cache': 'Miss from cloudfront'},
    {'x-cache': 'MISS, MISS'},
    {'x-cache': 'TCP_MISS from a'},
    {'x-cache': 'HIT-FOR-PASS'},
    {'x-cache-hits': '0'},
    {'x-cache-status': 'EXPIRED'},
    {'cf-cache-status': 'DYNAMIC'},
    {'cache-status': 'Edge; fwd=uri-miss; stored'},
    {'x-varnish': '32770'},
    {'server-timing': 'redis;desc="cache hit", cdn-cache; desc=MISS'},
    {'x-white-list': 'hit'},
  ];
  for (const headers of MISSES) {
    it(`passes on ${JSON.stringify(headers)}`, async () => {
      expect((await withHeaders(headers)).status).to.equal('pass');
    });
  }

  it('fails on events that were sent before they were asked for, to the boundary', async () => {
    const slack = 2000;
    const lastAtMs = 10_000;
    const most = lastAtMs * 1.01 + slack;
    expect((await withClock({lastMs: most, lastAtMs})).status).to.equal('pass');
    const old = await withClock({lastMs: most + 1, lastAtMs});
    expect(old.status).to.equal('fail');
    expect(old.summary).to.include('they are of another request');
    const pings = await withClock({firstMs: 0, lastMs: most + 1, lastAtMs, source: 'ping comment'});
    expect(pings.status).to.equal('fail');
  });

  it('fails on a heartbeat that is older than the answer says it is, to the boundary', async () => {
    const date = 'Sun, 22 Nov 2026 12:02:00 GMT';
    const at = (text: string) => Date.parse(text);
    const ping = (text: string) =>
      withClock(
        {firstMs: at(text), lastMs: at(text), firstAtMs: 15_020, lastAtMs: 15_020, source: 'ping comment'},
        {headers: {...TYPE, date}},
      );
    expect((await ping('2026-11-22T12:01:15Z')).status).to.equal('pass');
    const old = await ping('2026-11-22T12:01:14.999Z');
    expect(old.status).to.equal('fail');
    expect(old.summary).to.include('it is an old one');
  });

  it('cannot tell the age of events from a machine that was asleep', async () => {
    const thrown = await withClock({lastMs: 90_000}, {}, 60_000).catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(CannotTell);
    expect((thrown as CannotTell).message).to.include('how old its events are');
  });

  it('says of a page from a cache that it is from there', async () => {
    const page = await judge(
      observed({status: 404, headers: {'content-type': 'text/html', age: '9'}, sniff: '<html>'}),
    );
    expect(page.summary).to.include('Age: 9');
  });

  it('fails on what is no event stream, and on a refusal', async () => {
    expect((await judge(observed({status: 503}))).summary).to.include('503');
    const refusal = {kind: 'refused', code: 'ECONNREFUSED', message: 'the connection was refused'} as const;
    expect((await judge(streamRefused(refusal))).status).to.equal('fail');
  });
});
