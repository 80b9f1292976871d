import type {WorldMutation} from './world-mutation.ts';
import {none} from './wrong-values.ts';

const SERVES = 'the certificate serves the hosts that it is there for';
const RENEWS = 'the certificate is renewed before it ends';

export const ACM_MUTATIONS: readonly WorldMutation[] = [
  {fact: 'certificate', field: 'subjectAlternativeNames', wrong: ['elsewhere.example'], breaks: SERVES},
  {fact: 'certificate', field: 'status', wrong: 'EXPIRED', breaks: SERVES},
  {fact: 'certificate', field: 'notAfter', wrong: '2020-01-01T00:00:00Z', breaks: SERVES},
  {fact: 'certificate', field: 'notBefore', wrong: '2099-01-01T00:00:00Z', breaks: SERVES},
  {fact: 'certificate', field: 'keyAlgorithm', wrong: 'RSA_1024', breaks: 'clients accept the key of the certificate'},
  {
    fact: 'certificate',
    field: 'signatureAlgorithm',
    wrong: 'SHA1WITHRSA',
    breaks: 'clients accept how the certificate is signed',
  },
  {
    fact: 'certificate',
    field: 'extendedKeyUsages',
    wrong: ['CODE_SIGNING'],
    breaks: 'clients accept the certificate as that of a server',
  },
  {
    fact: 'certificate',
    field: 'keyUsages',
    wrong: ['KEY_ENCIPHERMENT'],
    breaks: 'the key of the certificate may sign handshakes',
  },
  {fact: 'certificate', field: 'isLogged', wrong: false, breaks: 'browsers find the certificate in the logs'},
  {fact: 'certificate', field: 'type', wrong: 'PRIVATE', breaks: 'clients of the internet trust the certificate'},
  {fact: 'certificate', field: 'renewalEligibility', wrong: 'INELIGIBLE', breaks: RENEWS},
  {
    fact: 'certificate',
    field: 'renewal',
    wrong: {status: 'FAILED', reason: 'CAA_ERROR', domains: []},
    breaks: RENEWS,
  },
  {fact: 'certificate', field: 'domainValidation', wrong: none, breaks: RENEWS},
  {fact: 'certificate', field: 'domainValidation[].method', wrong: 'EMAIL', breaks: `${RENEWS} by itself`},
  {fact: 'certificate', field: 'domainValidation[].record', wrong: null, breaks: RENEWS},
  {
    fact: 'certificate',
    field: 'domainValidation[].record.name',
    wrong: '_other.elsewhere.example.',
    breaks: 'the record that ACM looks for is in the zone',
  },
  {
    fact: 'certificate',
    field: 'domainValidation[].record.value',
    wrong: '_other.acm-validations.aws.',
    breaks: 'the record that ACM looks for has the value that it looks for',
  },
  {fact: 'certificate', field: 'inUseBy', wrong: none, breaks: 'ACM renews the certificate, because it is in use'},
];
