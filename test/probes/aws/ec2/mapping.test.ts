import type {NetworkAclEntry, NetworkInterface} from '@aws-sdk/client-ec2';
import {expect} from 'chai';
import {AwsRefusal} from '../../../../src/model/errors.ts';
import type {IpPermission} from '../../../../src/model/facts/aws-facts.ts';
import {
  toNetworkAcl,
  toNetworkInterface,
  toRouteTable,
  toSecurityGroup,
  toSecurityGroupRule,
  toSubnet,
} from '../../../../src/probes/aws/ec2/mapping.ts';
import {sdkAcl, sdkGroup, sdkInterface, sdkRule, sdkSubnet} from './sdk-answers.ts';

describe('mapping of EC2', () => {
  it('of permissions keeps both families, and wants ports where the protocol has some', () => {
    const group = (IpProtocol: string, ports: {FromPort?: number; ToPort?: number} = {}) =>
      toSecurityGroup('x', {
        GroupId: 'sg-1',
        GroupName: 'web',
        IpPermissions: [
          {
            IpProtocol,
            ...ports,
            IpRanges: [{CidrIp: '10.0.0.0/8'}],
            Ipv6Ranges: [{CidrIpv6: '::/0'}],
            PrefixListIds: [{PrefixListId: 'pl-1'}],
            UserIdGroupPairs: [{GroupId: 'sg-2'}],
          },
        ],
        IpPermissionsEgress: [],
      }).ingress[0];
    const every: IpPermission = {
      protocol: '-1',
      fromPort: null,
      toPort: null,
      cidrs: ['10.0.0.0/8', '::/0'],
      prefixListIds: ['pl-1'],
      groupIds: ['sg-2'],
    };
    expect(group('-1')).to.deep.equal(every);
    expect(group('tcp', {FromPort: 0, ToPort: 443})).to.deep.equal({
      ...every,
      protocol: 'tcp',
      fromPort: 0,
      toPort: 443,
    });
    expect(() => group('tcp')).to.throw(AwsRefusal, 'FromPort');
  });

  it('of route tables tells the main one, its subnets and where each route leads', () => {
    const table = toRouteTable('x', {
      RouteTableId: 'rtb-1',
      OwnerId: '444444444444',
      Associations: [
        {Main: true},
        {SubnetId: 'subnet-a', Main: false, AssociationState: {State: 'associated'}},
        {SubnetId: 'subnet-b', Main: false, AssociationState: {State: 'disassociating'}},
        {GatewayId: 'igw-1', AssociationState: {State: 'associating'}},
      ],
      Routes: [
        {DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active'},
        {DestinationIpv6CidrBlock: '::/0', NatGatewayId: 'nat-1', State: 'blackhole'},
        {DestinationPrefixListId: 'pl-1', State: 'active'},
        {DestinationCidrBlock: '10.1.0.0/16', GatewayId: 'vgw-1', Origin: 'EnableVgwRoutePropagation', State: 'active'},
      ],
    });
    expect(table).to.deep.equal({
      id: 'rtb-1',
      isMain: true,
      subnetIds: ['subnet-a'],
      gatewayIds: ['igw-1'],
      ownerId: '444444444444',
      routes: [
        {destination: '10.0.0.0/16', target: 'local', state: 'active', isPropagated: false},
        {destination: '::/0', target: 'nat-1', state: 'blackhole', isPropagated: false},
        {destination: 'pl-1', target: 'unknown', state: 'active', isPropagated: false},
        {destination: '10.1.0.0/16', target: 'vgw-1', state: 'active', isPropagated: true},
      ],
    });
  });

  it('of groups has both directions', () => {
    const everything = {
      IpProtocol: '-1',
      IpRanges: [{CidrIp: '0.0.0.0/0'}],
      Ipv6Ranges: [],
      PrefixListIds: [],
      UserIdGroupPairs: [],
    };
    const group = toSecurityGroup('x', {...sdkGroup('sg-1'), IpPermissionsEgress: [everything]});
    expect([group.ingress.length, group.egress.map(({cidrs}) => cidrs)]).to.deep.equal([0, [['0.0.0.0/0']]]);
    expect(() => toSecurityGroup('x', {...sdkGroup('sg-1'), IpPermissionsEgress: undefined})).to.throw(
      AwsRefusal,
      'SecurityGroups[].IpPermissionsEgress',
    );
  });

  it('of the rules of a group has one peer each, and writes every port as a permission does', () => {
    expect(toSecurityGroupRule('x', sdkRule('sg-1'))).to.deep.equal({
      id: 'sgr-of-sg-1',
      groupId: 'sg-1',
      isEgress: false,
      protocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      peer: '0.0.0.0/0',
    });
    const every = {FromPort: -1, ToPort: -1, CidrIpv4: undefined};
    for (const IpProtocol of ['-1', 'icmp', '50']) {
      const rule = toSecurityGroupRule('x', sdkRule('sg-1', {...every, IpProtocol, CidrIpv6: '::/0'}));
      expect(rule).to.include({protocol: IpProtocol, fromPort: null, toPort: null, peer: '::/0'});
    }
    const echo = {IpProtocol: 'icmp', FromPort: 8, ToPort: -1};
    expect(toSecurityGroupRule('x', sdkRule('sg-1', echo)), 'a type is not a port').to.include({
      fromPort: null,
      toPort: null,
    });
    const peers = [{PrefixListId: 'pl-1'}, {ReferencedGroupInfo: {GroupId: 'sg-2'}}];
    expect(
      peers.map((peer) => toSecurityGroupRule('x', sdkRule('sg-1', {...every, IpProtocol: '-1', ...peer})).peer),
    ).to.deep.equal(['pl-1', 'sg-2']);
    for (const members of [{CidrIpv4: undefined}, {FromPort: undefined}, {IsEgress: undefined}]) {
      expect(() => toSecurityGroupRule('x', sdkRule('sg-1', members))).to.throw(AwsRefusal, 'SecurityGroupRules[]');
    }
  });

  it('of network ACLs has every port where none is named, and takes no unknown action for either', () => {
    const acl = (entry: Partial<NetworkAclEntry>) => {
      const open = {
        RuleNumber: 100,
        Egress: false,
        Protocol: '6',
        RuleAction: 'allow',
        CidrBlock: '0.0.0.0/0',
      } as const;
      return toNetworkAcl('x', {...sdkAcl('acl-1', 'subnet-a', 'subnet-b'), Entries: [{...open, ...entry}]});
    };
    const {subnetIds, entries} = acl({PortRange: {From: 0, To: 65535}});
    expect(subnetIds).to.deep.equal(['subnet-a', 'subnet-b']);
    expect(entries).to.deep.equal([
      {
        ruleNumber: 100,
        isEgress: false,
        protocol: '6',
        action: 'allow',
        cidr: '0.0.0.0/0',
        ports: {from: 0, to: 65535},
      },
    ]);
    const other = acl({Protocol: '-1', RuleAction: 'deny', CidrBlock: undefined, Ipv6CidrBlock: '::/0'}).entries;
    expect(other[0]).to.include({action: 'deny', cidr: '::/0', ports: null});
    expect(() => acl({RuleAction: 'log' as 'deny'})).to.throw(AwsRefusal, 'RuleAction "log"');
    expect(() => acl({CidrBlock: undefined})).to.throw(AwsRefusal, 'CidrBlock');
    expect(() => acl({PortRange: {From: 1}})).to.throw(AwsRefusal, 'PortRange.To');
  });

  it('of subnets has the blocks of both families that are in use', () => {
    const block = (Ipv6CidrBlock: string, State: 'associated' | 'disassociated') => ({
      Ipv6CidrBlock,
      Ipv6CidrBlockState: {State},
    });
    const subnet = toSubnet('x', {
      ...sdkSubnet('subnet-a'),
      Ipv6CidrBlockAssociationSet: [block('2001:db8::/64', 'associated'), block('2001:db8:1::/64', 'disassociated')],
    });
    expect(subnet.cidrs).to.deep.equal(['10.0.0.0/24', '2001:db8::/64']);
    expect(toSubnet('x', {...sdkSubnet('subnet-a'), CidrBlock: undefined}).cidrs).to.deep.equal([]);
  });

  it('of network interfaces has every address, and how long an idle flow is remembered', () => {
    const from: NetworkInterface = {
      ...sdkInterface('eni-1'),
      Description: 'ELB app/central-alb/1',
      Groups: [{GroupId: 'sg-1', GroupName: 'web'}],
      PrivateIpAddresses: [
        {PrivateIpAddress: '10.0.0.4', Association: {PublicIp: '192.0.2.4'}},
        {PrivateIpAddress: '10.0.0.5'},
      ],
      Ipv6Addresses: [{Ipv6Address: '2001:db8::4'}],
      ConnectionTrackingConfiguration: {TcpEstablishedTimeout: 350},
    };
    expect(toNetworkInterface('x', from)).to.deep.equal({
      id: 'eni-1',
      description: 'ELB app/central-alb/1',
      subnetId: 'subnet-a',
      vpcId: 'vpc-1',
      securityGroupIds: ['sg-1'],
      privateAddresses: ['10.0.0.4', '10.0.0.5', '2001:db8::4'],
      publicAddresses: ['192.0.2.4'],
      tcpEstablishedTimeoutSeconds: 350,
    });
    expect(toNetworkInterface('x', sdkInterface('eni-1')).tcpEstablishedTimeoutSeconds).to.equal(null);
    expect(() => toNetworkInterface('x', {...from, Groups: undefined})).to.throw(AwsRefusal, 'Groups');
  });
});
