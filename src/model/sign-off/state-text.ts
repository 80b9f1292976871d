import type {Question} from './questions.ts';

/** How a person reads the state of a question. */
export const STATE_TEXT: Readonly<Record<Question['state'], string>> = {
  approved: 'approved',
  rejected: 'rejected',
  missing: 'missing',
  expired: 'expired',
  'question-changed': 'question changed',
  'wrong-person': 'wrong person',
  'other-environment': 'other environment',
  'not-fresh': 'not fresh',
  'no-evidence': 'evidence missing',
  'in-future': 'in the future',
  skipped: 'skipped',
};
