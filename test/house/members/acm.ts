import {type Reasons, SAYS} from './reasons.ts';

export const ACM_REASONS: Reasons = {
  members: {
    acm: [
      {of: 'CertificateDetail', unread: 'CreatedAt ImportedAt IssuedAt', because: SAYS.past},
      {
        of: 'CertificateDetail',
        unread: 'RevokedAt',
        because: 'is only there when Status is REVOKED, which is read and never taken for issued',
      },
      {
        of: 'CertificateDetail',
        unread: 'CertificateAuthorityArn',
        because: 'is only there when Type is PRIVATE, which is read',
      },
      {
        of: 'CertificateOptions',
        unread: 'ValidationMethod',
        because: 'is how its names are validated, which is read for each name from DomainValidation',
      },
      {
        of: 'ExtendedKeyUsage',
        unread: 'OID',
        because: 'says as a number what Name, which is read, says as a word',
      },
      {
        of: 'CertificateDetail',
        unread: 'ManagedBy CertificateKeyPairOrigin',
        because: 'say who made it: clients check none of it',
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
      {of: 'RenewalSummary', unread: 'UpdatedAt', because: SAYS.past},
    ],
  },
  fields: [
    {of: 'DomainValidation', unread: 'record.type', because: 'is CNAME for every validation by DNS'},
    {
      of: 'CertificateSummary',
      unread: 'domainName',
      because: 'is the first of subjectAlternativeNames, which are read',
    },
  ],
};
