import {describeCanaries, EVERY_PLACE} from '../app/canaries.ts';

describe('canaries in every place', () => describeCanaries(EVERY_PLACE));
