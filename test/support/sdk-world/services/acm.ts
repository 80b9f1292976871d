import {MCP_CERTIFICATE} from '../../../../src/lab/worlds/names.ts';
import type {AcmFacts} from '../../../../src/model/facts/aws-facts.ts';
import {dateOf, type Played} from '../played.ts';

export const PLAYED: Played<keyof AcmFacts> = {
  clients: {ACMClient: 'acm'},
  answers: ({certificates}) => ({
    acm: {
      ListCertificates: () => ({
        CertificateSummaryList: certificates.map((certificate) => ({
          CertificateArn: certificate.arn,
          DomainName: certificate.domainName,
          SubjectAlternativeNameSummaries: [...certificate.subjectAlternativeNames],
          HasAdditionalSubjectAlternativeNames: false,
          Status: certificate.status,
        })),
      }),
      DescribeCertificate: ({CertificateArn}) => ({
        Certificate: certificates
          .filter(({arn}) => arn === CertificateArn)
          .map((certificate) => ({
            CertificateArn: certificate.arn,
            DomainName: certificate.domainName,
            SubjectAlternativeNames: [...certificate.subjectAlternativeNames],
            Serial: certificate.serial ?? undefined,
            Status: certificate.status,
            Type: certificate.type,
            Issuer: certificate.issuer ?? undefined,
            Subject: certificate.subject ?? undefined,
            SignatureAlgorithm: certificate.signatureAlgorithm ?? undefined,
            ExtendedKeyUsages: certificate.extendedKeyUsages.map((Name) => ({Name})),
            KeyUsages: certificate.keyUsages.map((Name) => ({Name})),
            Options: {
              Export: certificate.isExportable ? 'ENABLED' : 'DISABLED',
              CertificateTransparencyLoggingPreference: certificate.isLogged ? 'ENABLED' : 'DISABLED',
            },
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
    },
  }),
  asks: {
    certificate: (facts) => facts.certificate('alb', MCP_CERTIFICATE),
    certificates: (facts) => facts.certificates('alb'),
  },
};
