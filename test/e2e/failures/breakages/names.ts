import {
  CreateHealthCheckCommand,
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import {HOST} from '../../support/aws-edge.ts';
import {REGION} from '../../support/aws-identities.ts';
import {given} from '../../support/given.ts';
import type {EmulatedBreakage} from '../breakage.ts';
import {allOf, changeNames} from '../changes.ts';
import {aliasTo, HOST_ZONE} from '../zones.ts';

/** What hangs on the zone being asked at all. */
const ALL_NAMES = ['record', 'delegation', 'ttl', 'validation-record'];

/** The NS records with a server of Route 53 that the zone does not have. */
function withStranger(record: ResourceRecordSet): ResourceRecordSet {
  return {...record, ResourceRecords: [...(record.ResourceRecords ?? []).slice(1), {Value: 'ns-1.awsdns-00.com'}]};
}

export const NAME_BREAKAGES: readonly EmulatedBreakage[] = [
  {
    fault: 'the record is missing',
    known: [],
    fails: ['record', 'ttl'],
    breaks: (world) => changeNames(world, [['DELETE', world.names.alias]]),
  },
  {
    fault: 'the zone was created and never delegated to',
    known: [23],
    fails: ALL_NAMES,
    cannotTell: ['old-record-gone'],
    breaks: (world) => changeNames(world, [['DELETE', world.names.delegation]], world.names.parentZoneId),
  },
  {
    fault: 'the delegation names the servers of a zone that was deleted since',
    known: [23],
    fails: ALL_NAMES,
    cannotTell: ['old-record-gone'],
    breaks: (world) => {
      const stale = {
        ...world.names.delegation,
        ResourceRecords: ['ns-1.awsdns-00.com', 'ns-513.awsdns-00.net'].map((Value) => ({Value})),
      };
      const changes = [
        ['DELETE', world.names.delegation],
        ['UPSERT', stale],
      ] as const;
      return changeNames(world, changes, world.names.parentZoneId);
    },
  },
  {
    fault: 'a CAA record names another authority, and ACM must not renew the certificate',
    known: [22],
    fails: ['validation-record'],
    breaks: (world) => {
      const caa = {
        Name: HOST_ZONE,
        Type: 'CAA' as const,
        TTL: 300,
        ResourceRecords: [{Value: '0 issue "letsencrypt.org"'}],
      };
      return changeNames(world, [['UPSERT', caa]]);
    },
  },
  {
    fault: 'one of the name servers in the delegation is of a zone that was deleted since',
    known: [23],
    fails: ALL_NAMES,
    cannotTell: ['old-record-gone'],
    breaks: async (world) => {
      const {delegation, parentZoneId} = world.names;
      await changeNames(world, [['UPSERT', withStranger(delegation)]], parentZoneId);
      return () => changeNames(world, [['UPSERT', delegation]], parentZoneId);
    },
  },
  {
    fault: 'the delegation names servers that may be white-label ones, whose addresses are not known',
    known: [],
    fails: [],
    cannotTell: [...ALL_NAMES, 'old-record-gone'],
    breaks: async (world) => {
      const {delegation, parentZoneId} = world.names;
      const named = ['a', 'b', 'c', 'd'].map((letter) => ({Value: `${letter}.ns.example.net`}));
      await changeNames(world, [['UPSERT', {...delegation, ResourceRecords: named}]], parentZoneId);
      return () => changeNames(world, [['UPSERT', delegation]], parentZoneId);
    },
  },
  {
    fault: 'the zone names a server of another zone for itself, which resolvers go by once they asked it',
    known: [],
    fails: ALL_NAMES,
    cannotTell: ['old-record-gone'],
    breaks: async (world) => {
      await changeNames(world, [['UPSERT', withStranger(world.names.delegation)]]);
      return () => changeNames(world, [['UPSERT', world.names.delegation]]);
    },
  },
  {
    fault: 'the record was made in the parent zone, where the delegation hides it',
    known: [23],
    fails: ['record', 'ttl'],
    breaks: async (world) =>
      allOf(
        await changeNames(world, [['DELETE', world.names.alias]]),
        await changeNames(world, [['UPSERT', world.names.alias]], world.names.parentZoneId),
      ),
  },
  {
    fault: 'a private zone in the VPC answers for the host, and has no record of it',
    known: [24],
    fails: ['record'],
    breaks: async ({route53, network}) => {
      const made = await route53.send(
        new CreateHostedZoneCommand({
          Name: HOST_ZONE,
          CallerReference: `private-${Date.now()}`,
          VPC: {VPCId: network.vpcId, VPCRegion: REGION},
          HostedZoneConfig: {PrivateZone: true},
        }),
      );
      const Id = given(made.HostedZone?.Id);
      return () => route53.send(new DeleteHostedZoneCommand({Id}));
    },
  },
  {
    fault: 'the alias still names the old load balancer',
    known: [25],
    fails: ['record'],
    breaks: (world) =>
      changeNames(world, [
        ['DELETE', world.names.alias],
        ['UPSERT', aliasTo({...world.edge, dnsName: `old-alb-7.${REGION}.elb.amazonaws.com`}, 'A')],
      ]),
  },
  {
    fault: "the alias has the hosted zone id of the host's own zone",
    known: [25],
    fails: ['record'],
    breaks: (world) =>
      changeNames(world, [
        ['DELETE', world.names.alias],
        ['UPSERT', aliasTo({...world.edge, hostedZoneId: 'Z3NO53DMJI18L4'}, 'A')],
      ]),
  },
  {
    fault: 'there is an AAAA record for a load balancer without IPv6',
    known: [26],
    fails: ['record'],
    breaks: (world) => changeNames(world, [['UPSERT', aliasTo(world.edge, 'AAAA')]]),
  },
  {
    fault: 'half of the answers still name the old load balancer',
    known: [27],
    fails: ['record'],
    breaks: (world) => {
      const old = {...world.edge, dnsName: `old-alb-7.${REGION}.elb.amazonaws.com`};
      return changeNames(world, [
        ['DELETE', world.names.alias],
        ['UPSERT', {...world.names.alias, SetIdentifier: 'new', Weight: 1}],
        ['UPSERT', {...aliasTo(old, 'A'), SetIdentifier: 'old', Weight: 1}],
      ]);
    },
  },
  {
    fault: 'the endpoint of a health check is gone, and the old load balancer answers although its weight is 0',
    known: [27],
    fails: ['record'],
    breaks: async (world) => {
      const old = {...world.edge, dnsName: `old-alb-7.${REGION}.elb.amazonaws.com`};
      const {HealthCheck} = await world.route53.send(
        new CreateHealthCheckCommand({
          CallerReference: 'e2e-endpoint',
          HealthCheckConfig: {
            Type: 'HTTPS',
            FullyQualifiedDomainName: 'gone.invalid',
            Port: 443,
            ResourcePath: '/health',
          },
        }),
      );
      return changeNames(world, [
        ['DELETE', world.names.alias],
        ['UPSERT', {...world.names.alias, SetIdentifier: 'new', Weight: 1, HealthCheckId: HealthCheck?.Id}],
        ['UPSERT', {...aliasTo(old, 'A'), SetIdentifier: 'old', Weight: 0}],
      ]);
    },
  },
  {
    fault: 'an HTTPS record, which browsers go by, names the old load balancer and is kept for a day',
    known: [],
    fails: ['record', 'ttl'],
    breaks: (world) => {
      const old = `old-alb-7.${REGION}.elb.amazonaws.com.`;
      return changeNames(world, [
        ['UPSERT', {Name: HOST, Type: 'HTTPS', TTL: 86_400, ResourceRecords: [{Value: `0 ${old}`}]}],
      ]);
    },
  },
  {
    fault: 'the host fails over to a maintenance page, and nothing says that one is meant',
    known: [],
    fails: ['record'],
    cannotTell: ['ttl'],
    breaks: async (world) => {
      const {alias} = world.names;
      const page = {
        HostedZoneId: 'Z2FDTNDATAQYW2',
        DNSName: 'd111111abcdef8.cloudfront.net.',
        EvaluateTargetHealth: false,
      };
      const healthy = {...alias.AliasTarget, EvaluateTargetHealth: true} as typeof alias.AliasTarget;
      return changeNames(world, [
        ['DELETE', alias],
        ['UPSERT', {...alias, AliasTarget: healthy, SetIdentifier: 'service', Failover: 'PRIMARY'}],
        ['UPSERT', {...alias, AliasTarget: page, SetIdentifier: 'page', Failover: 'SECONDARY'}],
      ]);
    },
  },
  {
    fault: 'the record holds an address of the load balancer',
    known: [],
    fails: ['record'],
    breaks: (world) =>
      changeNames(world, [
        ['DELETE', world.names.alias],
        ['UPSERT', {Name: HOST, Type: 'A', TTL: 60, ResourceRecords: [{Value: '198.51.100.20'}]}],
      ]),
  },
  {
    fault: 'the record is a CNAME that resolvers keep for a day',
    known: [],
    fails: ['ttl'],
    breaks: (world) =>
      changeNames(world, [
        ['DELETE', world.names.alias],
        ['UPSERT', {Name: HOST, Type: 'CNAME', TTL: 86_400, ResourceRecords: [{Value: world.edge.dnsName}]}],
      ]),
  },
  {
    fault: 'the record of the old host was left behind',
    known: [],
    fails: ['old-record-gone'],
    breaks: (world) => changeNames(world, [['UPSERT', {...world.names.alias, Name: `old.${HOST_ZONE}`}]]),
  },
  {
    fault: 'the record of the old host was deleted, and a wildcard answers in its place',
    known: [],
    fails: ['old-record-gone'],
    breaks: (world) => changeNames(world, [['UPSERT', {...world.names.alias, Name: `*.${HOST_ZONE}`}]]),
  },
  {
    fault: 'the CNAME by which ACM renews the certificate is gone',
    known: [22],
    fails: ['validation-record'],
    breaks: (world) => changeNames(world, [['DELETE', world.names.validation]]),
  },
  {
    fault: 'the CNAME by which ACM renews the certificate was left in the parent zone',
    known: [22],
    fails: ['validation-record'],
    breaks: async (world) =>
      allOf(
        await changeNames(world, [['DELETE', world.names.validation]]),
        await changeNames(world, [['UPSERT', world.names.validation]], world.names.parentZoneId),
      ),
  },
];
