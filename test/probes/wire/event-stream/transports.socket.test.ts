import {CODINGS_SENT, type StreamOracle, startStreamOracle} from '../../../support/event-streams/stream-oracle.ts';

describe('random event streams, over a transport', () => {
  let oracle: StreamOracle;
  before(async () => {
    oracle = await startStreamOracle();
  });
  after(() => oracle.close());

  for (const protocol of ['http/1.1', 'h2'] as const) {
    for (const coding of CODINGS_SENT) {
      it(`are read as the specification says, in ${protocol} and ${coding}`, async () => {
        for (let seed = 0; seed < 3; seed++) await oracle.compare(seed, protocol, coding);
      });
    }
  }
});
