import type {CertificateDetail, CertificateSummary} from '@aws-sdk/client-acm';

export const CERTIFICATE_ARN = 'arn:aws:acm:eu-central-1:444444444444:certificate/1';

export const CERTIFICATE: CertificateDetail = {
  CertificateArn: CERTIFICATE_ARN,
  DomainName: 'a.b',
  SubjectAlternativeNames: ['a.b', '*.a.b'],
  Status: 'ISSUED',
  Type: 'AMAZON_ISSUED',
  NotAfter: new Date('2027-01-01T00:00:00Z'),
};

export const CERTIFICATE_SUMMARY: CertificateSummary = {CertificateArn: CERTIFICATE_ARN, DomainName: 'a.b'};
