import {expect} from 'chai';
import {openFactSource} from '../../../src/app/fact-source.ts';
import type {Place} from '../../../src/cli/operator/find-subject.ts';
import type {SseFlags} from '../../../src/cli/operator/operator-flags.ts';
import {holdOf} from '../../../src/cli/operator/sse-hold.ts';
import {type AwsWorld, HEALTHY, recordingOf} from '../../../src/lab/aws-world.ts';
import type {LabWorld} from '../../../src/lab/start.ts';
import {MCP_HOST, RECORDED_AT} from '../../../src/lab/worlds/names.ts';
import {UsageError} from '../../../src/model/errors.ts';
import type {Recording} from '../../../src/model/facts/fact-store.ts';
import {ACCOUNTS} from '../../support/healthy-resources.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const HEALTHY_IDLE_MS = Number(HEALTHY.loadBalancerAttributes['idle_timeout.timeout_seconds']) * 1000;

interface Given {
  readonly flags?: Partial<SseFlags>;
  readonly aws?: Partial<AwsWorld>;
  /** Nothing at all is recorded: AWS does not say anything. */
  readonly isSilent?: boolean;
}

async function hold(url: string, {flags = {}, aws = {}, isSilent = false}: Given = {}) {
  const all = recordingOf({...HEALTHY, ...aws}, RECORDED_AT);
  const recording: Recording = isSilent ? {...all, facts: {}} : all;
  const world = {recording, now: new Date(RECORDED_AT), ca: ''} as LabWorld;
  const factSource = openFactSource({mode: 'lab', world}, {secrets: [], record: false});
  const scope = {
    accounts: ACCOUNTS,
    dnsAccounts: ['dns'],
    zones: [],
    loadBalancerAccounts: ['platform'],
    loadBalancer: null,
    services: [],
  };
  const place: Place = {factSource, scope, lender: null, flags: flags as Place['flags'], timeoutMs: 20_000};
  return await holdOf(new URL(url), flags as SseFlags, place);
}

const STREAM = `https://${MCP_HOST}/sse`;
const OUTSIDE = 'https://stream.example.com/sse';

describe('how long a stream is held', () => {
  it('is past the idle timeout of the load balancer that the record names', async () => {
    const found = await hold(STREAM);
    expect(found).to.deep.include({holdFor: 'past-idle', idleTimeoutMs: HEALTHY_IDLE_MS, remark: null});
    expect(found.alb).to.match(/central-alb-.*:443$/);
    expect(found.found).to.deep.equal({alb: {account: 'platform', region: 'eu-central-1'}});
  });

  it('is past that of the load balancer that was named', async () => {
    const named = {flags: {alb: 'central-alb'}};
    expect(await hold(OUTSIDE, named)).to.deep.include({
      holdFor: 'past-idle',
      alb: 'central-alb',
      idleTimeoutMs: HEALTHY_IDLE_MS,
    });
  });

  it('is past the default of load balancers where none is found, and the run says why', async () => {
    for (const [url, why] of [
      [OUTSIDE, 'zone'],
      ['http://localhost:8000/sse', 'localhost is not a name that DNS has'],
      ['http://127.0.0.1:8000/sse', '127.0.0.1 is not a name that DNS has'],
    ] as const) {
      const found = await hold(url);
      expect(found, url).to.deep.include({holdFor: '67s', alb: null, idleTimeoutMs: null});
      expect(found.remark, url).to.match(/^held for 1 min 7 s, past the idle timeout .* by default: /);
      expect(found.remark, url).to.include(why);
    }
  });

  it('is the same where AWS says nothing, or nothing of its timeout', async () => {
    expect(await hold(STREAM, {isSilent: true})).to.deep.include({holdFor: '67s', alb: null});
    const unsaid = await hold(STREAM, {aws: {loadBalancerAttributes: {'idle_timeout.timeout_seconds': 'many'}}});
    expect(unsaid).to.deep.include({holdFor: '67s', alb: null});
    expect(unsaid.remark).to.include('did not say its own');
  });

  it('stays past idle where that was asked for: the check then says why it cannot tell', async () => {
    const asked = {flags: {hold: 'past-idle'}} as const;
    expect(await hold(STREAM, {...asked, isSilent: true})).to.deep.include({holdFor: 'past-idle', alb: MCP_HOST});
    expect(
      await hold(STREAM, {...asked, aws: {loadBalancerAttributes: {'idle_timeout.timeout_seconds': 'many'}}}),
    ).to.deep.include({
      holdFor: 'past-idle',
      remark: null,
    });
    const {message} = await thrownBy(hold('http://localhost:8000/sse', asked), UsageError);
    expect(message).to.match(/^--hold past-idle: .*--alb NAME.*--hold 90s/);
  });

  it('is as long as was asked for, without a word to AWS', async () => {
    expect(await hold(STREAM, {flags: {hold: '90s'}, isSilent: true})).to.deep.equal({
      holdFor: '90s',
      alb: null,
      found: {},
      idleTimeoutMs: null,
      remark: null,
    });
    for (const text of ['0s', 'soon', '90', '']) {
      const {message} = await thrownBy(hold(STREAM, {flags: {hold: text}}), UsageError);
      expect(message).to.include('is neither past-idle nor a duration');
    }
  });
});
