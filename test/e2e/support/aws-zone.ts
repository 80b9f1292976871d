import {type ACMClient, DescribeCertificateCommand} from '@aws-sdk/client-acm';
import {
  type ChangeAction,
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  ListHostedZonesCommand,
  type ResourceRecordSet,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import {
  RegisterDomainCommand,
  type Route53DomainsClient,
  UpdateDomainNameserversCommand,
} from '@aws-sdk/client-route-53-domains';
import {type Edge, HOST} from './aws-edge.ts';
import {given} from './given.ts';

const DOMAIN = 'georgi.io';

/** No registrar takes a domain without. */
const OWNER = {
  FirstName: 'Ada',
  LastName: 'Example',
  ContactType: 'PERSON',
  AddressLine1: '1 Example Street',
  City: 'Berlin',
  CountryCode: 'DE',
  ZipCode: '10115',
  PhoneNumber: '+49.301234567',
  Email: 'ada@example.com',
} as const;

/** The domain georgi.io, registered in the account and with a public zone there. The zone's id, without `/hostedzone/`. */
export async function createZone({
  route53,
  domains,
}: {
  readonly route53: Route53Client;
  readonly domains: Route53DomainsClient;
}): Promise<string> {
  await domains.send(
    new RegisterDomainCommand({
      DomainName: DOMAIN,
      DurationInYears: 2,
      AdminContact: OWNER,
      RegistrantContact: OWNER,
      TechContact: OWNER,
    }),
  );
  // The emulator's registrar makes a zone without name servers: one of our own takes its place.
  const {HostedZones} = await route53.send(new ListHostedZonesCommand({}));
  for (const {Id} of HostedZones ?? []) await route53.send(new DeleteHostedZoneCommand({Id}));
  const made = await route53.send(new CreateHostedZoneCommand({Name: DOMAIN, CallerReference: 'e2e'}));
  const Nameservers = given(made.DelegationSet?.NameServers).map((Name) => ({Name}));
  await domains.send(new UpdateDomainNameserversCommand({DomainName: DOMAIN, Nameservers}));
  return given(made.HostedZone?.Id).replace('/hostedzone/', '');
}

/** Writes or deletes the alias of a host to the load balancer, as Route 53 shows what the console wrote. */
export async function changeAlias(
  route53: Route53Client,
  zoneId: string,
  edge: Edge,
  action: ChangeAction,
  host = HOST,
): Promise<void> {
  await change(route53, zoneId, action, {
    Name: host,
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
