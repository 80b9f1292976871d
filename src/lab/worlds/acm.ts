import type {Certificate, CertificateSummary} from '../../model/facts/aws-facts.ts';
import {LOAD_BALANCER_ARN, MCP_CERTIFICATE, MCP_HOST, WILDCARD_CERTIFICATE} from './names.ts';
import {keyed, type Recorded} from './recorded.ts';
import {MCP_VALIDATION, WILDCARD_VALIDATION} from './route53.ts';

export interface AcmWorld {
  readonly certificates: readonly Certificate[];
}

export const ACM: AcmWorld = {
  certificates: [
    {
      ...certificate(
        WILDCARD_CERTIFICATE,
        ['*.georgi.io', 'georgi.io'],
        WILDCARD_VALIDATION,
        '2027-05-14T23:59:59.000Z',
      ),
      serial: '07:5c:21:9e:40:d3:8a:16:f2:6b:0e:97:31:c8:5d:a4',
    },
    {
      ...certificate(MCP_CERTIFICATE, [MCP_HOST], MCP_VALIDATION, '2027-06-02T23:59:59.000Z'),
      serial: '0b:e4:72:1f:93:58:ac:06:d1:3b:7e:20:c9:64:8f:15',
    },
  ],
};

export function acmRecorded({certificates}: AcmWorld, platform: string): Recorded {
  return {
    ...keyed(certificates, ({arn}) => `${platform}:certificate:${arn}`),
    [`${platform}:certificates`]: certificates.map(summaryOf),
  };
}

/** The most names of a certificate that a list of certificates has. */
const MOST_LISTED_NAMES = 100;

function summaryOf({arn, domainName, subjectAlternativeNames, status}: Certificate): CertificateSummary {
  return {
    arn,
    domainName,
    subjectAlternativeNames: subjectAlternativeNames.slice(0, MOST_LISTED_NAMES),
    hasMoreNames: subjectAlternativeNames.length > MOST_LISTED_NAMES,
    status,
  };
}

function certificate(
  arn: string,
  names: readonly string[],
  record: typeof MCP_VALIDATION,
  notAfter: string,
): Certificate {
  return {
    arn,
    domainName: names[0] ?? '',
    subjectAlternativeNames: names,
    serial: null,
    status: 'ISSUED',
    type: 'AMAZON_ISSUED',
    issuer: 'Amazon',
    subject: `CN=${names[0] ?? ''}`,
    signatureAlgorithm: 'SHA256WITHRSA',
    extendedKeyUsages: ['TLS_WEB_SERVER_AUTHENTICATION'],
    keyUsages: ['DIGITAL_SIGNATURE', 'KEY_ENCIPHERMENT'],
    keyAlgorithm: 'RSA_2048',
    notBefore: '2026-04-14T00:00:00.000Z',
    notAfter,
    inUseBy: [LOAD_BALANCER_ARN],
    renewalEligibility: 'ELIGIBLE',
    renewal: null,
    isExportable: false,
    isLogged: true,
    domainValidation: names.map((domainName) => ({
      domainName,
      status: 'SUCCESS',
      method: 'DNS',
      record: {name: record.name, type: record.type, value: record.values[0] ?? ''},
    })),
    failureReason: null,
    revocationReason: null,
  };
}
