import type {ListResourceRecordSetsCommandInput, VPCRegion} from '@aws-sdk/client-route-53';
import type {
  DnsRecord,
  HostedZone,
  RecordHealthCheck,
  VpcZone,
  ZoneDelegation,
  ZoneSigning,
} from '../../../model/facts/aws-facts.ts';
import type {Connection} from '../call.ts';
import type {Clients} from '../connections.ts';
import {everyPage} from '../pages.ts';
import {shapeOf} from '../shape.ts';
import {
  toDnsRecord,
  toHealthCheck,
  toHostedZone,
  toReports,
  toVpcZone,
  toZoneDelegation,
  toZoneSigning,
} from './mapping.ts';

type Route53 = Connection<Clients['route53']>;

const sdk = () => import('@aws-sdk/client-route-53');

export async function listHostedZones(route53: Route53, signal: AbortSignal): Promise<HostedZone[]> {
  const {ListHostedZonesCommand} = await sdk();
  const action = 'route53:ListHostedZones';
  const {required} = shapeOf(action);
  const all = await everyPage(action, 'HostedZones', async (Marker?: string) => {
    const page = await route53.call(action, signal, new ListHostedZonesCommand({Marker, MaxItems: 100}));
    return {
      items: page.HostedZones,
      next: required(page.IsTruncated, 'IsTruncated') ? required(page.NextMarker, 'NextMarker') : undefined,
    };
  });
  return all.map((from) => toHostedZone(action, from));
}

export async function getZoneDelegation(route53: Route53, Id: string, signal: AbortSignal): Promise<ZoneDelegation> {
  const {GetHostedZoneCommand} = await sdk();
  const action = 'route53:GetHostedZone';
  const answer = await route53.call(action, signal, new GetHostedZoneCommand({Id}));
  return toZoneDelegation(action, answer);
}

export async function getZoneSigning(
  route53: Route53,
  HostedZoneId: string,
  signal: AbortSignal,
): Promise<ZoneSigning> {
  const {GetDNSSECCommand} = await sdk();
  const action = 'route53:GetDNSSEC';
  return toZoneSigning(action, await route53.call(action, signal, new GetDNSSECCommand({HostedZoneId})));
}

export async function listZonesOfVpc(
  route53: Route53,
  {region, vpcId}: {readonly region: string; readonly vpcId: string},
  signal: AbortSignal,
): Promise<VpcZone[]> {
  const {ListHostedZonesByVPCCommand} = await sdk();
  const action = 'route53:ListHostedZonesByVPC';
  const question = {VPCId: vpcId, VPCRegion: region as VPCRegion, MaxItems: 100};
  const all = await everyPage(action, 'HostedZoneSummaries', async (NextToken?: string) => {
    const page = await route53.call(action, signal, new ListHostedZonesByVPCCommand({...question, NextToken}));
    return {items: page.HostedZoneSummaries, next: page.NextToken};
  });
  return all.map((from) => toVpcZone(action, from));
}

/** Where a page begins: without the set identifier, records of a set would be lost between pages. */
type Start = Pick<ListResourceRecordSetsCommandInput, 'StartRecordName' | 'StartRecordType' | 'StartRecordIdentifier'>;

/** The SDK has no paginator for this operation. */
export async function listRecords(route53: Route53, HostedZoneId: string, signal: AbortSignal): Promise<DnsRecord[]> {
  const {ListResourceRecordSetsCommand} = await sdk();
  const action = 'route53:ListResourceRecordSets';
  const {required} = shapeOf(action);
  const all = await everyPage(action, 'ResourceRecordSets', async (start?: Start) => {
    const page = await route53.call(
      action,
      signal,
      new ListResourceRecordSetsCommand({HostedZoneId, ...start, MaxItems: 300}),
    );
    const next: Start | undefined = required(page.IsTruncated, 'IsTruncated')
      ? {
          StartRecordName: required(page.NextRecordName, 'NextRecordName'),
          StartRecordType: required(page.NextRecordType, 'NextRecordType'),
          StartRecordIdentifier: page.NextRecordIdentifier,
        }
      : undefined;
    return {items: page.ResourceRecordSets, next};
  });
  return all.map((from) => toDnsRecord(action, from));
}

export async function getHealthCheck(
  route53: Route53,
  HealthCheckId: string,
  signal: AbortSignal,
): Promise<RecordHealthCheck> {
  const {GetHealthCheckCommand} = await sdk();
  const action = 'route53:GetHealthCheck';
  return toHealthCheck(action, await route53.call(action, signal, new GetHealthCheckCommand({HealthCheckId})));
}

export async function getHealthCheckReports(
  route53: Route53,
  HealthCheckId: string,
  signal: AbortSignal,
): Promise<string[]> {
  const {GetHealthCheckStatusCommand} = await sdk();
  const action = 'route53:GetHealthCheckStatus';
  return toReports(action, await route53.call(action, signal, new GetHealthCheckStatusCommand({HealthCheckId})));
}
