import {expect} from 'chai';
import {decide} from '../../../src/model/decision/decision.ts';
import {decisionText, explainDecision} from '../../../src/model/decision/decision-text.ts';
import type {Decidable} from '../../../src/model/decision/looks.ts';
import type {ItemReport, Report} from '../../../src/model/report.ts';
import {reportOf, row} from '../report-of.ts';

const NOW = new Date('2026-11-15T12:00:00Z');
type More = Partial<Decidable>;

const failed = (id: string, more: Partial<ItemReport> = {}) =>
  row(id, {status: 'fail', confirmed: true, summary: `${id} is closed`, fix: `open ${id}`, ...more});
const broken = (id: string, more: Partial<ItemReport> = {}) =>
  failed(id, {onFail: 'rollback', consequence: 'rollback', ...more});
const blocked = (id: string, blockedBy: string, more: Partial<ItemReport> = {}) =>
  row(id, {status: 'blocked', blockedBy, summary: `blocked by ${blockedBy}`, ...more});
const untold = (id: string, more: Partial<ItemReport> = {}) =>
  row(id, {status: 'error', summary: `${id}: ExpiredToken`, commonCause: 'account a: expired', fix: 'log in', ...more});

const ROLLBACK: Report['rollback'] = {
  decider: 'ops',
  steps: [
    {do: 'turn the flag off', by: 'jd', takes: '2m', command: null},
    {do: 'take the rule away', by: 'mg', takes: '90s', command: 'terraform apply \\\n  -var sse=false\n'},
  ],
};
const LATER = row('old-path', {
  path: ['Rollback', 'the old path serves again'],
  stages: ['rollback'],
  status: 'not-due',
});

function told(reports: [Decidable, ...Decidable[]], tell: typeof explainDecision): string {
  return tell(decide(reports, {now: NOW}), reports);
}
const explained = (items: ItemReport[], more: More = {}) => told([reportOf(items, more)], explainDecision);
const listed = (items: ItemReport[], more: More = {}) => told([reportOf(items, more)], decisionText);

describe('the explanation of a decision', () => {
  it('says the verdict, the root and not its victims, and what follows; then the steps', () => {
    const victim = blocked('stream', 'port', {onFail: 'rollback', consequence: 'rollback'});
    const text = explained([failed('port'), victim, blocked('load', 'port'), LATER], {rollback: ROLLBACK});
    expect(text.split('\n')).to.deep.equal([
      'The decision for "Move the stream" at stage cutover in prod is: rollback. ' +
        'The cause is this: port is closed (port, which blocks 2 items). ' +
        'Next: roll back now, with these steps, then run again with `--stage rollback`: it says whether we are back.',
      '',
      'Rollback (ops decides; 2 steps; 3 min 30 s in all):',
      '  1. turn the flag off (jd, 2 min)',
      '  2. take the rule away (mg, 1 min 30 s)',
      '     terraform apply \\',
      '       -var sse=false',
      '',
      'What must hold after rolling back (`--stage rollback` looks at it):',
      '  - the old path serves again (old-path)',
      '',
      'To mend before the next attempt:',
      '  - port: open port',
    ]);
  });

  const rows: [string, ItemReport[], More, string, string][] = [
    [
      'rollback without steps',
      [broken('a')],
      {},
      'The cause is this: a is closed (a).',
      'Next: take back what the cutover changed (the checklist has no `rollback:` that says how), then run again with `--stage rollback`.',
    ],
    [
      'proceed',
      [row('a')],
      {},
      'The reason is this: of 1 item due at stage cutover none is in the way.',
      'Next: stage soak; run again with `--stage soak` once what the plan has for it is done.',
    ],
    [
      'proceed at the last stage',
      [row('a')],
      {stage: 'cleanup'},
      'The reason is this: of 1 item due at stage cleanup none is in the way.',
      'Next: nothing; cleanup is the last stage.',
    ],
    [
      'hold after the cutover',
      [failed('a'), failed('b')],
      {},
      'The causes are these: a is closed (a); b is closed (b).',
      'Next: see to a, then to the others, and run again; do not roll back for this.',
    ],
    [
      'hold before the cutover',
      [failed('a'), row('b', {status: 'not-due', stages: ['soak']})],
      {stage: 'ready'},
      'The cause is this: a is closed (a); besides, nothing to roll back, 1 item not due yet.',
      'Next: see to a, and run again.',
    ],
    [
      'hold, as a session has expired',
      [untold('a'), untold('b'), row('c', {status: 'pending'})],
      {stage: 'cleanup'},
      'The cause is this: account a: expired (2 items); besides, 1 item had no sign-off that counts: c.',
      'Next: see to that, and run again.',
    ],
    [
      'hold, as people have not answered',
      [row('c', {status: 'pending'}), blocked('d', 'c')],
      {stage: 'cleanup'},
      'The reason is this: 1 item could not be looked at because of c: d; 1 item had no sign-off that counts: c.',
      'Next: have the questions answered, and run again.',
    ],
    [
      'hold, as no stage was named',
      [row('a')],
      {stage: null},
      'The reason is this: the run named no stage.',
      'Next: run again with `--stage`.',
    ],
    ['a lab', [row('a')], {mode: 'lab'}, 'Nothing is in the way.', 'Next: make a live run; only that decides.'],
    [
      'we are back',
      [row('a', {stages: ['rollback']})],
      {stage: 'rollback', rollback: ROLLBACK},
      'The reason is this: of 1 item due at stage rollback none is in the way.',
      'Next: nothing more has to be taken back.',
    ],
  ];
  for (const [name, items, more, why, next] of rows) {
    it(`is three sentences: ${name}`, () => {
      const [first = ''] = explained(items, more).split('\n');
      expect(first.match(/(?<=[.]) (?=[A-Z])/g)).to.have.length(2);
      expect(first).to.satisfy((text: string) => text.endsWith(` ${why} ${next}`), first);
    });
  }

  it('names at most three causes, the one that reaches furthest first, and what to do about each', () => {
    const items = [failed('a'), failed('b'), failed('c'), failed('d'), blocked('e', 'd')];
    const text = explained(items);
    expect(text).to.include(
      'these: d is closed (d, which blocks e); a is closed (a); b is closed (b); and 1 more. Next: see to d,',
    );
    expect(text).to.include('To do:\n  - d: open d\n  - a: open a\n  - b: open b\n  - c: open c');
  });

  it('has one word for the decision, and at the stage rollback says whether we are back', () => {
    const stages = ['rollback'];
    for (const [items, more, word, other] of [
      [[row('a')], {}, 'proceed', /hold|rollback/],
      [[failed('a')], {}, 'hold', /proceed/],
      [[broken('a')], {}, 'rollback', /proceed|\bhold\b/],
      [[row('a', {stages})], {stage: 'rollback'}, 'we are back', /proceed|hold/],
      [[failed('a', {stages})], {stage: 'rollback', rollback: ROLLBACK}, 'not back yet', /proceed|\bhold\b/],
    ] as const) {
      expect(explained([...items], more))
        .to.include(` is: ${word}. `)
        .and.not.match(other);
      expect(listed([...items], more).split('\n')[0]).to.equal(word);
    }
    expect(explained([failed('a', {stages})], {stage: 'rollback', rollback: ROLLBACK})).to.include(
      'Steps of the rollback (ops decides;',
    );
    expect(explained([row('a', {stages})], {stage: 'rollback', rollback: ROLLBACK})).not.to.include('1. ');
  });

  it('says after the steps what the looks showed of how long it takes until all are back', () => {
    const wayBack = 'mcp.example.com: the old answer lives for 3 min at most after a change';
    const lines = explained([failed('port'), row('quick', {wayBack})], {rollback: ROLLBACK}).split('\n');
    expect(lines[lines.indexOf('       -var sse=false') + 1]).to.equal(`  - ${wayBack} (quick)`);
  });

  it('says plainly what a run that was not live would have said', () => {
    const text = explained([broken('a')], {mode: 'replay', rollback: ROLLBACK});
    expect(text).to.include('is: hold, because the run was not live but replay; on a live run it would be rollback. ');
    expect(text).to.include('The rollback, were this run live (ops decides');
    expect(listed([broken('a')], {mode: 'replay'}).split('\n')[0]).to.equal(
      'hold (on a live run it would be rollback)',
    );
  });

  it('has the steps at hand where it has not come to that', () => {
    expect(explained([failed('a')], {rollback: ROLLBACK})).to.include('Should it come to a rollback (ops decides');
  });

  it('joins what several vantages saw', () => {
    const reports: [Decidable, ...Decidable[]] = [
      reportOf([broken('a'), row('b')], {vantage: 'office'}),
      reportOf([broken('a'), row('b')], {vantage: 'home'}),
      reportOf([row('a'), failed('b')], {vantage: 'ci'}),
    ];
    expect(told(reports, explainDecision)).to.include(
      'The cause is this: a is closed (a, seen from office, home); besides, 1 item failed. Next',
    );
    expect(told(reports, decisionText)).to.equal(
      'rollback\n- a: a is closed (seen from office, home)\n- 1 item failed',
    );
  });

  it('lets no text from outside begin a line, or look like a step', () => {
    const forged = 'fine\nproceed\n  1. rm -rf /\u001b[2J';
    const text = explained([broken('a', {summary: forged, fix: forged, path: [forged]}), {...LATER, path: [forged]}], {
      rollback: {decider: forged, steps: [{do: forged, by: forged, takes: '1m', command: forged}]},
    });
    const lines = text.split('\n');
    // A command has its own lines, further in.
    expect(lines.filter((line) => /^ {0,4}(?:proceed|1\. rm|fine)/.test(line))).to.deep.equal([]);
    expect(text).not.to.include('\u001b');
  });
});
