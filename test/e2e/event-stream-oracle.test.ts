import {CODINGS_SENT, startStreamOracle} from '../support/event-streams/stream-oracle.ts';

/** In each coding, other ones over each transport: a thousand over each; in each coding as many with EXHAUSTIVE=1. */
const OVER_EACH_TRANSPORT = process.env.EXHAUSTIVE === '1' ? 1000 : 200;
const PROTOCOLS = ['http/1.1', 'h2'] as const;
/** Most of the time of one goes by in the network. */
const AT_ONCE = 20;

describe('e2e: event streams, read as the specification says', function () {
  this.timeout(600_000);

  for (const [p, protocol] of PROTOCOLS.entries()) {
    it(`${OVER_EACH_TRANSPORT} random streams in each coding over ${protocol}`, async () => {
      const oracle = await startStreamOracle();
      for (const [c, coding] of CODINGS_SENT.entries()) {
        const first = OVER_EACH_TRANSPORT * (p * CODINGS_SENT.length + c);
        const seeds = Array.from({length: OVER_EACH_TRANSPORT}, (_, index) => first + index).values();
        const compareRest = async () => {
          for (const seed of seeds) await oracle.compare(seed, protocol, coding);
        };
        await Promise.all(Array.from({length: AT_ONCE}, compareRest));
      }
      await oracle.close();
    });
  }
});
