import {
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
} from '@aws-sdk/client-ec2';
import {DescribeLoadBalancersCommand} from '@aws-sdk/client-elastic-load-balancing-v2';
import {expect} from 'chai';
import {ALB} from '../../../../src/lab/worlds/names.ts';
import {AwsRefusal, CannotTell} from '../../../../src/model/errors.ts';
import {
  mockedSdk,
  PLATFORM,
  type PlainFacts,
  probe,
  RESOURCES,
  refusedWith,
  sdkLoadBalancer,
} from '../../../support/aws-answers.ts';
import {thrownBy} from '../../../support/thrown-by.ts';
import {askedFor, sdkAcl, sdkGroup, sdkInterface, sdkRule, sdkSubnet} from './sdk-answers.ts';

describe('EC2 facts', () => {
  const sdk = mockedSdk();

  beforeEach(() => {
    sdk.reset();
    sdk.ec2.on(DescribeSecurityGroupsCommand).callsFake((input) => ({SecurityGroups: askedFor(input).map(sdkGroup)}));
    sdk.ec2.on(DescribeNetworkAclsCommand).callsFake((input) => ({NetworkAcls: [sdkAcl('acl-1', ...askedFor(input))]}));
    sdk.ec2.on(DescribeSubnetsCommand).callsFake((input) => ({Subnets: askedFor(input).map(sdkSubnet)}));
    sdk.ec2
      .on(DescribeNetworkInterfacesCommand)
      .callsFake((input) => ({NetworkInterfaces: askedFor(input).map(sdkInterface)}));
  });

  after(() => sdk.restore());

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
    expect(thrown.message).to.equal('security group sg-gone is not in account platform (444444444444), eu-central-1');
    const asked = sdk.ec2.commandCalls(DescribeSecurityGroupsCommand).map((call) => call.args[0].input.Filters);
    expect(asked.map((filters) => filters?.[0]?.Values?.length)).to.deep.equal([200, 51]);
  });

  it('asks for all else that has an id together too, by a filter that one missing id does not spoil', async () => {
    const {facts} = probe();
    const ids = (word: string) => Array.from({length: 201}, (_, i) => `${word}-${i}`);
    await Promise.all([
      ...ids('sg').map((id) => facts.securityGroupRules('alb', id)),
      facts.networkAcls('alb', ids('subnet')),
      facts.subnets('alb', ids('subnet')),
      facts.networkInterfaces('alb', ids('eni')),
    ]);
    const filters = sdk.ec2.calls().map((call) => {
      const [filter] = (call.args[0].input as {Filters: {Name: string; Values: string[]}[]}).Filters;
      return `${filter?.Name} ${filter?.Values.length}`;
    });
    expect(filters).to.have.members([
      'group-id 200',
      'group-id 1',
      'association.subnet-id 200',
      'association.subnet-id 1',
      'subnet-id 200',
      'subnet-id 1',
      'network-interface-id 200',
      'network-interface-id 1',
    ]);
  });

  it('names the one that is not there', async () => {
    const missing: readonly [(facts: PlainFacts) => Promise<unknown>, string][] = [
      [(facts) => facts.securityGroupsById('alb', ['sg-1', 'sg-gone']), 'security group sg-gone'],
      [(facts) => facts.networkAcls('alb', ['subnet-a', 'subnet-gone']), 'the network ACL of subnet subnet-gone'],
      [(facts) => facts.subnets('alb', ['subnet-a', 'subnet-gone']), 'subnet subnet-gone'],
      [(facts) => facts.networkInterfaces('alb', ['eni-1', 'eni-gone']), 'network interface eni-gone'],
    ];
    for (const [ask, what] of missing) {
      const thrown = await thrownBy(ask(probe().facts), CannotTell);
      expect(thrown.message).to.equal(`${what} is not in account platform (444444444444), eu-central-1`);
      expect(thrown.fix).to.include('deleted a moment ago').and.include('aws ec2 describe-');
    }
  });

  it('gives each in the order that was asked for', async () => {
    const {facts} = probe();
    sdk.ec2
      .on(DescribeNetworkAclsCommand)
      .resolves({NetworkAcls: [sdkAcl('acl-1', 'subnet-a', 'subnet-b'), sdkAcl('acl-2', 'subnet-c')]});
    const acls = await facts.networkAcls('alb', ['subnet-c', 'subnet-b', 'subnet-a']);
    expect(acls.map(({id}) => id)).to.deep.equal(['acl-2', 'acl-1', 'acl-1']);
    const subnets = await facts.subnets('alb', ['subnet-c', 'subnet-a']);
    expect(subnets.map(({id}) => id)).to.deep.equal(['subnet-c', 'subnet-a']);
  });

  it('reads the rules of a group to the last page, and takes a group without any for one that has none', async () => {
    sdk.ec2
      .on(DescribeSecurityGroupRulesCommand)
      .resolvesOnce({SecurityGroupRules: [sdkRule('sg-1', {SecurityGroupRuleId: 'sgr-1'})], NextToken: 'more'})
      .resolvesOnce({SecurityGroupRules: [sdkRule('sg-2'), sdkRule('sg-1', {SecurityGroupRuleId: 'sgr-2'})]});
    const {facts} = probe();
    const [one, none] = await Promise.all([
      facts.securityGroupRules('alb', 'sg-1'),
      facts.securityGroupRules('alb', 'sg-3'),
    ]);
    expect(one.map(({id}) => id)).to.deep.equal(['sgr-1', 'sgr-2']);
    expect(none).to.deep.equal([]);
    const tokens = sdk.ec2.commandCalls(DescribeSecurityGroupRulesCommand).map((call) => call.args[0].input.NextToken);
    expect(tokens).to.deep.equal([undefined, 'more']);
  });

  it('gives no half batch when a second page fails, to none who asked', async () => {
    sdk.ec2
      .on(DescribeSubnetsCommand)
      .resolvesOnce({Subnets: [], NextToken: 'more'})
      .rejects(refusedWith('UnauthorizedOperation'));
    const {facts} = probe();
    const asked = [facts.subnets('alb', ['subnet-a']), facts.subnets('alb', ['subnet-b'])];
    for (const one of asked) expect((await thrownBy(one, AwsRefusal)).action).to.equal('ec2:DescribeSubnets');
  });

  it("knows a load balancer's interfaces by the description that the service gives them", async () => {
    sdk.ec2
      .on(DescribeNetworkInterfacesCommand)
      .resolvesOnce({NetworkInterfaces: [], NextToken: 'more'})
      .resolvesOnce({NetworkInterfaces: []});
    expect(await probe().facts.loadBalancerInterfaces('alb')).to.deep.equal([]);
    const inputs = sdk.ec2.commandCalls(DescribeNetworkInterfacesCommand).map((call) => call.args[0].input);
    expect(inputs.map(({Filters}) => Filters)).to.deep.equal([
      [{Name: 'description', Values: [`ELB ${ALB}`]}],
      [{Name: 'description', Values: [`ELB ${ALB}`]}],
    ]);
  });

  it('stops a batch when all who asked for a part of it have gone', async () => {
    const started = Promise.withResolvers<AbortSignal>();
    sdk.ec2.on(DescribeSubnetsCommand).callsFake(
      () =>
        new Promise((_resolve, reject) => {
          const {abortSignal} = sdk.ec2.send.lastCall.args.at(1) as unknown as {abortSignal: AbortSignal};
          started.resolve(abortSignal);
          abortSignal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    );
    const controller = new AbortController();
    const {facts} = probe(RESOURCES, {platform: PLATFORM}, controller.signal);
    const asked = thrownBy(facts.subnets('alb', ['subnet-a', 'subnet-b']), CannotTell);
    const signal = await started.promise;
    controller.abort();
    expect((await asked).message).to.include('AWS had not answered ec2:DescribeSubnets');
    expect(signal.aborted).to.equal(true);
  });
});
