import {type Reasons, SAYS} from './reasons.ts';

export const ACM_REASONS: Reasons = {
  members: {
    acm: [
      {of: 'CertificateDetail', unread: 'CreatedAt ImportedAt IssuedAt', because: SAYS.past},
      {
        of: 'CertificateDetail',
        unread: 'RevokedAt RevocationReason',
        because: 'are only there when Status is REVOKED, which is read and never taken for issued',
      },
      {
        of: 'CertificateDetail',
        unread: 'Issuer Subject SignatureAlgorithm',
        because:
          'decide for an imported certificate whether clients trust it: to be mapped. For those that ACM issued they are Amazon, one of the names, and SHA-256',
      },
      {
        of: 'CertificateDetail',
        unread: 'CertificateAuthorityArn',
        because: 'is only there when Type is PRIVATE, which is read',
      },
      {
        of: 'CertificateDetail',
        unread: 'Options',
        because:
          'decides whether the certificate is in the transparency logs, without which browsers refuse a public one: to be mapped',
      },
      {
        of: 'CertificateDetail',
        unread: 'KeyUsages ExtendedKeyUsages',
        because:
          'are those of a server in every certificate that ACM issues; importing one without them fails at the listener, which refuses to be given it',
      },
      {
        of: 'CertificateDetail',
        unread: 'ManagedBy Serial CertificateKeyPairOrigin',
        because: 'say who made it and by which number: clients check none of it',
      },
      {
        of: 'CertificateDetail',
        unread: 'AcmeAccountId AcmeEndpointArn UpdateSummary',
        because:
          'belong to certificates that clients fetch from ACM by ACME, which no listener of a load balancer serves',
      },
      {
        of: 'CertificateSummary',
        unread:
          'CertificateKeyPairOrigin CreatedAt ExportOption Exported ExtendedKeyUsages ImportedAt InUse IssuedAt KeyAlgorithm KeyUsages ManagedBy NotAfter NotBefore RenewalEligibility RevokedAt Type',
        because:
          'come again with the certificate itself, which is asked wherever one of the list could do (readers/spare-certificates)',
      },
      {
        of: 'DomainValidation',
        unread: 'HttpRedirect ValidationEmails ValidationDomain',
        because:
          'say how a domain is validated that is not validated by DNS; that it is not is read from ValidationMethod',
      },
      {
        of: 'RenewalSummary',
        unread: 'DomainValidationOptions',
        because: 'decides which of the names keeps a renewal waiting: to be mapped',
      },
      {of: 'RenewalSummary', unread: 'UpdatedAt', because: SAYS.past},
    ],
  },
  fields: [
    {
      of: 'Certificate',
      unread: 'inUseBy failureReason',
      because: 'decide how a renewal or a failed request is explained: to be read by certificate-will-renew',
    },
    {
      of: 'DomainValidation',
      unread: 'status',
      because: 'is the state of the first validation, which Certificate.status sums up; renewals have their own',
    },
    {of: 'DomainValidation', unread: 'record.type', because: 'is CNAME for every validation by DNS'},
    {
      of: 'CertificateSummary',
      unread: 'domainName',
      because: 'is the first of subjectAlternativeNames, which are read',
    },
  ],
};
