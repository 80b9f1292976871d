import {type Reasons, SAYS} from './reasons.ts';

export const ROUTE53_DOMAINS_REASONS: Reasons = {
  members: {
    'route-53-domains': [
      {
        of: 'GetDomainDetailResponse',
        unread:
          'AbuseContactEmail AbuseContactPhone AdminContact AdminPrivacy BillingContact BillingPrivacy RegistrantContact RegistrantPrivacy RegistrarName RegistrarUrl RegistryDomainId Reseller TechContact TechPrivacy WhoIsServer',
        because: 'say whose the domain is and whom to write to, not where it leads',
      },
      {
        of: 'GetDomainDetailResponse',
        unread: 'CreationDate UpdatedDate',
        because: SAYS.past,
      },
      {
        of: 'GetDomainDetailResponse',
        unread: 'AutoRenew ExpirationDate',
        because:
          'decide whether the domain leads anywhere a year from now; today its name servers are those that are read',
      },
      {of: 'GetDomainDetailResponse', unread: 'DnsSec', because: 'is reserved by AWS for later, and says nothing yet'},
      {
        of: 'DnssecKey',
        unread: 'Flags PublicKey',
        because: 'are of the key itself, whose tag, algorithm and digest are what the DS record holds',
      },
      {of: 'DnssecKey', unread: 'Id', because: SAYS.names},
    ],
  },
  fields: [],
};
