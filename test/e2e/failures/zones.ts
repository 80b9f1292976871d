import {type ACMClient, DescribeCertificateCommand} from '@aws-sdk/client-acm';
import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  type ResourceRecordSet,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import {type Certificates, type Edge, HOST} from '../support/aws-edge.ts';
import {given} from '../support/given.ts';
import type {Clients} from './world.ts';

export const HOST_ZONE = 'run.georgi.io';

/** The zone of the company, the zone of the host that it delegates to, and what stands in them. */
export interface Names {
  readonly parentZoneId: string;
  readonly hostZoneId: string;
  readonly delegation: ResourceRecordSet;
  readonly alias: ResourceRecordSet;
  /** The CNAME by which ACM validates the certificate of the host. */
  readonly validation: ResourceRecordSet;
}

export async function createNames(
  {acm, route53}: Pick<Clients, 'acm' | 'route53'>,
  parentZoneId: string,
  edge: Edge,
  certificates: Certificates,
): Promise<Names> {
  const made = await route53.send(new CreateHostedZoneCommand({Name: HOST_ZONE, CallerReference: 'e2e-host'}));
  const hostZoneId = given(made.HostedZone?.Id).replace('/hostedzone/', '');
  const delegation: ResourceRecordSet = {
    Name: HOST_ZONE,
    Type: 'NS',
    TTL: 300,
    ResourceRecords: given(made.DelegationSet?.NameServers).map((Value) => ({Value})),
  };
  const alias = aliasTo(edge, 'A');
  const validation = await validationRecord(acm, certificates.mcp);
  await changeRecords(route53, parentZoneId, [['UPSERT', delegation]]);
  await changeRecords(route53, hostZoneId, [
    ['UPSERT', alias],
    ['UPSERT', validation],
  ]);
  return {parentZoneId, hostZoneId, delegation, alias, validation};
}

/** The alias of the host that the console would write. */
export function aliasTo(edge: Pick<Edge, 'dnsName' | 'hostedZoneId'>, Type: 'A' | 'AAAA'): ResourceRecordSet {
  return {
    Name: HOST,
    Type,
    AliasTarget: {
      HostedZoneId: edge.hostedZoneId,
      DNSName: `dualstack.${edge.dnsName}.`,
      EvaluateTargetHealth: false,
    },
  };
}

async function validationRecord(acm: ACMClient, arn: string): Promise<ResourceRecordSet> {
  const {Certificate} = await acm.send(new DescribeCertificateCommand({CertificateArn: arn}));
  const record = given(Certificate?.DomainValidationOptions?.[0]?.ResourceRecord);
  return {Name: given(record.Name), Type: 'CNAME', TTL: 300, ResourceRecords: [{Value: given(record.Value)}]};
}

/** For what is new too: the emulator refuses a CREATE that it has once seen, also after the record was deleted. */
export type Change = readonly ['UPSERT' | 'DELETE', ResourceRecordSet];

export async function changeRecords(route53: Route53Client, zoneId: string, changes: readonly Change[]): Promise<void> {
  await route53.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: zoneId,
      ChangeBatch: {Changes: changes.map(([Action, ResourceRecordSet]) => ({Action, ResourceRecordSet}))},
    }),
  );
}
