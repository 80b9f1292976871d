import type {Known} from './known.ts';

/** The certificate that was there before, for the API's host. */
const WILDCARD = /certificate\/5b1c7a7e/;

export const ACM_KNOWN: Known = {
  undecisive: [
    {fact: 'certificate', fields: 'arn', because: 'is what was asked for'},
    {
      fact: 'certificate',
      fields: 'domainName',
      because: 'is the first of the alternative names, which have a mutation',
    },
    {
      fact: 'certificate',
      fields: 'renewal.status renewal.reason renewal.domains[].domainName renewal.domains[].status',
      because: 'have one mutation together: most certificates have no renewal under way',
    },
    {
      fact: 'certificate',
      fields: 'domainValidation[].domainName domainValidation[].status domainValidation[].record.type',
      because: 'say whose validation it is and how it went at first; the record that has to stay has mutations',
    },
    {
      fact: 'certificate',
      fields: 'issuer subject',
      because:
        'decide for an imported certificate alone: those of the lab are issued by ACM, and their type has a mutation',
    },
    {
      fact: 'certificate',
      fields: 'isExportable',
      because: 'changes what is said of a renewal that goes well: where it was exported to cannot be seen',
    },
    {
      fact: 'certificate',
      fields: 'failureReason revocationReason',
      because: 'explain a status, which has a mutation',
    },
    {
      fact: 'certificates',
      fields: '[].arn [].domainName [].subjectAlternativeNames[] [].hasMoreNames [].status',
      because: 'are for advice: which other certificate would do',
    },
  ],
  survivors: [
    {
      fact: 'certificate',
      fields:
        'renewalEligibility renewal domainValidation domainValidation[].method domainValidation[].record domainValidation[].record.name domainValidation[].record.value',
      at: WILDCARD,
      because:
        'the plan is about the certificate of the new host; of the other one the checklist only asks that it stays in place',
    },
    {fact: 'certificate', fields: 'inUseBy', at: null, because: 'is to be read by acm/certificate-will-renew'},
  ],
};
