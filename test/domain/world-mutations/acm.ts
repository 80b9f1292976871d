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
      fields: 'renewal.status renewal.reason',
      because: 'have one mutation together: most certificates have no renewal under way',
    },
    {
      fact: 'certificate',
      fields: 'domainValidation[].domainName domainValidation[].status domainValidation[].record.type',
      because: 'say whose validation it is and how it went at first; the record that has to stay has mutations',
    },
    {fact: 'certificate', fields: 'failureReason', because: 'explains a status, which has a mutation'},
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
        'notBefore renewalEligibility renewal domainValidation domainValidation[].method domainValidation[].record domainValidation[].record.name domainValidation[].record.value',
      at: WILDCARD,
      because:
        'the plan is about the certificate of the new host; of the other one the checklist only asks that it stays in place',
    },
    {
      fact: 'certificate',
      fields: 'type',
      at: WILDCARD,
      because:
        'the plan is about the certificate of the new host; that the other is trusted is seen on the wire, today',
    },
    {
      fact: 'certificate',
      fields: 'keyAlgorithm',
      at: null,
      because: 'keys that clients refuse are to be judged by acm/certificate-covers-host',
    },
    {fact: 'certificate', fields: 'inUseBy', at: null, because: 'is to be read by acm/certificate-will-renew'},
  ],
};
