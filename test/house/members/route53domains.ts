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
      {
        of: 'GetDomainDetailResponse',
        unread: 'DnsSec DnssecKeys',
        because: 'decide whether resolvers that validate accept the answers of the zone: to be mapped with its signing',
      },
    ],
  },
  fields: [],
};
