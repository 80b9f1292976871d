import {expect} from 'chai';
import {exitCodeOf} from '../../src/model/decision/exit-code.ts';
import {UsageError} from '../../src/model/errors.ts';
import {select} from '../../src/runner/selection.ts';
import {ALL, checklistOf, type ItemSketch, item, play} from './scene.ts';

const ITEMS: readonly ItemSketch[] = [
  {id: 'dns-record', groups: ['central', 'dns'], tags: ['dns']},
  {id: 'dns-seen', groups: ['central', 'dns'], tags: ['dns', 'slow'], needs: ['dns-record']},
  {id: 'rule-wins', groups: ['central'], tags: ['alb'], needs: ['dns-record']},
  {id: 'stream-holds', groups: [], tags: ['sse', 'slow'], needs: ['rule-wins']},
  {id: 'old-gone', groups: [], stages: ['cleanup'], needs: ['stream-holds']},
];
const checklist = checklistOf(ITEMS.map(item));
const idsOf = (selection: Partial<typeof ALL> | object) =>
  select(checklist, {...ALL, ...selection}, 'ready').items.map(({id}) => id);

describe('selection', () => {
  const rows: [string, object, string][] = [
    ['everything by default', {}, 'dns-record dns-seen rule-wins stream-holds old-gone'],
    ['an id, and what it needs, near and far', {only: ['stream-holds']}, 'dns-record rule-wins stream-holds'],
    ['an id alone', {only: ['stream-holds'], withNeeds: false}, 'stream-holds'],
    ['a glob', {only: ['dns-*']}, 'dns-record dns-seen'],
    ['a glob of one character', {only: ['dns-see?']}, 'dns-record dns-seen'],
    ['a group', {only: ['dns']}, 'dns-record dns-seen'],
    ['several', {only: ['dns-seen', 'rule-wins'], withNeeds: false}, 'dns-seen rule-wins'],
    ['all but some', {skip: ['dns']}, 'rule-wins stream-holds old-gone'],
    ['some but not all', {only: ['central'], skip: ['dns-seen']}, 'dns-record rule-wins'],
    ['one tag or another', {tags: ['alb', 'sse'], withNeeds: false}, 'rule-wins stream-holds'],
    ['a tag among some', {only: ['central'], tags: ['slow'], withNeeds: false}, 'dns-seen'],
    ['what is not due without what it would need', {only: ['old-gone']}, 'old-gone'],
    ['not what is left out, even if it is needed', {only: ['rule-wins'], skip: ['dns-record']}, 'rule-wins'],
  ];
  for (const [name, selection, expected] of rows) {
    it(`takes ${name}`, () => expect(idsOf(selection).join(' ')).to.equal(expected));
  }

  it('counts the due items that it leaves out', () => {
    expect(select(checklist, {...ALL, only: ['dns-record']}, 'ready').reported).to.deep.equal({
      only: ['dns-record'],
      skip: [],
      tags: [],
      due: 4,
      notRun: 3,
    });
    expect(select(checklist, ALL, 'ready').reported).to.equal(null);
  });

  const refusals: [string, object, string][] = [
    [
      'an unknown id, with a near miss',
      {only: ['dns-recrod']},
      '--only dns-recrod: checklist.yaml has no item or group of this id. Did you mean "dns-record"?',
    ],
    [
      'an unknown id to skip',
      {skip: ['nothing-like-it']},
      '--skip nothing-like-it: checklist.yaml has no item or group of this id.',
    ],
    [
      'ids with commas between them',
      {only: ['dns,central']},
      '--only dns,central: checklist.yaml has no item or group of this id. To give several, repeat the flag: --only dns --only central',
    ],
    [
      'tags with commas between them',
      {tags: ['sse,dns']},
      'its tags are alb, dns, slow, sse. To give several, repeat the flag: --tag sse --tag dns',
    ],
    ['a glob that matches nothing', {only: ['x*']}, '--only x*: checklist.yaml has no item or group of this id.'],
    [
      'an unknown tag',
      {tags: ['ssee']},
      '--tag ssee: no item of checklist.yaml has this tag; its tags are alb, dns, slow, sse. Did you mean "sse"?',
    ],
    [
      'a selection of nothing',
      {only: ['dns'], skip: ['central']},
      'checklist.yaml: --only dns --skip central leaves none of its 5 items; leave less out',
    ],
  ];
  for (const [name, selection, message] of refusals) {
    it(`refuses ${name}`, () => expect(() => idsOf(selection)).to.throw(UsageError, message));
  }

  it('refuses a checklist without items, and an unknown stage, before anything is looked at', async () => {
    for (const [scene, message] of [
      [{items: []}, 'checklist.yaml: there are no items'],
      [
        {items: ITEMS, stage: 'cutovr'},
        '--stage cutovr: checklist.yaml has the stages analysis, prepare, ready, cutover, soak, cleanup, rollback. Did you mean "cutover"?',
      ],
    ] as const) {
      const thrown = await play(scene).catch((error: unknown) => error);
      expect(thrown).to.be.instanceOf(UsageError);
      expect((thrown as Error).message).to.contain(message);
    }
  });

  it('lets what was left out block nothing, and holds', async () => {
    for (const selection of [
      {only: ['rule-wins'], withNeeds: false},
      {only: ['rule-wins'], skip: ['dns-record']},
    ]) {
      const {item: row, report} = await play({items: ITEMS, selection});
      expect(row('rule-wins').status).to.equal('pass');
      expect(exitCodeOf(report.items, {strict: false})).to.equal(0);
      expect(report.decision.reasons[0]).to.deep.include({
        code: 'selection',
        text: '3 of 4 due items were not run',
      });
    }
  });

  it('does not change which lines of the plan have no item', async () => {
    const items = [
      {id: 'one', plan: [2]},
      {id: 'two', plan: [3, 5]},
    ];
    const plan = {file: 'PLAN.md', linesWithText: [1, 2, 3, 5, 8]};
    const {report} = await play({items, checklist: {plan}, selection: {...ALL, only: ['one']}});
    expect(report.plan).to.deep.equal({file: 'PLAN.md', linesWithoutItem: [1, 8]});
    expect((await play({items})).report.plan).to.equal(undefined);
  });
});
