import {isDeepStrictEqual} from 'node:util';
import {expect} from 'chai';
import {parsed, withoutSpaces} from '../support/parsed-stream.ts';
import {randomStream} from '../support/random-event-streams.ts';
import {CODINGS_SENT, startStreamOracle} from '../support/stream-oracle.ts';
import {interpret} from '../support/whatwg-event-stream.ts';

const STREAMS = 100_000;
const OVER_EACH_TRANSPORT = 1000;

describe('e2e: event streams, read as the specification says', function () {
  this.timeout(600_000);

  it(`${STREAMS} random streams, in random pieces`, () => {
    for (let seed = 1_000_000; seed < 1_000_000 + STREAMS; seed++) {
      const {bytes, chunks} = randomStream(seed);
      const [ours, theirs] = [parsed(chunks), withoutSpaces(interpret(bytes))];
      if (!isDeepStrictEqual(ours, theirs)) expect(ours, `seed ${seed}`).to.deep.equal(theirs);
    }
  });

  for (const protocol of ['http/1.1', 'h2'] as const) {
    it(`${OVER_EACH_TRANSPORT} random streams in each coding over ${protocol}`, async () => {
      const oracle = await startStreamOracle();
      for (const coding of CODINGS_SENT) {
        for (let seed = 0; seed < OVER_EACH_TRANSPORT; seed++) await oracle.compare(seed, protocol, coding);
      }
      await oracle.close();
    });
  }
});
