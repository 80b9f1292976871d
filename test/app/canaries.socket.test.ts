import {describeCanaries, ONE_PLACE} from './canaries.ts';

// Every spelling in every place: test/e2e/canaries.test.ts.
describe('canaries', () => describeCanaries(ONE_PLACE));
