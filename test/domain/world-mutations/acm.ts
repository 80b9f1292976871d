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
      fields: 'serial',
      because: 'is compared with what clients are presented with, and not with anything that AWS says',
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
      fields: 'domainValidation[].record domainValidation[].record.name domainValidation[].record.value',
      at: WILDCARD,
      because: 'is said for both of its names, which share one CNAME: the other one says it as well',
    },
    {
      fact: 'certificate',
      fields: 'inUseBy',
      at: null,
      because:
        'is late where the listener that was read has the certificate; whether ACM renews it is renewalEligibility',
    },
  ],
};
