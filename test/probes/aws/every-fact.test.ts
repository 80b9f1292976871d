import {expect} from 'chai';
import {HEALTHY, recordingOf} from '../../../src/lab/aws-world.ts';
import {RECORDED_AT} from '../../../src/lab/worlds/names.ts';
import {AwsRefusal, CannotTell} from '../../../src/model/errors.ts';
import {type AwsFacts, FACT_ACTIONS} from '../../../src/model/facts/aws-facts.ts';
import type {FactStore} from '../../../src/model/facts/fact-store.ts';
import {KnownSecrets} from '../../../src/model/text/secrets/known-secrets.ts';
import {type Aws, createAws} from '../../../src/probes/aws/create-aws.ts';
import {liveFacts, recordFacts, replayFacts} from '../../../src/probes/facts.ts';
import {PLATFORM, type PlainFacts, refusedWith, sleeplessClock} from '../../support/aws-answers.ts';
import {healthCheckOf} from '../../support/aws-facts.ts';
import {ACCOUNTS, RESOURCES} from '../../support/healthy-resources.ts';
import {actionOf, EVERY_FACT, playSdkWorld, type SdkWorld, WITHIN} from '../../support/sdk-world/play.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const HOSTS_WATCHED =
  'Minimum of AWS/ApplicationELB HealthyHostCount (LoadBalancer = app/central-alb/50dc6c495c0c9188, TargetGroup = targetgroup/jessica-service-sse/73e2d6bc24d8a067) LessThanThreshold 1, 3 periods of 60 s';

/** The healthy world, with a list of addresses that no group of it names and a health check that no record has. */
const WORLD = {
  ...HEALTHY,
  prefixLists: {'pl-1': ['10.0.0.0/8']},
  zonesOfVpcs: {'vpc-1': [{id: 'ZELSEWHERE', name: 'georgi.io', owner: '999999999999'}]},
  healthChecks: [
    healthCheckOf(
      'hc-1',
      {alarm: {name: HEALTHY.alarms[0]?.name ?? '', region: 'eu-central-1', watches: null}},
      {alarm: {state: 'OK', watches: HOSTS_WATCHED}},
    ),
  ],
};

describe('every AWS fact', () => {
  let sdk: SdkWorld;
  let sent: string[];
  let refuse: string | null;
  let caller: object | null;

  beforeEach(() => {
    sent = [];
    refuse = null;
    caller = null;
    sdk = playSdkWorld(WORLD, async (call, asAws) => {
      if (call.service === 'sts') return caller ?? asAws();
      sent.push(actionOf(call), ...(WITHIN[actionOf(call)] ?? []));
      if (actionOf(call) === refuse) throw refusedWith('AccessDenied');
      return asAws();
    });
  });

  afterEach(() => sdk.restore());

  it('is played', () => {
    expect(Object.keys(EVERY_FACT).sort()).to.deep.equal(Object.keys(FACT_ACTIONS).sort());
  });

  describe('uses exactly the IAM actions that the model declares', () => {
    for (const [fact, ask] of Object.entries(EVERY_FACT)) {
      const actions = FACT_ACTIONS[fact as keyof AwsFacts];

      it(fact, async () => {
        await ask(probe().facts);
        // Both APIs of API Gateway are asked at once, with one action for all that can be read.
        expect([...new Set(sent)].sort()).to.deep.equal([...actions].sort());
      });

      for (const action of actions) {
        if (Object.values(WITHIN).flat().includes(action)) continue;
        it(`${fact}, and names ${action} when it is refused`, async () => {
          refuse = action;
          const refusal = await thrownBy(ask(probe().facts), AwsRefusal);
          expect(refusal.action).to.equal(action);
          expect(refusal.fix).to.include(`grant ${action}`);
        });
      }
    }
  });

  it('is what the lab has recorded of the same world, under the same key', async () => {
    const recorder = recordFacts(liveFacts(sleeplessClock()), new KnownSecrets());
    const {facts} = probe(recorder);
    for (const ask of Object.values(EVERY_FACT)) await ask(facts);
    const recorded = recorder.recording(new Date(RECORDED_AT), 'test').facts;
    const lab = recordingOf(WORLD, RECORDED_AT).facts;
    // What the lab is not asked for: who we are in the account of DNS.
    const {'aws:dns:caller': _caller, ...known} = JSON.parse(JSON.stringify(recorded));
    for (const [key, fact] of Object.entries(known)) {
      // A digest is another one each time; that they are of the same value is what the check asks.
      if (key.includes(':environmentDigest:')) expect(fact).to.have.property('value').that.includes('scrypt$');
      else expect(fact, key).to.deep.equal(lab[key]);
    }
  });

  it('is replayed as it was recorded, and no client is asked', async () => {
    const recorder = recordFacts(liveFacts(sleeplessClock()), new KnownSecrets());
    const live = probe(recorder);
    for (const ask of Object.values(EVERY_FACT)) await ask(live.facts);
    const recording = JSON.parse(JSON.stringify(recorder.recording(new Date(RECORDED_AT), 'test')));
    const replayed = probe(replayFacts(recording));
    for (const ask of Object.values(EVERY_FACT)) {
      expect(await ask(replayed.facts)).to.deep.equal(await ask(live.facts));
    }
    expect(replayed.aws.calls()).to.deep.equal({});
  });

  it('is stored by account, and by region where one is known', async () => {
    const recorder = recordFacts(liveFacts(sleeplessClock()), new KnownSecrets());
    const {facts} = probe(recorder, {...RESOURCES, other: {...RESOURCES.alb, account: 'default'}});
    await facts.loadBalancer('alb');
    await facts.loadBalancer('other');
    expect(Object.keys(recorder.recording(new Date(RECORDED_AT), 'test').facts)).to.have.members([
      'aws:default:caller',
      'aws:default:default:loadBalancers',
      'aws:platform:caller',
      'aws:platform:eu-central-1:loadBalancers',
    ]);
  });

  it('says nothing about an account that we are not in', async () => {
    caller = {Account: '999999999999', Arn: 'arn:aws:iam::999999999999:user/me'};
    const {aws, facts} = probe(undefined, RESOURCES, {platform: PLATFORM, dns: {...PLATFORM, name: 'dns'}});
    for (const ask of Object.values(EVERY_FACT)) {
      const thrown = await thrownBy(ask(facts), CannotTell);
      expect(thrown.message).to.match(
        /^account (platform|dns): the credentials are those of account 999999999999 \(arn:aws:iam::999999999999:user\/me\), not of 444444444444$/,
      );
    }
    expect(aws.calls()).to.deep.equal({sts: 2});
    const request = {signal: new AbortController().signal, notBefore: Number.NEGATIVE_INFINITY};
    expect(await aws.caller('platform', request), 'any caller').to.have.property('id', '999999999999');
  });

  it('is looked up once, however many ask at a time or later', async () => {
    const {aws, facts} = probe();
    const askAll = () => Promise.all(Object.values(EVERY_FACT).map((ask) => ask(facts)));
    await Promise.all([askAll(), askAll()]);
    const calls = aws.calls();
    await askAll();
    expect(aws.calls()).to.deep.equal(calls);
    expect(sent.filter((action) => action === 'ec2:DescribeSubnets')).to.have.length(1);
  });
});

function probe(
  store: FactStore = liveFacts(sleeplessClock()),
  resources: Parameters<typeof createAws>[0]['resources'] = RESOURCES,
  accounts: Parameters<typeof createAws>[0]['accounts'] = ACCOUNTS,
): {readonly aws: Aws; readonly facts: PlainFacts} {
  const aws = createAws({accounts, resources, store, clock: sleeplessClock()});
  const signal = new AbortController().signal;
  return {aws, facts: aws.facts({signal, factsNotBefore: Number.NEGATIVE_INFINITY}) as PlainFacts};
}
