import {
  type CertificateDetail,
  type CertificateSummary,
  DescribeCertificateCommand,
  ListCertificatesCommand,
} from '@aws-sdk/client-acm';
import type {AcmFacts} from '../../../src/model/facts/aws-facts.ts';
import {actionsSent, type PlayedService} from './played-service.ts';

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

export const PLAYED_ACM: PlayedService<keyof AcmFacts> = {
  answer({acm}) {
    acm.on(DescribeCertificateCommand).resolves({Certificate: CERTIFICATE});
    acm.on(ListCertificatesCommand).resolves({CertificateSummaryList: [CERTIFICATE_SUMMARY]});
  },
  asks: {
    certificate: (facts) => facts.certificate('alb', CERTIFICATE_ARN),
    certificates: (facts) => facts.certificates('alb'),
  },
  keys: [`aws:platform:eu-central-1:certificate:${CERTIFICATE_ARN}`, 'aws:platform:eu-central-1:certificates'],
  sent: ({acm}) => actionsSent('acm', acm),
  refuse: {
    'acm:DescribeCertificate': ({acm}, refusal) => acm.on(DescribeCertificateCommand).rejects(refusal),
    'acm:ListCertificates': ({acm}, refusal) => acm.on(ListCertificatesCommand).rejects(refusal),
  },
};
