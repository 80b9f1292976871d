import {expect} from 'chai';
import {runTrace, type TraceSettings} from '../../src/app/run-trace.ts';
import {HEALTHY} from '../../src/lab/aws-world.ts';
import type {LabSetup} from '../../src/lab/setup.ts';
import {type LabWorld, startWorld} from '../../src/lab/start.ts';
import {API_HOST, MCP_HOST} from '../../src/lab/worlds/names.ts';
import type {ListenerRule} from '../../src/model/facts/aws-facts.ts';
import type {HopKind, TraceLive} from '../../src/model/trace.ts';
import {createPaint} from '../../src/render/style.ts';
import {traceText} from '../../src/render/trace-text.ts';
import {traceMarkdown} from '../../src/reports/trace-markdown.ts';
import {ACCOUNTS, RESOURCES} from '../support/healthy-resources.ts';

/** The WebSocket endpoint, whose answer to an ordinary request comes at once. */
const FORWARDED = 'https://ws.georgi.io/jessica-service/ws';
/** What the host's own rule answers itself. */
const FIXED = `https://${MCP_HOST}/elsewhere`;
const WEBSOCKET = 100;

const SETUP: LabSetup = {aws: HEALTHY, server: {heartbeatMs: 1000}};

function rulesBut(change: (rule: ListenerRule) => readonly ListenerRule[]): readonly ListenerRule[] {
  return HEALTHY.listenerRules.flatMap(change);
}

const WITHOUT_WEBSOCKET = rulesBut((rule) => (rule.priority === WEBSOCKET ? [] : [rule]));

describe('a live trace', () => {
  const running: LabWorld[] = [];

  afterEach(async () => {
    await Promise.all(running.splice(0).map((world) => world.close()));
  });

  async function trace(url: string, setup: Partial<LabSetup> = {}, change: Partial<TraceSettings> = {}) {
    const world = await startWorld('test', {...SETUP, ...setup});
    running.push(world);
    return await traceIn(world, url, change);
  }

  async function traceIn(world: LabWorld, url: string, change: Partial<TraceSettings> = {}) {
    const outcome = await runTrace({
      request: {url: new URL(url), method: 'GET', headers: {}, sourceIp: null},
      scope: {
        accounts: ACCOUNTS,
        dnsAccounts: ['dns'],
        zones: [],
        loadBalancerAccounts: ['platform'],
        loadBalancer: null,
        services: [RESOURCES.service],
      },
      runMode: {mode: 'lab', world},
      timeoutMs: 60_000,
      live: true,
      record: false,
      overrides: [],
      secrets: [],
      ...change,
    });
    const live = outcome.document.live;
    if (live === undefined) throw new Error('the wire was not asked');
    return {...outcome, live};
  }

  const statusOf = ({hops}: TraceLive, kind: HopKind) => hops.find((hop) => hop.kind === kind)?.status;
  const seenOf = ({hops}: TraceLive, kind: HopKind) => hops.find((hop) => hop.kind === kind)?.seen ?? '';

  it('sees what is configured, at each address', async () => {
    const {live, document} = await trace(FIXED);
    expect(statusOf(live, 'record')).to.equal('as-configured');
    expect(seenOf(live, 'record')).to.equal('127.0.0.1, 127.0.0.2, 127.0.0.3');
    expect(statusOf(live, 'way-in')).to.equal('as-configured');
    expect(statusOf(live, 'listener')).to.equal('as-configured');
    expect(statusOf(live, 'certificate')).to.equal('as-configured');
    expect(statusOf(live, 'rules')).to.equal('as-configured');
    expect(seenOf(live, 'rules')).to.equal('404 of awselb/2.0');
    expect(live.firstDiffering).to.equal(null);
    // The rule answers itself: that is so, and it is broken.
    expect(document.verdict).to.equal('broken');
  });

  it('does not take a target that answers for one of the group that is meant, where rules lead to others', async () => {
    const {live, document} = await trace(FORWARDED);
    expect(document.verdict).to.equal('ok');
    expect(statusOf(live, 'rules')).to.equal('as-configured');
    expect(statusOf(live, 'target-group')).to.equal('unknown');
    expect(live.verdict).to.equal('unknown');
    expect(live.conclusion).to.include('target group').and.include('Nothing that was seen on the wire differs');
    expect(live.notVisible).to.include('zone').and.include('tasks');
  });

  it('names the rules where AWS says one thing and the wire another', async () => {
    const rules = rulesBut((rule) => (typeof rule.priority === 'number' ? [] : [rule]));
    const {live} = await trace(FORWARDED, {rulesInForce: rules});
    expect(live.firstDiffering).to.equal('rules');
    expect(seenOf(live, 'rules')).to.match(/^404.*, as .*the default rule \(fixed response 404\) answers$/);
    expect(live.conclusion).to.include('The wire first differs at the rules');
  });

  it('names the address that routes by other rules than the rest', async () => {
    const fixed = rulesBut((rule) => (rule.priority === 'default' ? [rule] : []));
    const {live} = await trace(FORWARDED, {oddAddress: {is: 'routing-by', rules: fixed}});
    expect(live.firstDiffering).to.equal('rules');
    expect(seenOf(live, 'rules')).to.match(/at 127\.0\.0\.3; forwarded: .* at 127\.0\.0\.1, 127\.0\.0\.2$/);
  });

  it('names the address that refuses, and the one that is silent', async () => {
    const refusing = await trace(FIXED, {oddAddress: {is: 'refusing'}});
    expect(refusing.live.firstDiffering).to.equal('way-in');
    expect(seenOf(refusing.live, 'way-in')).to.equal(
      'the connection was refused at 127.0.0.3; connections are made at 127.0.0.1, 127.0.0.2',
    );
    const silent = await trace(FIXED, {oddAddress: {is: 'silent'}});
    expect(silent.live.firstDiffering).to.equal('listener');
    expect(seenOf(silent.live, 'listener')).to.include('the TLS handshake is not answered, as it is at 127.0.0.1');
  });

  it('names the certificate that is another at one address', async () => {
    const dates = {notBefore: '2024-01-01T00:00:00.000Z', notAfter: '2025-01-01T00:00:00.000Z'};
    const {live} = await trace(FIXED, {oddAddress: {is: 'presenting', dates}});
    expect(live.firstDiffering).to.equal('certificate');
    expect(seenOf(live, 'certificate')).to.match(/expired.* at 127\.0\.0\.3/);
    const anew = await trace(FIXED, {oddAddress: {is: 'presenting'}});
    expect(anew.live.firstDiffering).to.equal('certificate');
    expect(seenOf(anew.live, 'certificate')).to.match(/^[^;]*serial \w+ at 127\.0\.0\.3;/);
    // Of the same names, but not the one that ACM has: it may be the one before a renewal.
    const {live: before} = await trace(FIXED, {presents: {}});
    expect(statusOf(before, 'certificate')).to.equal('unknown');
    const names = ['other.example.com'];
    const other = await trace(FIXED, {oddAddress: {is: 'presenting', names}});
    expect(seenOf(other.live, 'certificate')).to.include(`does not cover ${MCP_HOST}`);
  });

  it('names the record where the name leads elsewhere, or nowhere', async () => {
    const world = await startWorld('test', SETUP);
    running.push(world);
    const elsewhere = (addresses: readonly string[]): LabWorld => ({
      ...world,
      resolveName: async (name) => (name === MCP_HOST ? addresses : world.resolveName(name)),
    });
    const odd = await traceIn(elsewhere(['127.0.0.1', '127.0.0.9']), FIXED);
    expect(odd.live.firstDiffering).to.equal('record');
    expect(seenOf(odd.live, 'record')).to.include('127.0.0.9 is none of them');
    const none = await traceIn(elsewhere([]), FIXED);
    expect(none.live.firstDiffering).to.equal('record');
    expect(none.live.hops.map(({kind}) => kind)).to.deep.equal(['record']);
  });

  it('takes nothing that answers for the load balancer where the address may be another machine', async () => {
    const world = await startWorld('test', SETUP);
    running.push(world);
    const ofLoadBalancer = new RegExp(`^${HEALTHY.loadBalancer.name}-`);
    const elsewhere: LabWorld = {
      ...world,
      resolveName: async (name) => (ofLoadBalancer.test(name) ? ['192.0.2.1'] : world.resolveName(name)),
    };
    const {live} = await traceIn(elsewhere, FORWARDED);
    expect(live.firstDiffering).to.equal('record');
    for (const kind of ['way-in', 'listener', 'rules', 'target-group'] as const) {
      expect(statusOf(live, kind), kind).to.equal('unknown');
    }
    expect(seenOf(live, 'rules')).to.include('at an address that is not known to be the load balancer');
    // Its own answer is: no target writes that it is the load balancer.
    expect(statusOf((await traceIn(elsewhere, FIXED)).live, 'rules')).to.equal('as-configured');
  });

  it('knows API Gateway by its request id, and sees nothing behind it', async () => {
    const {live} = await trace(`https://${API_HOST}/jessica-service/api/v1/status`);
    expect(statusOf(live, 'api-domain')).to.equal('as-configured');
    expect(seenOf(live, 'api-domain')).to.match(/^through API Gateway: x-amz-apigw-id: /);
    expect(statusOf(live, 'api-route')).to.equal('as-configured');
    expect(live.notVisible).to.include('vpc-link').and.include('rules');
  });

  it('asks nothing where there is no way to compare it with', async () => {
    const {live} = await trace('https://elsewhere.example.org/');
    expect(live).to.deep.include({verdict: 'unknown', firstDiffering: null});
    expect(live.hops.map(({kind}) => kind)).to.deep.equal(['record']);
    const pointed = await trace(
      'https://elsewhere.example.org/',
      {},
      {
        runMode: {
          mode: 'live',
          ca: null,
          overrides: {
            endpointUrl: 'http://127.0.0.1:1',
            resolve: ['*:443:127.0.0.1'],
            connectTo: [],
            caFile: null,
            dnsServer: [],
          },
        },
        timeoutMs: 2000,
      },
    );
    expect(pointed.live.conclusion).to.include('The wire was not asked');
  });

  it('follows a WebSocket by its handshake', async () => {
    const {live, document} = await trace('wss://ws.georgi.io/jessica-service/ws');
    expect(document.request.url).to.equal('wss://ws.georgi.io/jessica-service/ws');
    expect(document.request.scheme).to.equal('https');
    expect(document.request.headers).to.include({Upgrade: 'websocket'});
    expect(statusOf(live, 'listener')).to.equal('as-configured');
    expect(seenOf(live, 'rules')).to.equal('forwarded: 101');
  });

  it('is recorded and replayed, with the same to say', async () => {
    const {document, recording} = await trace(FORWARDED, {}, {record: true});
    if (recording === null) throw new Error('nothing was recorded');
    const replayed = await traceIn(running[0] as LabWorld, FORWARDED, {
      runMode: {mode: 'replay', recording: JSON.parse(JSON.stringify(recording)), file: 'recording.json'},
    });
    expect(replayed.live).to.deep.equal(document.live);
  });

  it('shows both side by side, in no more columns than there are', async () => {
    const {document} = await trace(FORWARDED, {rulesInForce: WITHOUT_WEBSOCKET, oddAddress: {is: 'refusing'}});
    const lines = traceText(document, createPaint(false), 80).split('\n');
    const from = lines.findIndex((line) => line.startsWith('On the wire'));
    expect(lines[from]).to.match(/^On the wire {5}configured {23}seen$/);
    for (const line of lines.slice(from)) expect(line.length, line).to.be.at.most(80);
    expect(traceMarkdown(document)).to.include('| hop | configured | seen | to do |');
  });
});
