import {type ACMClient, DescribeCertificateCommand} from '@aws-sdk/client-acm';
import {
  type ChangeAction,
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  type ResourceRecordSet,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import {type Edge, HOST} from './aws-edge.ts';
import {given} from './given.ts';

/** A public zone for georgi.io; its id, without the `/hostedzone/` in front. */
export async function createZone(route53: Route53Client): Promise<string> {
  const made = await route53.send(new CreateHostedZoneCommand({Name: 'georgi.io', CallerReference: 'e2e'}));
  return given(made.HostedZone?.Id).replace('/hostedzone/', '');
}

/** Writes or deletes the alias of the host to the load balancer, as Route 53 shows what the console wrote. */
export async function changeAlias(
  route53: Route53Client,
  zoneId: string,
  edge: Edge,
  action: ChangeAction,
): Promise<void> {
  await change(route53, zoneId, action, {
    Name: HOST,
    Type: 'A',
    AliasTarget: {
      HostedZoneId: edge.hostedZoneId,
      DNSName: `dualstack.${edge.dnsName}.`,
      EvaluateTargetHealth: false,
    },
  });
}

/** The CNAME by which ACM validates a certificate. */
export async function addValidationRecord(
  {acm, route53}: {readonly acm: ACMClient; readonly route53: Route53Client},
  zoneId: string,
  certificateArn: string,
): Promise<void> {
  const {Certificate} = await acm.send(new DescribeCertificateCommand({CertificateArn: certificateArn}));
  const {Name, Value} = given(Certificate?.DomainValidationOptions?.[0]?.ResourceRecord);
  await change(route53, zoneId, 'CREATE', {Name, Type: 'CNAME', TTL: 300, ResourceRecords: [{Value}]});
}

async function change(
  route53: Route53Client,
  zoneId: string,
  Action: ChangeAction,
  record: ResourceRecordSet,
): Promise<void> {
  await route53.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: zoneId,
      ChangeBatch: {Changes: [{Action, ResourceRecordSet: record}]},
    }),
  );
}
