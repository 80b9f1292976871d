import {DescribeLoadBalancersCommand} from '@aws-sdk/client-elastic-load-balancing-v2';
import {expect} from 'chai';
import {CannotTell} from '../../../src/model/errors.ts';
import {refTo} from '../../../src/model/resource-ref.ts';
import {mockedSdk, PLATFORM, probe, RESOURCES} from '../../support/aws-answers.ts';
import {thrownBy} from '../../support/thrown-by.ts';

describe('AWS facts', () => {
  const sdk = mockedSdk();

  beforeEach(() => sdk.reset());

  after(() => sdk.restore());

  it('take a dozen calls for 500 items about one load balancer', async () => {
    const {aws} = probe();
    const alb = refTo(RESOURCES.alb);
    const item = () => {
      const facts = aws.facts({signal: new AbortController().signal, factsNotBefore: Number.NEGATIVE_INFINITY});
      return Promise.all([
        facts.loadBalancer(alb),
        facts.listenerRules(alb),
        facts.rulesOfAllListeners(alb),
        facts.securityGroups(alb),
        facts.records(refTo(RESOURCES.zone)),
      ]);
    };
    await Promise.all(Array.from({length: 500}, item));
    expect(aws.calls()).to.deep.equal({ec2: 1, elasticloadbalancing: 3, route53: 2, sts: 1});
  });

  it('are looked at again for an attempt that wants nothing from before, but not who we are', async () => {
    const {aws, clock, facts} = probe();
    await facts.records('zone');
    await clock.sleep(1000);
    const {signal} = new AbortController();
    await aws.facts({signal, factsNotBefore: clock.monotonicMs()}).records(refTo(RESOURCES.zone));
    expect(aws.calls()).to.deep.equal({route53: 4, sts: 1});
  });

  it('come from any caller where the checklist names no account', async () => {
    const resources = {alb: {...RESOURCES.alb, account: 'default', region: 'eu-central-1'}};
    expect((await probe(resources, {}).facts.loadBalancer('alb')).name).to.equal('central-alb');
  });

  it("stop a call that no item waits for any more, and blame AWS's silence on no target", async () => {
    const started = Promise.withResolvers<AbortSignal>();
    sdk.elb.on(DescribeLoadBalancersCommand).callsFake(
      () =>
        new Promise((_resolve, reject) => {
          const {abortSignal} = sdk.elb.send.lastCall.args.at(1) as unknown as {abortSignal: AbortSignal};
          started.resolve(abortSignal);
          abortSignal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    );
    const controller = new AbortController();
    const {facts} = probe(RESOURCES, {platform: PLATFORM}, controller.signal);
    const asked = thrownBy(facts.loadBalancer('alb'), CannotTell);
    const signal = await started.promise;
    expect(signal.aborted).to.equal(false);
    controller.abort(new Error('the time of the item is up'));
    expect((await asked).message).to.include('AWS had not answered elasticloadbalancing:DescribeLoadBalancers');
    expect(signal.aborted).to.equal(true);
  });
});
