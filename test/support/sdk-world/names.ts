import type {AwsWorld, ZoneWorld} from '../../../src/lab/aws-world.ts';
import type {Answers} from './answers.ts';

/** What STS, Route 53 and ACM answer in a world of the lab. */
export function namesAnswers(world: AwsWorld): Answers {
  const zones = [world, ...world.otherZones];
  const byId = (id: unknown) => zones.find(({hostedZone}) => hostedZone.id === id) ?? world;
  return {
    ListHostedZonesCommand: () => ({HostedZones: zones.map(toZone), IsTruncated: false}),
    GetHostedZoneCommand: ({Id}) => ({
      HostedZone: toZone(byId(Id)),
      DelegationSet: {NameServers: [...byId(Id).delegation.nameServers]},
    }),
    ListResourceRecordSetsCommand: ({HostedZoneId}) => ({
      ResourceRecordSets: byId(HostedZoneId).records.map((record) => ({
        Name: `${record.name}.`,
        Type: record.type,
        ...(record.ttlSeconds === null ? {} : {TTL: record.ttlSeconds}),
        ResourceRecords: record.values.map((Value) => ({Value})),
        ...(record.alias === null
          ? {}
          : {
              AliasTarget: {
                HostedZoneId: record.alias.hostedZoneId,
                DNSName: `${record.alias.dnsName}.`,
                EvaluateTargetHealth: record.alias.evaluateTargetHealth,
              },
            }),
      })),
      IsTruncated: false,
    }),
    TestDNSAnswerCommand: ({RecordName, RecordType}) => ({
      Nameserver: world.delegation.nameServers[0],
      RecordName,
      RecordType,
      RecordData: ['198.51.100.20'],
      ResponseCode: 'NOERROR',
      Protocol: 'UDP',
    }),
    ListCertificatesCommand: () => ({
      CertificateSummaryList: world.certificates.map((certificate) => ({
        CertificateArn: certificate.arn,
        DomainName: certificate.domainName,
        SubjectAlternativeNameSummaries: [...certificate.subjectAlternativeNames],
        HasAdditionalSubjectAlternativeNames: false,
        Status: certificate.status,
      })),
    }),
    DescribeCertificateCommand: ({CertificateArn}) => ({
      Certificate: world.certificates
        .filter(({arn}) => arn === CertificateArn)
        .map((certificate) => ({
          CertificateArn: certificate.arn,
          DomainName: certificate.domainName,
          SubjectAlternativeNames: [...certificate.subjectAlternativeNames],
          Status: certificate.status,
          Type: certificate.type,
          KeyAlgorithm: certificate.keyAlgorithm,
          NotBefore: dateOf(certificate.notBefore),
          NotAfter: dateOf(certificate.notAfter),
          InUseBy: [...certificate.inUseBy],
          RenewalEligibility: certificate.renewalEligibility,
          DomainValidationOptions: certificate.domainValidation.map(({domainName, status, method, record}) => ({
            DomainName: domainName,
            ValidationStatus: status,
            ValidationMethod: method,
            ...(record === null ? {} : {ResourceRecord: {Name: record.name, Type: record.type, Value: record.value}}),
          })),
        }))[0],
    }),
  };
}

function toZone({hostedZone}: ZoneWorld): object {
  return {
    Id: `/hostedzone/${hostedZone.id}`,
    Name: `${hostedZone.name}.`,
    Config: {PrivateZone: hostedZone.isPrivate},
  };
}

function dateOf(text: string | null): Date | undefined {
  return text === null ? undefined : new Date(text);
}
