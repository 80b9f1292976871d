import type {AwsWorld} from '../../../../src/lab/aws-world.ts';
import type {DnsRecord, RegisteredDomain} from '../../../../src/model/facts/aws-facts.ts';
import {HOST, healthCheckOf, record, reports, targetGroup, zoneOf} from '../../../support/aws-facts.ts';
import type {RecordedBreakage} from '../breakage.ts';

const NAMES = ['record', 'record-target', 'ttl'];
const GONE = ['old-record-gone', 'old-record-gone-in-vpc'];

const SIGNER = {keyTag: 4711, algorithm: 13, digestType: 2, digest: 'AB'.repeat(32)};

const ERRORS = {name: 'errors', region: 'eu-central-1', watches: 'Sum > 5'};

/** Names: what the emulator's registrar, resolvers and health checks cannot show. */
export const RECORDED_NAMES: readonly RecordedBreakage[] = [
  {
    fault: 'the registration of the domain names the servers of a zone of that name in another account',
    known: [23],
    fails: NAMES,
    cannotTell: GONE,
    breaks: (world) =>
      withDomain(world, {
        nameServers: ['ns-7.awsdns-00.com', 'ns-513.awsdns-00.net'].map((name) => ({name, glueIps: []})),
      }),
  },
  {
    fault: 'the registrar has taken the domain out of DNS',
    known: [],
    fails: NAMES,
    cannotTell: GONE,
    breaks: (world) => withDomain(world, {statuses: ['clientHold']}),
  },
  {
    fault: 'the domain is registered elsewhere, and nobody stated which name servers are named there',
    known: [],
    fails: [],
    cannotTell: [...NAMES, ...GONE],
    breaks: (world) => ({...world, domains: []}),
  },
  {
    fault: 'the registry has a DS record of the domain, and its zone is no longer signed',
    known: [],
    fails: NAMES,
    cannotTell: GONE,
    breaks: (world) => withDomain(world, {signers: [SIGNER]}),
  },
  {
    fault: 'the zone is signed, and its key-signing key lost the KMS key it needs',
    known: [],
    fails: [],
    cannotTell: [...NAMES, ...GONE],
    breaks: (world) => ({
      ...withDomain(world, {signers: [SIGNER]}),
      signing: {status: 'ACTION_NEEDED', message: 'the KMS key is pending deletion', keys: []},
    }),
  },
  {
    fault: 'a private zone of another account answers in the VPC of the consumers',
    known: [24],
    fails: [],
    cannotTell: ['old-record-gone-in-vpc'],
    breaks: (world) => ({
      ...world,
      zonesOfVpcs: {'vpc-0consumer': [{id: 'Z0FOREIGN', name: 'georgi.io', owner: '999999999999'}]},
    }),
  },
  {
    fault: 'a private zone goes on naming the old host in the VPC of the consumers',
    known: [24],
    fails: GONE,
    breaks: (world) => {
      const zone = {id: 'ZCONSUMERS', name: 'old.georgi.io', isPrivate: true};
      const left = record({name: 'old.georgi.io', type: 'A', ttlSeconds: 60, values: ['10.0.0.7'], alias: null});
      return {...world, otherZones: [zoneOf(zone, [left], [], [{id: 'vpc-0consumer', region: 'eu-central-1'}])]};
    },
  },
  {
    fault: 'a target group of the new load balancer is empty, and Route 53 answers with the old one, of weight 0',
    known: [],
    fails: ['record'],
    breaks: (world) => ({...withWeights(world), targetGroups: [...world.targetGroups, emptyGroup(world)]}),
  },
  {
    fault: 'the health check of the record fails, and Route 53 answers with the old one, of weight 0',
    known: [],
    fails: ['record'],
    breaks: (world) => ({
      ...withWeights(world, {healthCheckId: 'hc-1'}),
      healthChecks: [healthCheckOf('hc-1', {}, {reports: reports(0)})],
    }),
  },
  {
    fault: 'the record goes by a routing control, whose state no health check tells',
    known: [],
    fails: [],
    cannotTell: ['record'],
    breaks: (world) => ({
      ...withWeights(world, {healthCheckId: 'hc-1'}),
      healthChecks: [healthCheckOf('hc-1', {type: 'RECOVERY_CONTROL'}, {reports: []})],
    }),
  },
  {
    fault: 'the alarm that a health check goes by was changed since, and Route 53 keeps to what it was',
    known: [],
    fails: [],
    cannotTell: ['record'],
    breaks: (world) => ({
      ...withWeights(world, {healthCheckId: 'hc-1'}),
      healthChecks: [
        healthCheckOf('hc-1', {type: 'CLOUDWATCH_METRIC', alarm: ERRORS}, {alarm: {state: 'OK', watches: 'Sum > 500'}}),
      ],
    }),
  },
];

/** The host as a group whose weight is on the load balancer, with an old one beside it. */
function withWeights(world: AwsWorld, changes: Partial<DnsRecord> = {}): AwsWorld {
  const records = world.records.flatMap((record): DnsRecord[] => {
    if (record.name !== HOST || record.alias === null) return [record];
    const weighted = {...record, routingPolicy: 'weighted'} as const;
    const alias = {...record.alias, evaluateTargetHealth: true};
    const dnsName = 'dualstack.old-alb-7.eu-central-1.elb.amazonaws.com.';
    return [
      {...weighted, setIdentifier: 'new', weight: 100, alias, ...changes},
      {...weighted, setIdentifier: 'old', weight: 0, alias: {...alias, evaluateTargetHealth: false, dnsName}},
    ];
  });
  return {...world, records};
}

function emptyGroup({loadBalancer}: AwsWorld) {
  return targetGroup('blue', {loadBalancerArns: [loadBalancer.arn]});
}

function withDomain(world: AwsWorld, changes: Partial<RegisteredDomain>): AwsWorld {
  return {...world, domains: world.domains.map((domain) => ({...domain, ...changes}))};
}
