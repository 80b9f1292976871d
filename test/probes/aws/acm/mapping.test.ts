import type {CertificateDetail, CertificateSummary} from '@aws-sdk/client-acm';
import {expect} from 'chai';
import {AwsRefusal} from '../../../../src/model/errors.ts';
import {toCertificate, toCertificateSummaries} from '../../../../src/probes/aws/acm/mapping.ts';
import {CERTIFICATE, CERTIFICATE_ARN} from './sdk-answers.ts';

describe('mapping of ACM', () => {
  it('of certificates has all that renewal depends on', () => {
    const from: CertificateDetail = {
      ...CERTIFICATE,
      KeyAlgorithm: 'EC_prime256v1',
      NotBefore: new Date('2026-01-01T00:00:00Z'),
      InUseBy: ['arn:lb'],
      RenewalEligibility: 'ELIGIBLE',
      RenewalSummary: {
        RenewalStatus: 'FAILED',
        RenewalStatusReason: 'CAA_ERROR',
        DomainValidationOptions: [{DomainName: '*.a.b', ValidationStatus: 'FAILED'}],
        UpdatedAt: new Date('2026-11-01T00:00:00Z'),
      },
      DomainValidationOptions: [
        {
          DomainName: 'a.b',
          ValidationStatus: 'SUCCESS',
          ValidationMethod: 'DNS',
          ResourceRecord: {Name: '_x.a.b.', Type: 'CNAME', Value: '_y.acm-validations.aws.'},
        },
        {DomainName: '*.a.b'},
      ],
      FailureReason: 'OTHER',
      Serial: '0a:1b',
      Issuer: 'Amazon',
      Subject: 'CN=a.b',
      SignatureAlgorithm: 'SHA256WITHECDSA',
      ExtendedKeyUsages: [{Name: 'TLS_WEB_SERVER_AUTHENTICATION'}, {OID: '1.2'}],
      KeyUsages: [{Name: 'DIGITAL_SIGNATURE'}],
      Options: {Export: 'ENABLED', CertificateTransparencyLoggingPreference: 'DISABLED'},
      RevocationReason: 'SUPERSEDED',
    };
    expect(toCertificate('x', from)).to.deep.equal({
      arn: CERTIFICATE_ARN,
      domainName: 'a.b',
      subjectAlternativeNames: ['a.b', '*.a.b'],
      serial: '0a:1b',
      status: 'ISSUED',
      type: 'AMAZON_ISSUED',
      issuer: 'Amazon',
      subject: 'CN=a.b',
      signatureAlgorithm: 'SHA256WITHECDSA',
      extendedKeyUsages: ['TLS_WEB_SERVER_AUTHENTICATION'],
      keyUsages: ['DIGITAL_SIGNATURE'],
      keyAlgorithm: 'EC_prime256v1',
      notBefore: '2026-01-01T00:00:00.000Z',
      notAfter: '2027-01-01T00:00:00.000Z',
      inUseBy: ['arn:lb'],
      renewalEligibility: 'ELIGIBLE',
      renewal: {status: 'FAILED', reason: 'CAA_ERROR', domains: [{domainName: '*.a.b', status: 'FAILED'}]},
      isExportable: true,
      isLogged: false,
      domainValidation: [
        {
          domainName: 'a.b',
          status: 'SUCCESS',
          method: 'DNS',
          record: {name: '_x.a.b.', type: 'CNAME', value: '_y.acm-validations.aws.'},
        },
        {domainName: '*.a.b', status: null, method: null, record: null},
      ],
      failureReason: 'OTHER',
      revocationReason: 'SUPERSEDED',
    });
  });

  it('of certificates knows what may be absent, and wants the rest', () => {
    expect(toCertificate('x', {...CERTIFICATE, NotAfter: undefined})).to.deep.include({
      keyAlgorithm: null,
      notBefore: null,
      notAfter: null,
      inUseBy: [],
      renewalEligibility: null,
      renewal: null,
      domainValidation: [],
      failureReason: null,
    });
    for (const member of ['Type', 'Status', 'SubjectAlternativeNames'] as const) {
      expect(() => toCertificate('x', {...CERTIFICATE, [member]: undefined})).to.throw(
        AwsRefusal,
        `Certificate.${member}`,
      );
    }
  });

  it('of the list says when there are more names, and leaves out what is for no domain', () => {
    const listed: CertificateSummary[] = [
      {CertificateArn: 'a', DomainName: 'a.b', SubjectAlternativeNameSummaries: ['a.b'], Status: 'ISSUED'},
      {CertificateArn: 'b', DomainName: 'c.d', HasAdditionalSubjectAlternativeNames: true},
      {CertificateArn: 'c'},
    ];
    expect(toCertificateSummaries('x', listed)).to.deep.equal([
      {arn: 'a', domainName: 'a.b', subjectAlternativeNames: ['a.b'], hasMoreNames: false, status: 'ISSUED'},
      {arn: 'b', domainName: 'c.d', subjectAlternativeNames: [], hasMoreNames: true, status: null},
    ]);
    expect(() => toCertificateSummaries('x', [{}])).to.throw(AwsRefusal, 'CertificateSummaryList[].CertificateArn');
  });
});
