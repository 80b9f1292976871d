import {PutDashboardCommand} from '@aws-sdk/client-cloudwatch';
import type {AwsWorld} from '../../../../src/lab/aws-world.ts';
import {HOST} from '../../support/aws-edge.ts';
import {REGION} from '../../support/aws-identities.ts';
import type {EmulatedUnusual, MockedUnusual, RecordedUnusual} from '../breakage.ts';
import {changeNames} from '../changes.ts';
import {ALARMS, DASHBOARD, dimensionsOf, putDashboard} from '../monitoring.ts';
import {withRule} from './mocked.ts';
import {underComposite} from './monitoring.ts';

/** What is not as most have it, and right: nothing may fail in these worlds, and nothing may say that it cannot tell. */
export const EMULATED_UNUSUAL: readonly EmulatedUnusual[] = [
  {
    what: 'an HTTPS record says which protocols the host speaks, and names no other',
    makes: (world) =>
      changeNames(world, [
        ['UPSERT', {Name: HOST, Type: 'HTTPS', TTL: 60, ResourceRecords: [{Value: '1 . alpn="h2,http/1.1"'}]}],
      ]),
  },
  {
    what: 'the delegation names three of the four name servers of the zone',
    makes: async (world) => {
      const {delegation, parentZoneId} = world.names;
      const three = {...delegation, ResourceRecords: (delegation.ResourceRecords ?? []).slice(1)};
      await changeNames(world, [['UPSERT', three]], parentZoneId);
      return () => changeNames(world, [['UPSERT', delegation]], parentZoneId);
    },
  },
  {
    what: 'the alarm tells nobody itself, and a composite alarm that fires with it pages',
    makes: (world) => underComposite(world, {AlarmRule: `ALARM("${ALARMS.errors}")`}),
  },
  {
    what: 'the dashboard hides a metric, and shows what an expression fills it to',
    makes: async ({cloudWatch, edge, targetGroups}) => {
      const [loadBalancer, group] = dimensionsOf(edge, targetGroups.sse);
      const ofGroup = ['TargetGroup', group?.Value, 'LoadBalancer', loadBalancer?.Value];
      const metrics = [
        ['AWS/ApplicationELB', 'HealthyHostCount', ...ofGroup],
        ['AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', ...ofGroup, {id: 'm1', visible: false}],
        [{expression: 'FILL(m1, 0)', id: 'e1'}],
      ];
      const DashboardBody = JSON.stringify({widgets: [{type: 'metric', properties: {region: REGION, metrics}}]});
      await cloudWatch.send(new PutDashboardCommand({DashboardName: DASHBOARD, DashboardBody}));
      return () => putDashboard(cloudWatch, edge, targetGroups.sse);
    },
  },
];

export const RECORDED_UNUSUAL: readonly RecordedUnusual[] = [
  {
    what: 'a certificate of the host that has expired, with a larger key, is still on the listener beside a valid one',
    makes: withExpiredCertificate,
  },
];

export const MOCKED_UNUSUAL: readonly MockedUnusual[] = [
  {
    what: 'the first rule is for another host, by a regular expression that takes none of ours however it is read',
    operation: 'DescribeRules',
    makes: withRule({
      Priority: '10',
      Conditions: [{Field: 'host-header', HostHeaderConfig: {RegexValues: ['^admin\\.georgi\\.io$']}}],
      Actions: [{Type: 'fixed-response', Order: 1, FixedResponseConfig: {StatusCode: '410'}}],
    }),
  },
];

function withExpiredCertificate(world: AwsWorld): AwsWorld {
  const valid = world.certificates.find(({domainName}) => domainName === HOST);
  if (valid === undefined) throw new Error(`there is no certificate of ${HOST}`);
  const expired = {
    ...valid,
    arn: valid.arn.replace(/[^/]+$/, '00000000-0000-4000-8000-000000000001'),
    status: 'EXPIRED',
    keyAlgorithm: 'RSA_4096',
    notAfter: '2026-11-01T23:59:59.000Z',
  };
  return {
    ...world,
    certificates: [...world.certificates, expired],
    listenerCertificates: [...world.listenerCertificates, {arn: expired.arn, isDefault: false}],
  };
}

/** What each of these worlds is like. */
export const UNUSUAL: readonly string[] = [EMULATED_UNUSUAL, RECORDED_UNUSUAL, MOCKED_UNUSUAL].flatMap((worlds) =>
  worlds.map(({what}) => what),
);
