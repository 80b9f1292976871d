/** AWS Certificate Manager as plain values. */

import type {ResourceRef} from '../../resource-ref.ts';
import type {AwsService} from '../aws-service.ts';

/** A resource in whose account and region to look. */
type Where = ResourceRef<'loadBalancer' | 'account'>;

export interface Certificate {
  readonly arn: string;
  readonly domainName: string;
  readonly subjectAlternativeNames: readonly string[];
  /** Hexadecimal, `0a:1b:…`; null until issued. */
  readonly serial: string | null;
  /** `ISSUED`, `PENDING_VALIDATION`, `EXPIRED`, `REVOKED`, … */
  readonly status: string;
  /** `AMAZON_ISSUED`, `IMPORTED` or `PRIVATE`. */
  readonly type: string;
  /** The name of the authority, `Amazon`; null until issued. */
  readonly issuer: string | null;
  /** `CN=example.com`. */
  readonly subject: string | null;
  /** `SHA256WITHRSA`, … */
  readonly signatureAlgorithm: string | null;
  /** `TLS_WEB_SERVER_AUTHENTICATION`, …; empty where it does not say. */
  readonly extendedKeyUsages: readonly string[];
  /** `DIGITAL_SIGNATURE`, `KEY_ENCIPHERMENT`, …; empty where it does not say. */
  readonly keyUsages: readonly string[];
  /** `RSA_2048`, `EC_prime256v1`, … */
  readonly keyAlgorithm: string | null;
  /** ISO 8601; null until issued. */
  readonly notBefore: string | null;
  /** ISO 8601; null until issued. */
  readonly notAfter: string | null;
  /** ARNs of what the certificate is attached to. */
  readonly inUseBy: readonly string[];
  /** `ELIGIBLE` or `INELIGIBLE`; normal for one that nothing uses yet. */
  readonly renewalEligibility: string | null;
  /** How the latest managed renewal goes; null when none has begun. */
  readonly renewal: {
    /** `PENDING_AUTO_RENEWAL`, `PENDING_VALIDATION`, `SUCCESS` or `FAILED`. */
    readonly status: string;
    readonly reason: string | null;
    /** How it goes for each name. */
    readonly domains: readonly Pick<DomainValidation, 'domainName' | 'status'>[];
  } | null;
  /** Its private key may be exported, and used where ACM does not put the next one. */
  readonly isExportable: boolean;
  /** Whether ACM is to record it in the certificate transparency logs, which it does by default. */
  readonly isLogged: boolean;
  readonly domainValidation: readonly DomainValidation[];
  readonly failureReason: string | null;
  readonly revocationReason: string | null;
}

export interface DomainValidation {
  readonly domainName: string;
  readonly status: string | null;
  /** `DNS`, `EMAIL` or `HTTP`. */
  readonly method: string | null;
  /** The record that has to stay in DNS for as long as the certificate is to be renewed. */
  readonly record: {readonly name: string; readonly type: string; readonly value: string} | null;
}

/** One line of the account's list of certificates. */
export interface CertificateSummary {
  readonly arn: string;
  readonly domainName: string;
  /** The first hundred; more are in the certificate itself. */
  readonly subjectAlternativeNames: readonly string[];
  readonly hasMoreNames: boolean;
  readonly status: string | null;
}

export interface AcmFacts {
  /** One certificate in the account and region of the named resource. */
  certificate(where: Where, arn: string): Promise<Certificate>;
  /** All certificates there, of every key type. */
  certificates(where: Where): Promise<readonly CertificateSummary[]>;
}

export const ACM = {
  prefix: 'acm',
  commands: ['acm'],
  askedWhere: ['loadBalancer'],
  actions: {
    certificate: ['acm:DescribeCertificate'],
    certificates: ['acm:ListCertificates'],
  },
  scopes: {
    // All of them, because which one answers is what is looked for.
    'acm:DescribeCertificate': {
      sid: 'ReadCertificates',
      resources: ['arn:<partition>:acm:<region>:<account>:certificate/*'],
    },
  },
} as const satisfies AwsService<keyof AcmFacts>;
