import {expect} from 'chai';
import type {Waiver} from '../../src/model/checklist.ts';
import {exitCodeOf} from '../../src/model/decision/exit-code.ts';
import {CannotTell} from '../../src/model/errors.ts';
import {type ItemSketch, no, play, yes} from './scene.ts';

const waiver = (more: Partial<Waiver> = {}): Waiver => ({
  item: 'a',
  reason: 'the vendor is late',
  approver: 'mg',
  expires: '2026-11-20',
  env: null,
  ticket: 'OPS-7',
  source: {file: 'waivers.yaml', line: 3, column: 5},
  ...more,
});
const failing: ItemSketch = {id: 'a', looks: [no()]};
const AT = 'waivers.yaml:3:5';

describe('waivers', () => {
  it('cover a failure, whose status still shows', async () => {
    const {item, report} = await play({items: [failing], waivers: [waiver()]});
    expect(item('a')).to.deep.include({
      status: 'fail',
      waiver: {reason: 'the vendor is late', approver: 'mg', expires: '2026-11-20', ticket: 'OPS-7'},
      staleWaiver: null,
    });
    expect(report.summary).to.deep.include({fail: 1, waived: 1, staleWaiver: 0});
    expect(exitCodeOf(report.items, {strict: false})).to.equal(0);
    expect(report.decision.verdict).to.equal('proceed');
    expect(report.decision.reasons[0]?.text).to.contain('1 waived');
  });

  for (const [time, valid] of [
    ['2026-11-20T23:59:59.999Z', true],
    ['2026-11-21T00:00:00.000Z', false],
    // Still the 20th in New York, but not in UTC.
    ['2026-11-20T19:30:00-05:00', false],
    ['2026-11-21T01:30:00+02:00', true],
  ] as const) {
    it(`are ${valid ? 'valid' : 'expired'} at ${time} when they expire on 2026-11-20`, async () => {
      const {item} = await play({items: [failing], waivers: [waiver()], judgedAt: time});
      expect(item('a').waiver !== null).to.equal(valid);
      expect(item('a').staleWaiver).to.equal(
        valid ? null : `the waiver at ${AT} expired at the end of 2026-11-20 (UTC)`,
      );
    });
  }

  it('by nobody of the checklist cover nothing, unless it has no people', async () => {
    const waivers = [waiver({approver: 'zz'})];
    const {item, report} = await play({items: [failing], waivers});
    expect(item('a')).to.deep.include({
      waiver: null,
      staleWaiver: `the waiver at ${AT} does not count: its approver zz is not listed under people:`,
    });
    expect(exitCodeOf(report.items, {strict: false})).to.equal(1);
    const free = await play({items: [failing], waivers, checklist: {people: {}}});
    expect(free.item('a').waiver?.approver).to.equal('zz');
  });

  it('cover neither what could not be determined nor what waits for a person', async () => {
    const {report} = await play({
      items: [
        {id: 'a', looks: [new CannotTell('denied', 'grant it')]},
        {id: 'b', manual: {}},
      ],
      waivers: [waiver({item: '?'})],
    });
    expect(report.items.map(({waiver: covering}) => covering)).to.deep.equal([null, null]);
    expect(exitCodeOf(report.items, {strict: false})).to.equal(3);
  });

  it('hold in their environment only', async () => {
    for (const [env, environment, covers] of [
      ['prod', 'prod', true],
      ['staging', 'prod', false],
      ['prod', null, false],
      [null, null, true],
    ] as const) {
      const {item, report} = await play({items: [failing], waivers: [waiver({env})], checklist: {environment}});
      expect(item('a').waiver !== null, `${env} in ${environment}`).to.equal(covers);
      expect(report.summary.staleWaiver).to.equal(0);
    }
  });

  it('are stale when the item passes', async () => {
    const {item, report} = await play({items: [{id: 'a'}], waivers: [waiver()]});
    expect(item('a').staleWaiver).to.equal(`it passes now: remove the waiver at ${AT}`);
    expect(report.summary.staleWaiver).to.equal(1);
    expect(report.decision.verdict).to.equal('proceed');
  });

  it('by a glob are stale only when nothing they match fails', async () => {
    const items: ItemSketch[] = [
      {id: 'a-1', looks: [yes()]},
      {id: 'a-2', looks: [no()]},
    ];
    const used = await play({items, waivers: [waiver({item: 'a-*'})]});
    expect([used.item('a-1').staleWaiver, used.item('a-2').waiver?.approver]).to.deep.equal([null, 'mg']);
    const unused = await play({items: [{id: 'a-1'}, {id: 'a-2'}], waivers: [waiver({item: 'a-*'})]});
    expect(unused.report.summary.staleWaiver).to.equal(2);
  });

  it('that match nothing are named in the report', async () => {
    const {report} = await play({
      items: [{id: 'dns-record'}],
      waivers: [waiver({item: 'dns-recrod'}), waiver({item: 'x-*'})],
    });
    expect(report.staleWaivers).to.deep.equal([
      {
        item: 'dns-recrod',
        reason: `${AT}: no item matches "dns-recrod". Did you mean "dns-record"? Correct or remove the waiver.`,
      },
      {item: 'x-*', reason: `${AT}: no item matches "x-*". Correct or remove the waiver.`},
    ]);
    expect(report.summary.staleWaiver).to.equal(2);
  });
});
