import {GetManagedPrefixListEntriesCommand} from '@aws-sdk/client-ec2';
import {DescribeLoadBalancersCommand} from '@aws-sdk/client-elastic-load-balancing-v2';
import {ListHostedZonesCommand, ListResourceRecordSetsCommand, type ResourceRecordSet} from '@aws-sdk/client-route-53';
import {expect} from 'chai';
import {CannotTell} from '../../../src/model/errors.ts';
import {mockedSdk, probe, RESOURCES, sdkLoadBalancer} from '../../support/aws-answers.ts';
import {thrownBy} from '../../support/thrown-by.ts';

describe('AWS lists', () => {
  const sdk = mockedSdk();
  beforeEach(() => sdk.reset());
  after(() => sdk.restore());

  it('are read to the last page by marker', async () => {
    sdk.elb
      .on(DescribeLoadBalancersCommand)
      .resolvesOnce({LoadBalancers: [sdkLoadBalancer('a')], NextMarker: 'after a'})
      .resolvesOnce({LoadBalancers: [sdkLoadBalancer('central-alb')]});
    expect((await probe().facts.loadBalancer('alb')).name).to.equal('central-alb');
    const inputs = sdk.elb.commandCalls(DescribeLoadBalancersCommand).map((call) => call.args[0].input);
    expect(inputs).to.deep.equal([
      {Marker: undefined, PageSize: 400},
      {Marker: 'after a', PageSize: 400},
    ]);
  });

  it('are read to the last page by token, where an empty one is the end', async () => {
    sdk.ec2
      .on(GetManagedPrefixListEntriesCommand)
      .resolvesOnce({Entries: [{Cidr: '10.0.0.0/8'}], NextToken: 'more'})
      .resolvesOnce({Entries: [{Cidr: '192.168.0.0/16'}], NextToken: ''});
    expect(await probe().facts.prefixListCidrs('alb', 'pl-1')).to.deep.equal(['10.0.0.0/8', '192.168.0.0/16']);
  });

  it('of records go on at name, type and set identifier', async () => {
    const member = (SetIdentifier: string): ResourceRecordSet => ({
      Name: '\\052.run.Georgi.io.',
      Type: 'A',
      SetIdentifier,
      Weight: 0,
      AliasTarget: {HostedZoneId: 'Z2', DNSName: 'x.elb.amazonaws.com.', EvaluateTargetHealth: false},
    });
    sdk.route53.on(ListHostedZonesCommand).resolves({
      HostedZones: [{Id: '/hostedzone/Z1', Name: 'georgi.io.', CallerReference: '', Config: {PrivateZone: false}}],
      Marker: '',
      IsTruncated: false,
      MaxItems: 100,
    });
    sdk.route53
      .on(ListResourceRecordSetsCommand)
      .resolvesOnce({
        ResourceRecordSets: [member('blue')],
        IsTruncated: true,
        NextRecordName: '\\052.run.georgi.io.',
        NextRecordType: 'A',
        NextRecordIdentifier: 'green',
        MaxItems: 300,
      })
      .resolvesOnce({ResourceRecordSets: [member('green')], IsTruncated: false, MaxItems: 300});
    const records = await probe().facts.records('zone');
    expect(records.map(({setIdentifier}) => setIdentifier)).to.deep.equal(['blue', 'green']);
    expect(records[0]).to.deep.include({name: '*.run.georgi.io', routingPolicy: 'weighted', ttlSeconds: null});
    expect(sdk.route53.commandCalls(ListResourceRecordSetsCommand)[1]?.args[0].input).to.deep.include({
      HostedZoneId: 'Z1',
      StartRecordName: '\\052.run.georgi.io.',
      StartRecordType: 'A',
      StartRecordIdentifier: 'green',
    });
  });

  it('that never end are refused', async () => {
    sdk.elb.on(DescribeLoadBalancersCommand).resolves({LoadBalancers: [], NextMarker: 'again'});
    const thrown = await thrownBy(probe().facts.loadBalancer('alb'), CannotTell);
    expect(thrown.message).to.include('names as its next page one that came before');
    expect(sdk.elb.commandCalls(DescribeLoadBalancersCommand)).to.have.length(2);
  });

  it('of load balancers leave gateway ones out, which lack what the others have', async () => {
    sdk.elb.on(DescribeLoadBalancersCommand).resolves({
      LoadBalancers: [{LoadBalancerName: 'inspection', Type: 'gateway'}, sdkLoadBalancer('central-alb')],
    });
    const {facts} = probe({...RESOURCES, gateway: {...RESOURCES.alb, loadBalancer: 'inspection'}});
    expect((await facts.loadBalancer('alb')).name).to.equal('central-alb');
    await thrownBy(facts.loadBalancer('gateway'), CannotTell);
  });
});
