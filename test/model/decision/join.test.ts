import {expect} from 'chai';
import fc from 'fast-check';
import {causesOf} from '../../../src/model/decision/causes.ts';
import {decide} from '../../../src/model/decision/decision.ts';
import {decisionText, explainDecision} from '../../../src/model/decision/decision-text.ts';
import {DECISION_EXIT, EXIT, exitCodeOf} from '../../../src/model/decision/exit-code.ts';
import {joinReports} from '../../../src/model/decision/join.ts';
import {countingLooks} from '../../../src/model/decision/looks.ts';
import {UsageError} from '../../../src/model/errors.ts';
import {type ItemReport, type Report, reportSchema} from '../../../src/model/report.ts';
import {unfinishedReport} from '../../../src/reports/unfinished.ts';
import {CANONICAL} from '../../support/canonical-report.ts';
import {FULL} from '../../support/full-report.ts';
import {row, WAIVED} from '../report-of.ts';

const NOW = new Date('2026-11-15T12:05:00Z');

function report(items: ItemReport[], more: Partial<Report> = {}): Report {
  const summary = {...CANONICAL.summary, total: items.length};
  return {...CANONICAL, mode: 'live', overrides: [], vantage: 'office', items, summary, ...more};
}

const join = (first: Report, ...others: Report[]) => joinReports([first, ...others], '1.2.3');

const status = fc.constantFrom<ItemReport['status']>('pass', 'fail', 'error', 'blocked', 'pending', 'skip');
const time = fc
  .integer({min: 0, max: 30})
  .map((minute) => new Date(Date.parse('2026-11-15T11:40:00Z') + minute * 60_000));
const item = (id: string) =>
  fc
    .record({
      status,
      consequence: fc.constantFrom<ItemReport['consequence']>('rollback', 'hold', 'note'),
      confirmed: fc.boolean(),
      flaky: fc.boolean(),
      waiver: fc.constantFrom(null, WAIVED),
      at: fc.option(time),
    })
    .map(({at, ...drawn}) =>
      row(id, {
        ...drawn,
        blockedBy: drawn.status === 'blocked' ? 'a' : null,
        attempts: at === null ? [] : [{status: 'pass', summary: '', startedAt: at.toISOString(), durationMs: 1000}],
      }),
    );
const shard = fc.option(fc.record({index: fc.integer({min: 1, max: 3}), of: fc.constant(3)}), {nil: undefined});
const drawnReport = fc
  .record({
    items: fc.tuple(...['a', 'b', 'c'].map((id) => fc.option(item(id)))),
    vantage: fc.constantFrom('office', 'cloud'),
    at: time,
    mode: fc.constantFrom<Report['mode']>('live', 'live', 'live', 'lab'),
    incomplete: fc.constantFrom<Report['incomplete']>(null, null, null, 'interrupted', 'bug'),
    shard,
    isUnfinished: fc.integer({min: 0, max: 9}).map((n) => n === 0),
  })
  .map(({items, at, shard: part, isUnfinished, ...drawn}) => {
    if (isUnfinished) return unfinishedReport({toolVersion: '1.2.3', at});
    const selection = part === undefined ? null : {only: [], skip: [], tags: [], due: 3, notRun: 1, shard: part};
    const there = items.filter((one) => one !== null);
    return report(there, {...drawn, selection, startedAt: at.toISOString(), finishedAt: at.toISOString()});
  });
const drawnReports = fc.array(drawnReport, {minLength: 1, maxLength: 5}) as fc.Arbitrary<[Report, ...Report[]]>;

/** All that a decision says, whatever the order of the reports. */
function saidOf(reports: readonly Report[]) {
  const decision = decide(reports, {now: NOW});
  const codes = decision.reasons.map(({code, items}) => `${code} ${items.toSorted()}`).toSorted();
  const causes = causesOf(countingLooks(reports)).map(
    (cause) => `${cause.items.map(({id}) => id).toSorted()} ${cause.blocked.toSorted()} ${cause.vantages.toSorted()}`,
  );
  const {verdict, wouldBe} = decision;
  return {verdict, wouldBe, exit: DECISION_EXIT[verdict], codes, causes: causes.toSorted()};
}

const LOOKED_UP: NonNullable<Report['names']>[number] = {
  ...{items: ['dns-record'], name: 'mcp.example.com', type: 'A', at: '2026-11-15T11:59:00.000Z', rcode: 'NOERROR'},
  server: {name: null, address: '192.0.2.53', port: 53, role: 'resolver', isSystem: false},
  ...{isAuthoritative: false, answers: [], until: null, verdict: 'open', says: 'nothing'},
};

/** A new part of a report is listed here, and joined or left out on purpose. */
const KEPT = {
  ...{schemaVersion: true, mode: true, overrides: true, tool: true, checklist: true, environment: true, stage: true},
  ...{
    stageBegan: true,
    vantage: true,
    startedBy: true,
    selection: true,
    startedAt: true,
    finishedAt: true,
    durationMs: true,
  },
  ...{incomplete: true, accounts: true, git: true, values: true, calls: true, staleWaivers: true, summary: true},
  ...{rollback: true, plan: true, decision: true, items: true, streams: true, names: true, traces: true, parts: true},
} satisfies Record<keyof Report, true>;

describe('a joined report', () => {
  it('says in its rows what other looks and time have changed since', () => {
    const at = (startedAt: string, finishedAt: string) => ({startedAt, finishedAt});
    const first = report(
      [row('root', {status: 'fail'}), row('child', {status: 'blocked', blockedBy: 'root', summary: 'blocked by root'})],
      at('2026-11-15T11:00:00.000Z', '2026-11-15T11:01:00.000Z'),
    );
    const second = report([row('root')], at('2026-11-15T11:30:00.000Z', '2026-11-15T11:31:00.000Z'));
    const unblocked = join(first, second);
    expect(unblocked.items.map(({id, summary, fix}) => [id, summary, fix]).at(-1)).to.deep.equal([
      'child',
      'was blocked by root, which has passed since',
      'Run this item again.',
    ]);
    expect(unblocked.decision?.reasons.map(({code}) => code)).to.include('unblocked');
    const {decision = null} = unblocked;
    expect(explainDecision(decision ?? decide([unblocked], {now: NOW}), [unblocked])).to.include(
      'Next: run again what was not looked at',
    );

    const waiver = {...WAIVED, expires: '2026-11-14'};
    const waived = [row('a', {status: 'fail', waiver}), row('b')];
    const ended = join(
      report(waived, at('2026-11-14T23:49:00.000Z', '2026-11-14T23:50:00.000Z')),
      report([row('b')], {vantage: 'cloud', ...at('2026-11-15T00:10:00.000Z', '2026-11-15T00:11:00.000Z')}),
    );
    const [a] = ended.items;
    expect([a?.waiver, a?.staleWaiver]).to.deep.equal([null, 'its waiver ended on 2026-11-14']);
    expect([ended.summary.waived, ended.summary.staleWaiver]).to.deep.equal([0, 1]);
  });

  it('has all that its parts have', () => {
    const {streams = [], traces = []} = FULL;
    const plan = {file: 'plan.md', linesWithoutItem: [1]};
    const whole = report([row('a')], {startedBy: 'mg (GitLab CI)', streams, traces, plan, names: [LOOKED_UP]});
    const joined = join(whole, {...whole, vantage: 'cloud'});
    expect(Object.keys(joined)).to.have.members(Object.keys(KEPT));
    expect(joined.startedBy).to.equal('mg (GitLab CI)');
  });

  it('is decided on exactly as the reports are that it was joined from, word by word', () => {
    fc.assert(
      fc.property(drawnReports, (reports) => {
        const joined = join(...reports);
        const [one, other] = [decide(reports, {now: NOW}), decide([joined], {now: NOW})];
        expect(other).to.deep.equal(one);
        // Where nobody knows what it is about, the first unfinished one says nothing of it either.
        expect(decisionText(other, [joined])).to.equal(decisionText(one, reports));
        if (joined.incomplete !== 'unfinished') {
          expect(explainDecision(other, [joined])).to.equal(explainDecision(one, reports));
        }
      }),
      {numRuns: 300},
    );
  });

  it('is so in any order, joined of joined ones, and beside others', () => {
    const groups = fc.tuple(drawnReports, drawnReports, drawnReports);
    fc.assert(
      fc.property(groups, ([ones, others, alone]) => {
        const all = [...ones, ...others, ...alone];
        const said = saidOf(all);
        expect(saidOf(all.toReversed())).to.deep.equal(said);
        expect(saidOf([join(join(...others), join(...ones), ...alone)])).to.deep.equal(said);
        expect(saidOf([join(...alone), join(...others, ...ones)])).to.deep.equal(said);
      }),
      {numRuns: 200},
    );
  });

  it('is a report by the schema, and read back the same; joined again it does not grow', () => {
    fc.assert(
      fc.property(drawnReports, (reports) => {
        const joined = join(...reports);
        expect(reportSchema.parse(JSON.parse(JSON.stringify(joined)))).to.deep.equal(joined);
        expect(join(joined)).to.deep.equal(joined);
        expect(join(joined, ...reports)).to.deep.equal(joined);
      }),
      {numRuns: 100},
    );
  });

  it('is never greener than what it holds: neither its rows nor its counts nor its mark of being incomplete', () => {
    fc.assert(
      fc.property(drawnReports, (reports) => {
        const joined = join(...reports);
        if (joined.parts === undefined) return;
        const ended = reports.filter(({incomplete}) => incomplete !== 'unfinished');
        const looks = countingLooks(ended);
        const ids = new Set(looks.map(({item: {id}}) => id));
        expect(joined.items.map(({id}) => id).toSorted()).to.deep.equal([...ids].toSorted());
        for (const {id, status: shown} of joined.items) {
          const all = looks.filter(({item: {id: other}}) => other === id).map(({item: {status: one}}) => one);
          if (shown === 'pass')
            expect(new Set(all)).to.have.all.keys('pass', ...(all.includes('skip') ? ['skip'] : []));
          expect(all).to.include(shown);
        }
        expect(joined.summary.total).to.equal(joined.items.length);
        if (ended.length < reports.length) expect(joined.incomplete).to.equal('unfinished');
      }),
      {numRuns: 200},
    );
  });

  it('has of each item the worst of what counts, and says where it was seen', () => {
    const cloud = report([row('a', {status: 'fail'}), row('b')], {vantage: 'cloud'});
    const joined = join(report([row('a'), row('b')]), cloud);
    expect(joined.items.map(({id, status: shown, vantage}) => [id, shown, vantage])).to.deep.equal([
      ['a', 'fail', 'cloud'],
      ['b', 'pass', 'office'],
    ]);
    expect([joined.vantage, joined.decision?.verdict]).to.deep.equal(['office, cloud', 'hold']);
    expect(joined.calls).to.deep.equal({elasticloadbalancing: 8, route53: 4});
  });

  it('says that an item was flaky, from whichever vantage and in whatever order', () => {
    const steady = report([row('a'), row('b', {status: 'fail', waiver: WAIVED})]);
    const flaky = report([row('a', {flaky: true}), row('b', {status: 'fail', waiver: WAIVED, flaky: true})], {
      vantage: 'cloud',
    });
    for (const joined of [join(steady, flaky), join(flaky, steady)]) {
      expect(joined.items.map(({flaky: mark, vantage}) => [mark, vantage])).to.deep.equal([
        [true, 'cloud'],
        [true, 'cloud'],
      ]);
      expect(exitCodeOf(joined.items, {strict: true})).to.equal(EXIT.fail);
    }
  });

  it('keeps the ways of requests, and the lines of the plan without an item', () => {
    const plan = {file: 'PLAN.md', linesWithoutItem: [3]};
    const one = report([row('a')], {plan, traces: FULL.traces});
    const joined = join(one, report([row('a')], {plan, vantage: 'home'}));
    expect(joined).to.deep.include({plan, traces: FULL.traces});
    expect(reportSchema.parse(joined)).to.deep.equal(joined);
  });

  it('is decided as of the end of its last report, so that time alone does not change it', () => {
    const old = report([row('a')], {finishedAt: '2026-11-14T12:00:00.000Z'});
    const joined = join(old, report([row('b')], {finishedAt: '2026-11-15T12:00:00.000Z'}));
    expect(joined.decision?.reasons.map(({code}) => code)).to.deep.equal(['age']);
  });

  it('is the report itself, of one', () => {
    expect(join(CANONICAL)).to.deep.equal(CANONICAL);
    expect(join(CANONICAL, CANONICAL)).to.deep.equal(CANONICAL);
  });

  it('is not made of what is about different things', () => {
    expect(() => join(report([row('a')]), report([row('b')], {stage: 'soak'}))).to.throw(
      UsageError,
      'stage: cutover and',
    );
  });
});

describe('the shards of a run', () => {
  const part = (index: number, of: number, items: ItemReport[], more: Partial<Report> = {}) =>
    report(items, {
      vantage: 'shards',
      selection: {only: [], skip: [], tags: [], due: 3, notRun: 3 - items.length, shard: {index, of}},
      finishedAt: '2026-11-15T12:00:00.000Z',
      ...more,
    });
  const decided = (...reports: Report[]) => {
    const {verdict, reasons} = decide(reports, {now: NOW});
    return [verdict, ...reasons.map(({code, text}) => (code === 'shards' ? text : code))];
  };
  const [one, two, three] = [part(1, 3, [row('a')]), part(2, 3, [row('b'), row('c')]), part(3, 3, [])];

  it('are one look together, also where one of them has no items', () => {
    expect(decided(one, two, three)).to.deep.equal(['proceed', 'all-clear']);
    const joined = join(three, one, two);
    expect(joined.items.map(({id}) => id)).to.deep.equal(['a', 'b', 'c']);
    expect([joined.selection, joined.incomplete, joined.vantage]).to.deep.equal([null, null, 'shards']);
  });

  it('hold without one of them, which is named, whatever it would have looked at', () => {
    const missing = 'shard 2 of 3 is missing: 2 of 3 due items were not run';
    expect(decided(one, three)).to.deep.equal(['hold', missing]);
    expect(decided(one, two)).to.deep.equal(['hold', 'shard 3 of 3 is missing']);
    expect(decided(one)).to.deep.equal(['hold', 'shards 2, 3 of 3 are missing: 2 of 3 due items were not run']);
    expect(join(one, three).incomplete).to.equal('shards');
  });

  it('are each of as many: others are refused', () => {
    expect(() => decided(one, part(2, 4, [row('b')]))).to.throw(UsageError, 'differ in their shards: 1/3 and 2/4');
    expect(() => join(one, part(2, 4, [row('b')]))).to.throw(UsageError, 'differ in their shards');
    expect(() => decided(part(4, 3, []))).to.throw(UsageError, 'it is shard 4 of 3');
  });

  it('count with their newest look, where one was run again', () => {
    const failed = part(1, 3, [row('a', {status: 'fail'})], {finishedAt: '2026-11-15T11:58:00.000Z'});
    expect(decided(failed, two, three)).to.deep.equal(['hold', 'failed']);
    expect(decided(failed, two, three, one)).to.deep.equal(['proceed', 'all-clear']);
    expect(decided(one, two, three, {...failed, finishedAt: '2026-11-15T12:01:00.000Z'})).to.deep.equal([
      'hold',
      'failed',
    ]);
  });

  it('are needed of each vantage', () => {
    const cloud = part(1, 3, [row('a')], {vantage: 'cloud'});
    expect(decided(one, two, three, cloud)).to.deep.equal([
      'hold',
      'shards 2, 3 of 3 are missing: 2 of 3 due items were not run from cloud',
    ]);
  });

  it('look at an account together, and not at two under one name', () => {
    const account = {name: 'prod', id: '444444444444', caller: null, region: null};
    const decideFor = (...accounts: (typeof account)[][]) =>
      decide(
        [one, two, three].map((each, index) => ({...each, accounts: accounts[index] ?? []})),
        {now: NOW, expect: {accountIds: ['444444444444']}},
      ).reasons.map(({code}) => code);
    expect(decideFor([account], [])).to.deep.equal(['all-clear']);
    expect(decideFor([], [])).to.deep.equal(['mismatch']);
    expect(decideFor([account], [{...account, id: '555555555555'}])).to.deep.equal(['mismatch']);
  });
});
