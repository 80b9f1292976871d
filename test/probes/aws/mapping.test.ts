import type {Action, Rule} from '@aws-sdk/client-elastic-load-balancing-v2';
import type {ResourceRecordSet} from '@aws-sdk/client-route-53';
import {expect} from 'chai';
import type {IpPermission} from '../../../src/model/aws-facts.ts';
import {AwsRefusal} from '../../../src/model/errors.ts';
import {toRouteTable, toSecurityGroup} from '../../../src/probes/aws/ec2-mapping.ts';
import {toListenerCertificates} from '../../../src/probes/aws/elbv2-mapping.ts';
import {toListenerRules} from '../../../src/probes/aws/elbv2-rules-mapping.ts';
import {toDnsRecord} from '../../../src/probes/aws/route53-mapping.ts';

describe('mapping of AWS answers', () => {
  describe('listener rules', () => {
    it('come in evaluation order, priorities as numbers', () => {
      const rules = toListenerRules(
        'x',
        ['default', '10', '9'].map((Priority) => rule({Priority})),
      );
      expect(rules.map(({priority}) => priority)).to.deep.equal([9, 10, 'default']);
    });

    it('have their values in the config or, in older answers, on the condition', () => {
      const [first] = toListenerRules('x', [
        rule({
          Conditions: [
            {Field: 'host-header', Values: ['old.example.com']},
            {Field: 'path-pattern', Values: ['/new'], PathPatternConfig: {Values: ['/new']}},
            {Field: 'path-pattern', PathPatternConfig: {RegexValues: ['^/x$']}},
            {Field: 'http-header', HttpHeaderConfig: {HttpHeaderName: 'X-Env', Values: ['green']}},
            {Field: 'query-string', QueryStringConfig: {Values: [{Value: 'v'}, {Key: 'k', Value: 'w'}]}},
            {Field: 'http-request-method', HttpRequestMethodConfig: {Values: ['GET']}},
            {Field: 'source-ip', SourceIpConfig: {Values: ['10.0.0.0/8']}},
            {Field: 'tls-fingerprint'},
          ],
        }),
      ]);
      expect(first?.conditions).to.deep.equal([
        {field: 'host-header', values: ['old.example.com'], regexValues: []},
        {field: 'path-pattern', values: ['/new'], regexValues: []},
        {field: 'path-pattern', values: [], regexValues: ['^/x$']},
        {field: 'http-header', name: 'X-Env', values: ['green'], regexValues: []},
        {
          field: 'query-string',
          pairs: [
            {key: null, value: 'v'},
            {key: 'k', value: 'w'},
          ],
        },
        {field: 'http-request-method', values: ['GET']},
        {field: 'source-ip', values: ['10.0.0.0/8']},
        {field: 'unknown', name: 'tls-fingerprint'},
      ]);
    });

    it('forward to the group on the action, or to those of the config with their weights', () => {
      expect(action({Type: 'forward', TargetGroupArn: 'a'})).to.deep.equal(forward(['a', 1]));
      const both: Action = {
        Type: 'forward',
        TargetGroupArn: 'a',
        ForwardConfig: {TargetGroups: [{TargetGroupArn: 'a', Weight: 1}]},
      };
      expect(action(both)).to.deep.equal(forward(['a', 1]));
      const groups = [{TargetGroupArn: 'a', Weight: 0}, {TargetGroupArn: 'b'}];
      expect(action({Type: 'forward', ForwardConfig: {TargetGroups: groups}})).to.deep.equal(
        forward(['a', 0], ['b', 1]),
      );
    });

    it('know the other actions, and say when they do not', () => {
      const answer = {StatusCode: '404', ContentType: 'text/plain'};
      expect(action({Type: 'fixed-response', FixedResponseConfig: answer})).to.deep.include({
        statusCode: 404,
        body: null,
      });
      expect(action({Type: 'redirect', RedirectConfig: {StatusCode: 'HTTP_301'}})).to.deep.include({
        statusCode: 'HTTP_301',
        host: '#{host}',
        path: '/#{path}',
      });
      expect(action({Type: 'jwt-validation', Order: 3})).to.deep.equal({type: 'jwt-validation', order: 3});
      expect(action({Type: 'teleport'} as unknown as Action)).to.deep.equal({
        type: 'unknown',
        order: 1,
        name: 'teleport',
      });
    });

    it('are refused when a member is missing', () => {
      const wrong: Partial<Rule>[] = [
        {Priority: 'first'},
        {Priority: undefined},
        {Actions: undefined},
        {Actions: [{Type: 'forward'}]},
        {Actions: [{Type: 'redirect'}]},
        {Conditions: [{Field: 'host-header'}]},
        {Conditions: [{Field: 'http-header'}]},
        {Conditions: [{}]},
      ];
      for (const members of wrong) {
        expect(() => toListenerRules('x', [rule(members)]), JSON.stringify(members)).to.throw(AwsRefusal, 'Rules[]');
      }
    });
  });

  it('of certificates joins the default one with itself in the list', () => {
    const listed = [
      {CertificateArn: 'a', IsDefault: true},
      {CertificateArn: 'b'},
      {CertificateArn: 'a', IsDefault: false},
    ];
    expect(toListenerCertificates('x', listed)).to.deep.equal([
      {arn: 'a', isDefault: true},
      {arn: 'b', isDefault: false},
    ]);
  });

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
      Associations: [{Main: true}, {SubnetId: 'subnet-a', Main: false}],
      Routes: [
        {DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active'},
        {DestinationIpv6CidrBlock: '::/0', NatGatewayId: 'nat-1', State: 'blackhole'},
        {DestinationPrefixListId: 'pl-1', State: 'active'},
      ],
    });
    expect(table).to.deep.equal({
      id: 'rtb-1',
      isMain: true,
      subnetIds: ['subnet-a'],
      routes: [
        {destination: '10.0.0.0/16', target: 'local', state: 'active'},
        {destination: '::/0', target: 'nat-1', state: 'blackhole'},
        {destination: 'pl-1', target: 'unknown', state: 'active'},
      ],
    });
  });

  it('of records knows every routing policy', () => {
    const policy = (members: Partial<ResourceRecordSet>) =>
      toDnsRecord('x', {Name: 'a.', Type: 'A', TTL: 60, ResourceRecords: [{Value: '192.0.2.1'}], ...members})
        .routingPolicy;
    expect(policy({})).to.equal('simple');
    expect(policy({Weight: 0})).to.equal('weighted');
    expect(policy({Failover: 'PRIMARY'})).to.equal('failover');
    expect(policy({Region: 'eu-central-1'})).to.equal('latency');
    expect(policy({GeoLocation: {CountryCode: '*'}})).to.equal('geolocation');
    expect(policy({GeoProximityLocation: {AWSRegion: 'eu-central-1'}})).to.equal('geoproximity');
    expect(policy({CidrRoutingConfig: {CollectionId: 'c', LocationName: '*'}})).to.equal('cidr');
    expect(policy({MultiValueAnswer: true})).to.equal('multivalue');
  });
});

function rule(members: Partial<Rule>): Rule {
  return {
    RuleArn: 'arn:rule',
    Priority: '1',
    Conditions: [],
    Actions: [{Type: 'forward', TargetGroupArn: 'a'}],
    ...members,
  };
}

function action(from: Action) {
  return toListenerRules('x', [rule({Actions: [from]})])[0]?.actions[0];
}

function forward(...weights: [string, number][]) {
  return {type: 'forward', order: 1, targets: weights.map(([targetGroupArn, weight]) => ({targetGroupArn, weight}))};
}
