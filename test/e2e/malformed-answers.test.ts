import {describeMalformedAnswers} from '../probes/aws/malformed-answers.ts';

describe('a malformed answer of AWS, every member in every way', () => describeMalformedAnswers('all'));
