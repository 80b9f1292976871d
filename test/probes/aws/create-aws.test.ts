import {DescribeCertificateCommand} from '@aws-sdk/client-acm';
import {
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  GetManagedPrefixListEntriesCommand,
} from '@aws-sdk/client-ec2';
import {
  DescribeListenerCertificatesCommand,
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {ListHostedZonesCommand, ListResourceRecordSetsCommand} from '@aws-sdk/client-route-53';
import {GetCallerIdentityCommand} from '@aws-sdk/client-sts';
import {expect} from 'chai';
import {type AwsFacts, FACT_ACTIONS} from '../../../src/model/aws-facts.ts';
import {AwsRefusal, CannotTell} from '../../../src/model/errors.ts';
import {createAws} from '../../../src/probes/aws/create-aws.ts';
import {liveFacts, recordFacts, replayFacts} from '../../../src/probes/facts.ts';
import {
  CALLER,
  mockedSdk,
  PLATFORM,
  probe,
  RESOURCES,
  refusedWith,
  sdkLoadBalancer,
  sleeplessClock,
} from '../../support/aws-answers.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const LB = sdkLoadBalancer('central-alb');
const LISTENER_ARN = 'arn:aws:elasticloadbalancing:eu-central-1:444444444444:listener/app/central-alb/1/2';
const CERTIFICATE_ARN = 'arn:aws:acm:eu-central-1:444444444444:certificate/1';

describe('AWS facts', () => {
  const sdk = mockedSdk();

  beforeEach(() => {
    sdk.reset();
    sdk.elb.on(DescribeLoadBalancersCommand).resolves({LoadBalancers: [LB]});
    sdk.elb.on(DescribeListenersCommand).resolves({
      Listeners: [{ListenerArn: LISTENER_ARN, LoadBalancerArn: LB.LoadBalancerArn, Port: 443, Protocol: 'HTTPS'}],
    });
    sdk.elb.on(DescribeLoadBalancerAttributesCommand).resolves({Attributes: [{Key: 'a', Value: 'b'}]});
    sdk.elb.on(DescribeListenerCertificatesCommand).resolves({Certificates: [{CertificateArn: CERTIFICATE_ARN}]});
    sdk.elb.on(DescribeRulesCommand).resolves({Rules: []});
    sdk.elb.on(DescribeTargetGroupsCommand).resolves({TargetGroups: []});
    sdk.acm.on(DescribeCertificateCommand).resolves({
      Certificate: {
        CertificateArn: CERTIFICATE_ARN,
        DomainName: 'a.b',
        SubjectAlternativeNames: ['a.b'],
        Status: 'ISSUED',
        NotAfter: new Date('2027-01-01T00:00:00Z'),
      },
    });
    sdk.ec2.on(DescribeSecurityGroupsCommand).callsFake(({Filters}) => ({
      SecurityGroups: Filters[0].Values.filter((id: string) => id !== 'sg-gone').map(sdkGroup),
    }));
    sdk.ec2.on(GetManagedPrefixListEntriesCommand).resolves({Entries: [{Cidr: '10.0.0.0/8'}]});
    sdk.ec2.on(DescribeRouteTablesCommand).resolves({RouteTables: []});
    sdk.route53.on(ListHostedZonesCommand).resolves(zones('georgi.io.'));
    sdk.route53.on(ListResourceRecordSetsCommand).resolves({ResourceRecordSets: [], IsTruncated: false, MaxItems: 300});
  });

  after(() => sdk.restore());

  const everyFact: {readonly [F in keyof AwsFacts]: (facts: AwsFacts) => Promise<unknown>} = {
    loadBalancer: (facts) => facts.loadBalancer('alb'),
    loadBalancerAttributes: (facts) => facts.loadBalancerAttributes('alb'),
    listener: (facts) => facts.listener('alb'),
    listenerCertificates: (facts) => facts.listenerCertificates('alb'),
    listenerRules: (facts) => facts.listenerRules('alb'),
    targetGroups: (facts) => facts.targetGroups('alb'),
    certificate: (facts) => facts.certificate('alb', CERTIFICATE_ARN),
    hostedZone: (facts) => facts.hostedZone('zone'),
    hostedZones: (facts) => facts.hostedZones('zone'),
    records: (facts) => facts.records('zone'),
    securityGroups: (facts) => facts.securityGroups('alb'),
    prefixListCidrs: (facts) => facts.prefixListCidrs('alb', 'pl-1'),
    routeTables: (facts) => facts.routeTables('alb'),
  };

  const denied = refusedWith('AccessDenied');
  const deny: Readonly<Record<string, () => unknown>> = {
    'elasticloadbalancing:DescribeLoadBalancers': () => sdk.elb.on(DescribeLoadBalancersCommand).rejects(denied),
    'elasticloadbalancing:DescribeListeners': () => sdk.elb.on(DescribeListenersCommand).rejects(denied),
    'elasticloadbalancing:DescribeLoadBalancerAttributes': () =>
      sdk.elb.on(DescribeLoadBalancerAttributesCommand).rejects(denied),
    'elasticloadbalancing:DescribeListenerCertificates': () =>
      sdk.elb.on(DescribeListenerCertificatesCommand).rejects(denied),
    'elasticloadbalancing:DescribeRules': () => sdk.elb.on(DescribeRulesCommand).rejects(denied),
    'elasticloadbalancing:DescribeTargetGroups': () => sdk.elb.on(DescribeTargetGroupsCommand).rejects(denied),
    'acm:DescribeCertificate': () => sdk.acm.on(DescribeCertificateCommand).rejects(denied),
    'ec2:DescribeSecurityGroups': () => sdk.ec2.on(DescribeSecurityGroupsCommand).rejects(denied),
    'ec2:GetManagedPrefixListEntries': () => sdk.ec2.on(GetManagedPrefixListEntriesCommand).rejects(denied),
    'ec2:DescribeRouteTables': () => sdk.ec2.on(DescribeRouteTablesCommand).rejects(denied),
    'route53:ListHostedZones': () => sdk.route53.on(ListHostedZonesCommand).rejects(denied),
    'route53:ListResourceRecordSets': () => sdk.route53.on(ListResourceRecordSetsCommand).rejects(denied),
  };

  describe('uses exactly the IAM actions that the model declares', () => {
    for (const [fact, ask] of Object.entries(everyFact)) {
      it(fact, async () => {
        await ask(probe().facts);
        const sent = [
          ...operationsOf('elasticloadbalancing', sdk.elb),
          ...operationsOf('acm', sdk.acm),
          ...operationsOf('ec2', sdk.ec2),
          ...operationsOf('route53', sdk.route53),
        ];
        expect(sent.sort()).to.deep.equal([...FACT_ACTIONS[fact as keyof AwsFacts]].sort());
      });

      it(`${fact}, and names the last of them when it is refused`, async () => {
        const action = FACT_ACTIONS[fact as keyof AwsFacts].at(-1) ?? '';
        deny[action]?.();
        const refusal = await thrownBy(ask(probe().facts), AwsRefusal);
        expect(refusal.action).to.equal(action);
        expect(refusal.fix).to.include(`grant ${action}`);
      });
    }
  });

  it('stores each fact under the key that recordings are written by', async () => {
    const clock = sleeplessClock();
    const recorder = recordFacts(liveFacts(clock), (text) => text);
    const accounts = {platform: PLATFORM};
    const resources = {...RESOURCES, other: {...RESOURCES.alb, account: 'default'}};
    const live = createAws({accounts, resources, store: recorder, clock});
    const context = {signal: new AbortController().signal, factsNotBefore: Number.NEGATIVE_INFINITY};
    for (const ask of Object.values(everyFact)) await ask(live.facts(context));
    await live.facts(context).loadBalancer('other');
    const recording = recorder.recording(clock.now(), 'test');
    const at = 'aws:platform:eu-central-1';
    expect(Object.keys(recording.facts)).to.have.members([
      'aws:default:caller',
      'aws:default:default:loadBalancers',
      'aws:platform:caller',
      `${at}:loadBalancers`,
      `${at}:loadBalancerAttributes:${LB.LoadBalancerArn}`,
      `${at}:listeners:${LB.LoadBalancerArn}`,
      `${at}:listenerCertificates:${LISTENER_ARN}`,
      `${at}:listenerRules:${LISTENER_ARN}`,
      `${at}:targetGroups`,
      `${at}:certificate:${CERTIFICATE_ARN}`,
      `${at}:securityGroup:sg-1`,
      `${at}:prefixList:pl-1`,
      `${at}:routeTables:vpc-1`,
      'aws:platform:global:hostedZones',
      'aws:platform:global:records:ZGEORGI0',
    ]);
    expect(recording.facts['aws:platform:caller']).to.deep.equal({value: {id: CALLER.Account, arn: CALLER.Arn}});

    // Replayed, the same facts come back and no client is asked.
    sdk.reset();
    const throughJson = JSON.parse(JSON.stringify(recording));
    const replayed = createAws({accounts, resources, store: replayFacts(throughJson), clock});
    for (const ask of Object.values(everyFact)) {
      expect(await ask(replayed.facts(context))).to.deep.equal(await ask(live.facts(context)));
    }
    expect(replayed.calls()).to.deep.equal({});
  });

  it('makes a dozen calls for 500 items about one load balancer', async () => {
    const {aws, facts} = probe();
    const item = () =>
      Promise.all([
        facts.loadBalancer('alb'),
        facts.listenerRules('alb'),
        facts.securityGroups('alb'),
        facts.records('zone'),
      ]);
    await Promise.all(Array.from({length: 500}, item));
    expect(aws.calls()).to.deep.equal({ec2: 1, elasticloadbalancing: 3, route53: 2, sts: 1});
  });

  it('looks again for an attempt that wants nothing from before, but not at who we are', async () => {
    const {aws, clock, facts} = probe();
    await facts.records('zone');
    await clock.sleep(1000);
    const {signal} = new AbortController();
    await aws.facts({signal, factsNotBefore: clock.monotonicMs()}).records('zone');
    expect(aws.calls()).to.deep.equal({route53: 4, sts: 1});
  });

  it('tells nothing about an account that we are not in', async () => {
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

  it('takes whoever we are where the checklist names no account', async () => {
    const resources = {alb: {...RESOURCES.alb, account: 'default', region: 'eu-central-1'}};
    expect((await probe(resources, {}).facts.loadBalancer('alb')).name).to.equal('central-alb');
  });

  it('asks for security groups together, and one that is missing leaves the others', async () => {
    const many = Array.from({length: 250}, (_, i) => `sg-${i}`);
    sdk.elb.on(DescribeLoadBalancersCommand).resolves({
      LoadBalancers: [
        sdkLoadBalancer('central-alb', {SecurityGroups: many}),
        sdkLoadBalancer('other-alb', {SecurityGroups: ['sg-gone', 'sg-0']}),
      ],
    });
    const resources = {...RESOURCES, other: {...RESOURCES.alb, loadBalancer: 'other-alb'}};
    const {facts} = probe(resources);
    const [groups, thrown] = await Promise.all([
      facts.securityGroups('alb'),
      thrownBy(facts.securityGroups('other'), CannotTell),
    ]);
    expect(groups.map(({id}) => id)).to.deep.equal(many);
    expect(thrown.message).to.include('security group sg-gone').and.include('account platform (444444444444)');
    const asked = sdk.ec2.commandCalls(DescribeSecurityGroupsCommand).map((call) => call.args[0].input.Filters);
    expect(asked.map((filters) => filters?.[0]?.Values?.length)).to.deep.equal([200, 51]);
  });

  it("stops a call that nobody waits for any more, and blames AWS's silence on nobody's target", async () => {
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
    expect((await asked).message).to.include('AWS had not answered about loadBalancers');
    expect(signal.aborted).to.equal(true);
  });
});

function zones(...names: string[]) {
  const HostedZones = names.map((Name, i) => ({
    Id: `/hostedzone/ZGEORGI${i}`,
    Name,
    CallerReference: '',
    Config: {PrivateZone: false},
  }));
  return {HostedZones, Marker: '', IsTruncated: false, MaxItems: 100};
}

function sdkGroup(GroupId: string) {
  return {GroupId, GroupName: `name of ${GroupId}`, VpcId: 'vpc-1', IpPermissions: []};
}

interface Sent {
  calls(): readonly {readonly args: readonly {readonly constructor: {readonly name: string}}[]}[];
}

function operationsOf(service: string, client: unknown): string[] {
  return (client as Sent).calls().map((call) => `${service}:${call.args[0]?.constructor.name.replace(/Command$/, '')}`);
}
