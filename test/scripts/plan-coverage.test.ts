import {expect} from 'chai';
import {PLAN_TASKS, planCoverage} from '../../scripts/plan-coverage.ts';
import type {Checklist} from '../../src/model/checklist.ts';
import {shippedChecklist} from '../lab/run-on-lab.ts';

describe('scripts/plan-coverage', () => {
  let shipped: Checklist;

  before(async () => {
    shipped = await shippedChecklist();
  });

  it('covers the 45 tasks of the plan', () => {
    expect(Object.keys(PLAN_TASKS)).to.have.length(45);
    const rows = planCoverage(shipped).split('\n');
    const lines = rows.flatMap((row) => /^\| (\d+) \|/.exec(row)?.[1] ?? []);
    expect(lines).to.deep.equal(Object.keys(PLAN_TASKS));
  });

  it('says by whom a line is answered, and when that fails', () => {
    const text = planCoverage(shipped);
    expect(text).to.match(
      /^\| {2}\| {2}\| `dns-record`.*check `dns\/record-points-to-load-balancer`.*scenario `record-missing`/m,
    );
    expect(text).to.match(/^\| 216 \|.*`readme-describes-path`.*\| a person \(ops\) \| {2}\|$/m);
  });

  it('refuses a checklist that leaves a task out', () => {
    const items = shipped.items.filter(({plan}) => !plan.includes(216));
    expect(() => planCoverage({items})).to.throw('line 216 has no item');
  });

  it('refuses an item that names a line which is not a task, or none', () => {
    const [first, second, ...rest] = shipped.items;
    if (first === undefined || second === undefined) throw new Error('the checklist is empty');
    const items = [{...first, plan: [...first.plan, 5]}, {...second, plan: []}, ...rest];
    expect(() => planCoverage({items}))
      .to.throw(`${first.id}: line 5 is not a task`)
      .with.property('message')
      .that.contains(`${second.id}: names no line`);
  });

  it('does not count a check that no world fails', () => {
    expect(() => planCoverage(shipped, undefined, [])).to.throw(
      'api-rule-wins: for line 7 there is no world in which it fails',
    );
    expect(() => planCoverage(shipped, [])).to.throw('dns-record: for line 18 there is no world in which it fails');
  });
});
