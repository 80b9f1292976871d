import {describeMalformedAnswers} from './malformed-answers.ts';

// All wrong values for every member: test/e2e/malformed-answers.test.ts.
describe('a malformed answer of AWS', () => describeMalformedAnswers('in turn'));
