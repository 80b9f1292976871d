import {GetCallerIdentityCommand} from '@aws-sdk/client-sts';
import {expect} from 'chai';
import {AwsRefusal, CannotTell} from '../../../src/model/errors.ts';
import {type AwsFacts, FACT_ACTIONS} from '../../../src/model/facts/aws-facts.ts';
import {refTo} from '../../../src/model/resource-ref.ts';
import {createAws} from '../../../src/probes/aws/create-aws.ts';
import {liveFacts, recordFacts, replayFacts} from '../../../src/probes/facts.ts';
import {
  CALLER,
  mockedSdk,
  PLATFORM,
  type PlainFacts,
  probe,
  RESOURCES,
  refusedWith,
  sleeplessClock,
} from '../../support/aws-answers.ts';
import {PLAYED_ACM} from '../../support/played-aws/acm.ts';
import {PLAYED_APIGATEWAY} from '../../support/played-aws/apigateway.ts';
import {PLAYED_CLOUDWATCH} from '../../support/played-aws/cloudwatch.ts';
import {PLAYED_EC2} from '../../support/played-aws/ec2.ts';
import {PLAYED_ECS} from '../../support/played-aws/ecs.ts';
import {PLAYED_ELBV2} from '../../support/played-aws/elbv2.ts';
import {PLAYED_ROUTE53} from '../../support/played-aws/route53.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const SERVICES = [
  PLAYED_ACM,
  PLAYED_APIGATEWAY,
  PLAYED_CLOUDWATCH,
  PLAYED_EC2,
  PLAYED_ECS,
  PLAYED_ELBV2,
  PLAYED_ROUTE53,
];

describe('every AWS fact', () => {
  const sdk = mockedSdk();

  beforeEach(() => {
    sdk.reset();
    for (const service of SERVICES) service.answer(sdk);
  });

  after(() => sdk.restore());

  const everyFact: {readonly [F in keyof AwsFacts]: (facts: PlainFacts) => Promise<unknown>} = {
    ...PLAYED_ACM.asks,
    ...PLAYED_APIGATEWAY.asks,
    ...PLAYED_CLOUDWATCH.asks,
    ...PLAYED_EC2.asks,
    ...PLAYED_ECS.asks,
    ...PLAYED_ELBV2.asks,
    ...PLAYED_ROUTE53.asks,
  };

  describe('uses exactly the IAM actions that the model declares', () => {
    for (const [fact, ask] of Object.entries(everyFact)) {
      const actions = FACT_ACTIONS[fact as keyof AwsFacts];

      it(fact, async () => {
        await ask(probe().facts);
        expect(SERVICES.flatMap((service) => service.sent(sdk)).sort()).to.deep.equal([...actions].sort());
      });

      for (const action of actions) {
        it(`${fact}, and names ${action} when it is refused`, async () => {
          for (const service of SERVICES) service.refuse[action]?.(sdk, refusedWith('AccessDenied'));
          const refusal = await thrownBy(ask(probe().facts), AwsRefusal);
          expect(refusal.action).to.equal(action);
          expect(refusal.fix).to.include(`grant ${action}`);
        });
      }
    }
  });

  it('is stored under the key that recordings are written by', async () => {
    const clock = sleeplessClock();
    const recorder = recordFacts(liveFacts(clock), (text) => text);
    const accounts = {platform: PLATFORM};
    const resources = {...RESOURCES, other: {...RESOURCES.alb, account: 'default'}};
    const live = createAws({accounts, resources, store: recorder, clock});
    const context = {signal: new AbortController().signal, factsNotBefore: Number.NEGATIVE_INFINITY};
    for (const ask of Object.values(everyFact)) await ask(live.facts(context) as PlainFacts);
    await live.facts(context).loadBalancer(refTo(resources.other));
    const recording = recorder.recording(clock.now(), 'test');
    expect(Object.keys(recording.facts)).to.have.members([
      'aws:default:caller',
      'aws:default:default:loadBalancers',
      'aws:platform:caller',
      ...SERVICES.flatMap(({keys}) => keys),
    ]);
    expect(recording.facts['aws:platform:caller']).to.deep.equal({value: {id: CALLER.Account, arn: CALLER.Arn}});

    // Replayed, the same facts come back and no client is asked.
    sdk.reset();
    const throughJson = JSON.parse(JSON.stringify(recording));
    const replayed = createAws({accounts, resources, store: replayFacts(throughJson), clock});
    for (const ask of Object.values(everyFact)) {
      expect(await ask(replayed.facts(context) as PlainFacts)).to.deep.equal(
        await ask(live.facts(context) as PlainFacts),
      );
    }
    expect(replayed.calls()).to.deep.equal({});
  });

  it('says nothing about an account that we are not in', async () => {
    sdk.sts.on(GetCallerIdentityCommand).resolves({Account: '999999999999', Arn: 'arn:aws:iam::999999999999:user/me'});
    const {aws, facts} = probe();
    for (const ask of Object.values(everyFact)) {
      const thrown = await thrownBy(ask(facts), CannotTell);
      expect(thrown.message).to.equal(
        'account platform: the credentials are those of account 999999999999 (arn:aws:iam::999999999999:user/me), not of 444444444444',
      );
    }
    expect(aws.calls()).to.deep.equal({sts: 1});
    const request = {signal: new AbortController().signal, notBefore: Number.NEGATIVE_INFINITY};
    expect(await aws.caller('platform', request), 'whoever it is').to.have.property('id', '999999999999');
  });

  it('is looked up once, however many ask at a time or later', async () => {
    const {aws, facts} = probe();
    const askAll = () => Promise.all(Object.values(everyFact).map((ask) => ask(facts)));
    await Promise.all([askAll(), askAll()]);
    const calls = aws.calls();
    await askAll();
    expect(aws.calls()).to.deep.equal(calls);
    const sent = SERVICES.flatMap((service) => service.sent(sdk));
    expect(sent.filter((action) => action === 'ec2:DescribeSubnets')).to.have.length(1);
  });
});
