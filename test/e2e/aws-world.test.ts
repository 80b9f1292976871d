import {ACMClient, DescribeCertificateCommand} from '@aws-sdk/client-acm';
import {CloudWatchClient, DescribeAlarmsCommand} from '@aws-sdk/client-cloudwatch';
import {DescribeRouteTablesCommand, DescribeSecurityGroupsCommand, EC2Client} from '@aws-sdk/client-ec2';
import {DescribeServicesCommand, ECSClient} from '@aws-sdk/client-ecs';
import {
  DescribeListenerCertificatesCommand,
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {ListHostedZonesCommand, ListResourceRecordSetsCommand, Route53Client} from '@aws-sdk/client-route-53';
import {GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts';
import {fromIni, fromTemporaryCredentials} from '@aws-sdk/credential-providers';
import {expect} from 'chai';
import {ALARMS} from './failures/monitoring.ts';
import {ACCOUNTS, READER_ACTIONS, READER_ROLE, REGION} from './support/aws-identities.ts';
import {type AwsFault, type AwsWorld, buildWorld} from './support/aws-world.ts';
import {given} from './support/given.ts';
import {type Moto, startMoto} from './support/moto.ts';

/** What the emulator says about the world, reduced to what the faults change. */
interface Seen {
  readonly alias: string | null;
  readonly certificates: readonly string[];
  readonly scheme: string;
  readonly open: readonly string[];
  /** `priority -> what it does`, in order. */
  readonly rules: readonly string[];
  /** How many targets streams have. */
  readonly targets: number;
  /** The ports that the tasks' group opens. */
  readonly tasksAdmit: readonly (number | undefined)[];
  /** Whose errors the alarm watches. */
  readonly watched: string | undefined;
}

const RIGHT: Seen = {
  alias: 'dualstack.central-alb-1.eu-central-1.elb.amazonaws.com.',
  certificates: ['*.georgi.io ISSUED', 'mcp.run.georgi.io ISSUED'],
  scheme: 'internet-facing',
  open: ['tcp 443-443 0.0.0.0/0 ::/0'],
  rules: [
    '90 /jessica-service/mcp/sse* -> jessica-service-sse',
    '95 mcp.run.georgi.io -> 404',
    '100 /jessica-service/ws* -> jessica-service-ws',
    '110 /jessica-service/* -> jessica-service-api',
    'default -> 404',
  ],
  targets: 1,
  tasksAdmit: [8000],
  watched: 'jessica-service-sse',
};

const WRONG: Record<AwsFault, Partial<Seen>> = {
  'record-missing': {alias: null},
  'certificate-too-short': {certificates: ['*.georgi.io ISSUED']},
  'internal-load-balancer': {scheme: 'internal'},
  'port-closed': {open: ['tcp 443-443 a group']},
  'rule-order': {
    rules: [
      '80 mcp.run.georgi.io -> 404',
      '90 /jessica-service/mcp/sse* -> jessica-service-sse',
      ...RIGHT.rules.slice(2),
    ],
  },
  'not-delegated': {alias: null},
  exposed: {rules: [...RIGHT.rules.slice(0, -1), '200 /admin* -> billing-admin', 'default -> 404']},
  'two-tasks': {targets: 2},
  'task-group-closed': {tasksAdmit: []},
  'alarm-on-old': {watched: 'jessica-service-api'},
};

describe('e2e: the world built in the AWS emulator', function () {
  this.timeout(120_000);
  let moto: Moto;
  let world: AwsWorld;

  before(async () => {
    moto = await startMoto();
  });

  beforeEach(async () => {
    await moto.reset();
    world = await buildWorld(moto.url);
  });

  afterEach(() => world.close());

  after(() => moto.close());

  /** Credentials as the AWS SDK finds them in the files that the world wrote. */
  function clients() {
    const files = {
      filepath: given(world.env.AWS_SHARED_CREDENTIALS_FILE),
      configFilepath: given(world.env.AWS_CONFIG_FILE),
    };
    const clientConfig = {endpoint: moto.url, region: REGION};
    const platform = fromTemporaryCredentials({
      masterCredentials: fromIni({...files, profile: 'default'}),
      params: {RoleArn: `arn:aws:iam::${ACCOUNTS.platform}:role/${READER_ROLE}`, RoleSessionName: 'e2e'},
      clientConfig,
    });
    const dns = fromIni({...files, profile: 'network', clientConfig});
    return {
      elb: new ElasticLoadBalancingV2Client({...clientConfig, credentials: platform}),
      ec2: new EC2Client({...clientConfig, credentials: platform}),
      acm: new ACMClient({...clientConfig, credentials: platform}),
      cloudWatch: new CloudWatchClient({...clientConfig, credentials: platform}),
      ecs: new ECSClient({...clientConfig, credentials: platform}),
      route53: new Route53Client({...clientConfig, credentials: dns}),
      platformSts: new STSClient({...clientConfig, credentials: platform}),
      dnsSts: new STSClient({...clientConfig, credentials: dns}),
    };
  }

  async function look(): Promise<Seen> {
    const {elb, ec2, acm, cloudWatch, route53} = clients();
    const loadBalancer = given(
      (await elb.send(new DescribeLoadBalancersCommand({Names: ['central-alb']}))).LoadBalancers?.[0],
    );
    const listeners = await elb.send(new DescribeListenersCommand({LoadBalancerArn: loadBalancer.LoadBalancerArn}));
    const ListenerArn = given(listeners.Listeners?.[0]?.ListenerArn);
    const groups = await elb.send(new DescribeTargetGroupsCommand({}));
    const nameOf = new Map(groups.TargetGroups?.map((group) => [group.TargetGroupArn, group.TargetGroupName]));
    const rules = await elb.send(new DescribeRulesCommand({ListenerArn}));
    const attached = await elb.send(new DescribeListenerCertificatesCommand({ListenerArn}));
    const certificates: string[] = [];
    for (const {CertificateArn} of attached.Certificates ?? []) {
      const {Certificate} = await acm.send(new DescribeCertificateCommand({CertificateArn}));
      certificates.push(`${Certificate?.DomainName} ${Certificate?.Status}`);
    }
    const open = await ec2.send(new DescribeSecurityGroupsCommand({GroupIds: loadBalancer.SecurityGroups}));
    const targets = await elb.send(new DescribeTargetHealthCommand({TargetGroupArn: world.targetGroups.sse}));
    const tasks = await ec2.send(
      new DescribeSecurityGroupsCommand({Filters: [{Name: 'group-name', Values: ['jessica-service-tasks']}]}),
    );
    const alarms = await cloudWatch.send(new DescribeAlarmsCommand({AlarmNames: [ALARMS.errors]}));
    const zones = await route53.send(new ListHostedZonesCommand({}));
    const zone = given(zones.HostedZones?.find(({Name}) => Name === 'georgi.io.'));
    const records = await route53.send(new ListResourceRecordSetsCommand({HostedZoneId: zone.Id}));
    return {
      alias: records.ResourceRecordSets?.find(({Name}) => Name === 'mcp.run.georgi.io.')?.AliasTarget?.DNSName ?? null,
      certificates,
      scheme: given(loadBalancer.Scheme),
      open: given(open.SecurityGroups?.[0]?.IpPermissions).map((permission) =>
        [
          permission.IpProtocol,
          `${permission.FromPort}-${permission.ToPort}`,
          ...given(permission.IpRanges).map(({CidrIp}) => CidrIp),
          ...given(permission.Ipv6Ranges).map(({CidrIpv6}) => CidrIpv6),
          ...given(permission.UserIdGroupPairs).map(() => 'a group'),
        ].join(' '),
      ),
      rules: given(rules.Rules)
        .map((rule) => {
          const condition = rule.Conditions?.find(({Field}) => Field === 'path-pattern') ?? rule.Conditions?.[0];
          const values = condition?.PathPatternConfig?.Values ?? condition?.HostHeaderConfig?.Values ?? [];
          const action = given(rule.Actions?.[0]);
          const does = action.FixedResponseConfig?.StatusCode ?? nameOf.get(action.TargetGroupArn);
          return [rule.Priority, ...values, '->', does].join(' ');
        })
        .sort((a, b) => (Number.parseInt(a, 10) || 50_001) - (Number.parseInt(b, 10) || 50_001)),
      targets: given(targets.TargetHealthDescriptions).length,
      tasksAdmit: given(tasks.SecurityGroups?.[0]?.IpPermissions).map(({ToPort}) => ToPort),
      watched: alarms.MetricAlarms?.[0]?.Dimensions?.find(({Name}) => Name === 'TargetGroup')?.Value?.split('/')[1],
    };
  }

  it('is right, in two accounts', async () => {
    expect(await look()).to.deep.equal(RIGHT);
    const {platformSts, dnsSts} = clients();
    expect((await platformSts.send(new GetCallerIdentityCommand({}))).Account).to.equal(ACCOUNTS.platform);
    expect((await dnsSts.send(new GetCallerIdentityCommand({}))).Account).to.equal(ACCOUNTS.dns);
  });

  it('leads both subnets to an internet gateway, cuts idle streams after 3 s and registers the service', async () => {
    const {ec2, elb, ecs} = clients();
    const tables = await ec2.send(new DescribeRouteTablesCommand({}));
    const table = tables.RouteTables?.find(({RouteTableId}) => RouteTableId === world.network.routeTableId);
    expect(table?.Associations?.map(({SubnetId}) => SubnetId)).to.have.members([...world.network.subnetIds]);
    expect(table?.Routes?.map(({GatewayId}) => GatewayId)).to.include.members(['local']);
    expect(table?.Routes?.some(({GatewayId}) => GatewayId?.startsWith('igw-'))).to.equal(true);
    const attributes = await elb.send(
      new DescribeLoadBalancerAttributesCommand({LoadBalancerArn: world.edge.loadBalancerArn}),
    );
    expect(attributes.Attributes).to.deep.include({Key: 'idle_timeout.timeout_seconds', Value: '3'});
    const services = await ecs.send(new DescribeServicesCommand({cluster: 'main', services: ['jessica-service']}));
    expect(services.services?.[0]?.loadBalancers?.map(({targetGroupArn}) => targetGroupArn)).to.include(
      world.targetGroups.sse,
    );
  });

  for (const [fault, difference] of Object.entries(WRONG) as [AwsFault, Partial<Seen>][]) {
    it(`${fault} changes that and nothing else`, async () => {
      await world.breaks[fault]();
      expect(await look()).to.deep.equal({...RIGHT, ...difference});
    });
  }

  it('lets the reader read when permissions are asked for', async () => {
    await moto.requirePermissions();
    expect(await look()).to.deep.equal(RIGHT);
  });

  it('denies the reader a call that the policy does not name', async () => {
    await world.close();
    await moto.reset();
    world = await buildWorld(moto.url, {
      allowed: {platform: READER_ACTIONS.filter((action) => action !== 'elasticloadbalancing:DescribeRules')},
    });
    await moto.requirePermissions();
    const denied = await look().catch((error: Error) => error.message);
    expect(denied).to.include('elasticloadbalancing:DescribeRules');
  });
});
