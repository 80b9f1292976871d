import {randomInt} from 'node:crypto';
import {expect} from 'chai';
import {DEFAULT_STAGES} from '../../../src/model/checklist.ts';
import {decide} from '../../../src/model/decision/decision.ts';
import type {Decidable} from '../../../src/model/decision/looks.ts';
import {UsageError} from '../../../src/model/errors.ts';
import {CONSEQUENCES, STATUSES} from '../../../src/model/outcome.ts';
import type {ItemReport} from '../../../src/model/report.ts';
import {reportOf, row, WAIVED} from '../report-of.ts';
import {type BookVerdict, decisionByTheBook} from './by-the-book.ts';

/**
 * The decision of the code beside that of the contract's own words, over all reports of one item in two vantages and over
 * drawn ones of two items. One in 31 of each at every push, all of them with EXHAUSTIVE=1.
 */

/** One in so many; a prime, or of some properties the same half would be looked at every time. */
const SHARE = process.env.EXHAUSTIVE === '1' ? 1 : 31;
const NOW = new Date('2026-11-15T12:00:00Z');
const STAGES = [...DEFAULT_STAGES, 'rollback', null];
const WAIVERS = [null, {...WAIVED, expires: '2026-11-15'}, {...WAIVED, expires: '2026-11-14'}];

describe('the decision is the contract’s', function () {
  this.timeout(0); // It computes; how long that takes is the machine's affair.

  it('for one item in two vantages, whatever is reported of it', () => {
    let compared = 0;
    let turn = 0;
    for (const stage of STAGES) {
      const [here, there] = ['laptop', 'office'].map((vantage) => singles(stage, vantage));
      for (const one of here ?? []) {
        for (const other of there ?? []) {
          if (turn++ % SHARE !== 0) continue;
          const verdict = compareBoth([one, other]);
          if (verdict === 'proceed' && [...one.items, ...other.items].some(isInDoubt)) {
            throw new Error(`proceeds in doubt:\n${JSON.stringify([one, other].map(shown), null, 1)}`);
          }
          compared++;
        }
      }
    }
    expect(compared).to.be.greaterThan(508_000 / SHARE);
  });

  it('for two items in two vantages, drawn', () => {
    const seed = Number(process.env.SEED ?? randomInt(2 ** 31));
    const draw = generator(seed);
    let refused = 0;
    const count = Math.ceil(200_000 / SHARE);
    for (let made = 0; made < count; made++) {
      const reports = drawReports(draw);
      try {
        if (compareBoth(reports) === 'exit 2') refused++;
      } catch (error) {
        throw new Error(`SEED=${seed}, drawn as number ${made + 1}`, {cause: error});
      }
    }
    console.log(`      drawn with SEED=${seed}; ${refused} of ${count} contradict themselves or each other`);
    expect(refused).to.be.within(count / 50, count / 2);
  });
});

/** Every report of one item: what is reported, what it is worth, confirmed or not, waived or not, new or old. */
function singles(stage: string | null, vantage: string): Decidable[] {
  const old = `2026-11-${stage !== null && ['cutover', 'soak', 'rollback'].includes(stage) ? '15T11:44' : '14T11:59'}:59Z`;
  return STATUSES.flatMap((status) =>
    CONSEQUENCES.flatMap((consequence) =>
      [true, false].flatMap((confirmed) =>
        WAIVERS.flatMap((waiver) =>
          ['2026-11-15T11:59:00Z', old].map((startedAt) => {
            const attempts = [{status: 'fail' as const, summary: '', startedAt, durationMs: 0}];
            const item = {status, consequence, confirmed, waiver, attempts, stages: stagesFor(status, stage)};
            return reportOf([row('a', item)], {stage, vantage});
          }),
        ),
      ),
    ),
  );
}

/** Those of an item that may have this status at this stage. */
function stagesFor(status: ItemReport['status'], stage: string | null): string[] {
  if (status !== 'not-due') return [...DEFAULT_STAGES, 'rollback'];
  return stage === null ? ['rollback'] : [...DEFAULT_STAGES, 'rollback'].filter((name) => name !== stage);
}

function compareBoth(reports: readonly Decidable[]): BookVerdict {
  const [ours, theBooks] = [ourVerdict(reports), decisionByTheBook(reports, NOW.getTime())];
  // Not by an assertion for each: half a million of those are what the test would be busy with.
  if (ours !== theBooks) {
    throw new Error(`${ours}, and by the book ${theBooks}:\n${JSON.stringify(reports.map(shown), null, 1)}`);
  }
  return ours;
}

function ourVerdict(reports: readonly Decidable[]): BookVerdict {
  try {
    const {verdict, wouldBe} = decide(reports, {now: NOW});
    return wouldBe === undefined ? verdict : `hold, would be ${wouldBe}`;
  } catch (error) {
    if (error instanceof UsageError) return 'exit 2';
    throw error;
  }
}

/** What keeps a person from going on: it failed and nobody accepted that, or it is not known. */
function isInDoubt({status, consequence, waiver}: ItemReport): boolean {
  if (consequence === 'note') return false;
  return status === 'fail' ? waiver === null || waiver.expires < '2026-11-15' : isUnknown(status);
}

function isUnknown(status: ItemReport['status']): boolean {
  return status === 'error' || status === 'pending' || status === 'blocked';
}

function shown({vantage, stage, mode, finishedAt, values, summary, items}: Decidable) {
  const rows = items.map(({id, status, consequence, confirmed, flaky, waiver, blockedBy, attempts, stages}) => {
    const at = attempts.at(-1)?.startedAt;
    return {
      id,
      status,
      consequence,
      confirmed,
      flaky,
      expires: waiver?.expires,
      blockedBy,
      at,
      stages: stages.join(' '),
    };
  });
  return {vantage, stage, mode, finishedAt, values, total: summary.total, rows};
}

type Draw = <T>(choices: readonly T[]) => T;

/** Mulberry32: small, seeded, and the same on every machine. */
function generator(seed: number): Draw {
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return (choices) => {
    const chosen = choices[Math.floor(random() * choices.length)];
    if (chosen === undefined && !choices.includes(chosen as never)) throw new Error('nothing to draw from');
    return chosen as (typeof choices)[number];
  };
}

/** Few times, so that some are equal, and both sides of each limit. */
const TIMES = ['14T11:50', '14T13:00', '15T11:40', '15T11:44', '15T11:50', '15T11:55', '15T11:59'].map(
  (time) => `2026-11-${time}:00Z`,
);
const seldom = <T>(often: T, other: T): readonly T[] => [...Array(30).fill(often), other];

/** One to three reports from two vantages, of two items that may hang on each other. */
function drawReports(draw: Draw): Decidable[] {
  const stage = draw([...STAGES, 'cutover', 'cutover', 'soak', 'soak']);
  return draw([['laptop'], ['laptop', 'office'], ['laptop', 'office', 'laptop'], ['laptop', 'laptop']]).map(
    (vantage) => {
      const items = [drawItem('a', 'b', stage, draw), drawItem(draw(seldom('b', 'a')), 'a', stage, draw)];
      return reportOf(items, {
        stage: draw(seldom<string | null>(stage, 'ready')),
        vantage,
        mode: draw(seldom<Decidable['mode']>('live', 'lab')),
        finishedAt: draw(TIMES),
        environment: draw(seldom<string | null>('prod', null)),
        values: draw(seldom<Decidable['values']>([], [{name: 'vars.host', value: 'other', source: '--var'}])),
        summary: {total: draw(seldom(2, 3))},
      });
    },
  );
}

function drawItem(id: string, other: string, stage: string | null, draw: Draw): ItemReport {
  const status = draw(STATUSES);
  const attempts = draw([0, 1, 2]);
  return row(id, {
    status,
    consequence: draw(CONSEQUENCES),
    confirmed: draw([true, false]),
    flaky: draw([false, false, true]),
    waiver: draw(WAIVERS),
    blockedBy: draw([null, other, other, 'elsewhere']),
    stages: stagesFor(draw(seldom(status, status === 'not-due' ? 'pass' : 'not-due')), stage),
    attempts: Array.from({length: attempts}, () => ({
      status: 'fail' as const,
      summary: '',
      startedAt: draw(TIMES),
      durationMs: draw([0, 60_000]),
    })),
  });
}
