import {expect} from 'chai';
import type {AttemptContext} from '../../src/model/attempt.ts';
import {decide} from '../../src/model/decision/decision.ts';
import {exitCodeOf} from '../../src/model/decision/exit-code.ts';
import {AwsRefusal, CannotTell, NoAnswer} from '../../src/model/errors.ts';
import {reportSchema} from '../../src/model/report.ts';
import {FakeClock} from '../support/fake-clock.ts';
import {CONTROL, type ItemSketch, no, play, waitOnly, yes} from './scene.ts';

const SILENT = 'https://mcp.example.com/stream';
const silence = new NoAnswer(SILENT, 'connect', `${SILENT}: no connection within 5 s`);
const denied = new AwsRefusal(
  'acm:ListCertificates',
  'AccessDeniedException',
  'acm: denied',
  'grant acm:ListCertificates',
);

describe('what an item comes to', () => {
  it('passes with evidence and nothing to do', async () => {
    const {item, report} = await play({items: [{id: 'a', looks: [yes('the record is there')]}]});
    expect(item('a')).to.deep.include({
      status: 'pass',
      summary: 'the record is there',
      expected: 'yes',
      actual: 'yes',
      evidence: [{what: 'answer', value: 'yes', source: 'test'}],
      fix: null,
      byHand: 'look --at https://a.example.com/',
      confirmed: false,
      flaky: false,
    });
    // Also in its order: whoever reads it and writes it again has the same bytes, and the same hash.
    expect(JSON.stringify(reportSchema.parse(report))).to.equal(JSON.stringify(report));
  });

  it('fails with the fix of the verdict; what it blocks has that of its root', async () => {
    const {item} = await play({
      items: [
        {id: 'a', looks: [{...no(), fix: 'this very fix', byHand: 'this very command'}]},
        {id: 'b', needs: ['a']},
      ],
    });
    expect(item('a')).to.deep.include({
      status: 'fail',
      fix: 'this very fix',
      byHand: 'this very command',
      confirmed: true,
    });
    expect(item('b')).to.deep.include({status: 'blocked', fix: 'See to a first.'});
  });

  it('is an error when it could not tell, with what to do about that', async () => {
    const {item} = await play({
      items: [
        {id: 'a', looks: [new CannotTell('two hosted zones of this name', 'name the zone by its id')]},
        {id: 'b', looks: [denied]},
      ],
    });
    expect(item('a')).to.deep.include({
      status: 'error',
      summary: 'two hosted zones of this name',
      fix: 'name the zone by its id',
    });
    expect(item('b').evidence).to.deep.equal([
      {what: 'AWS refused', value: 'AccessDeniedException', source: 'acm:ListCertificates'},
    ]);
  });

  it('is an error when a check throws what it should not, and the bug is handed to the caller', async () => {
    const bug = new TypeError('x is not a function');
    const {item, report, bugs} = await play({
      items: [{id: 'a', looks: [bug], retry: {attempts: 3, delayMs: 1}}, {id: 'b'}],
    });
    expect(item('a')).to.deep.include({status: 'error', summary: 'a bug of migrate-check: x is not a function'});
    expect(item('a').attempts).to.have.length(1);
    expect(item('b').status).to.equal('pass');
    expect(bugs).to.deep.equal([bug]);
    expect(report.incomplete).to.equal('bug');
    expect(report.decision.verdict).to.equal('hold');
  });

  it('outlives a screen that throws', async () => {
    const {report, bugs} = await play({
      items: [{id: 'a'}, {id: 'b'}],
      emit: () => {
        throw new Error('no more paper');
      },
    });
    expect(report.summary.pass).to.equal(2);
    expect(report.incomplete).to.equal('bug');
    expect(bugs).to.have.length(1);
  });
});

describe('no answer over the wire', () => {
  const wire = (more: Partial<ItemSketch> = {}): ItemSketch => ({
    id: 'a',
    touches: 'wire',
    looks: [silence],
    control: CONTROL,
    ...more,
  });

  it('is a failure when the control answers', async () => {
    const {item} = await play({items: [wire()], controls: {[CONTROL]: true}});
    expect(item('a').status).to.equal('fail');
    expect(item('a').evidence.map(({source}) => source)).to.deep.equal([SILENT, CONTROL]);
  });

  it('is an error when the control is silent too', async () => {
    const {item} = await play({items: [wire()], controls: {[CONTROL]: false}});
    expect(item('a').status).to.equal('error');
    expect(item('a').evidence.map(({source}) => source)).to.deep.equal([SILENT, CONTROL]);
  });

  it('never shows the credentials in the URL of a control', async () => {
    const control = CONTROL.replace('://', '://user:hunter2@');
    for (const answers of [true, false]) {
      const {report} = await play({items: [wire({control})], controls: {[control]: answers}});
      expect(JSON.stringify(report)).to.contain('control.example.com').and.not.contain('hunter2');
    }
  });

  it('is an error when there is no control, which is said', async () => {
    const {item, controlsAsked} = await play({items: [wire({control: null})]});
    expect(item('a').status).to.equal('error');
    expect(item('a').summary).to.contain('no control is set');
    expect(item('a').fix).to.contain('control:');
    expect(controlsAsked).to.deep.equal([]);
  });

  it('asks each control once a run', async () => {
    const other = 'https://other.example.com/';
    const {controlsAsked} = await play({
      items: [wire(), wire({id: 'b'}), wire({id: 'c', control: other})],
      controls: {[CONTROL]: true},
    });
    expect(controlsAsked).to.have.members([CONTROL, other]);
  });

  it('does not ask it when the target answered, or AWS did not', async () => {
    const {controlsAsked, item} = await play({
      items: [wire({looks: [no('connection refused')]}), wire({id: 'b', looks: [denied]})],
      controls: {[CONTROL]: true},
    });
    expect([item('a').status, item('b').status]).to.deep.equal(['fail', 'error']);
    expect(controlsAsked).to.deep.equal([]);
  });
});

describe('the time of an item', () => {
  const never = () => new Promise<never>(() => {});
  const untilTold = (end: (reason: unknown) => Promise<ReturnType<typeof yes>>) => (context: AttemptContext) =>
    new Promise<ReturnType<typeof yes>>((resolve, reject) => {
      context.signal.addEventListener('abort', () => end(context.signal.reason).then(resolve, reject));
    });
  const rethrow = untilTold((reason) => Promise.reject(reason));

  for (const [name, look] of [
    ['never ends', never],
    ['stops when asked', rethrow],
  ] as const) {
    it(`ends a check of AWS that ${name}: error`, async () => {
      const {item, report, bugs} = await play({
        items: [{id: 'a', looks: [look], control: CONTROL}],
        controls: {[CONTROL]: true},
      });
      expect(item('a')).to.deep.include({status: 'error', summary: 'not finished within 20 s'});
      expect(report.durationMs).to.equal(name === 'never ends' ? 20_500 : 20_000);
      expect(bugs).to.deep.equal([]);
    });

    it(`ends a check of the wire that ${name}: the control decides`, async () => {
      const sketch: ItemSketch = {id: 'a', touches: 'wire', looks: [look], control: CONTROL};
      const alive = await play({items: [sketch], controls: {[CONTROL]: true}});
      const dead = await play({items: [sketch], controls: {[CONTROL]: false}});
      expect([alive.item('a').status, dead.item('a').status]).to.deep.equal(['fail', 'error']);
      expect(alive.item('a').evidence[0]?.source).to.equal('https://a.example.com/');
    });
  }

  it('takes the verdict of a check that knows one when its time is over', async () => {
    const {item} = await play({
      items: [{id: 'a', touches: 'wire', looks: [untilTold(() => Promise.resolve(no('headers, then silence')))]}],
    });
    expect(item('a')).to.deep.include({status: 'fail', summary: 'headers, then silence'});
  });

  it('leaves out declared holds, and takes back what they did not use', async () => {
    const clock = new FakeClock();
    const holding = (declaredMs: number, usedMs: number, thenMs: number) => async (context: AttemptContext) => {
      await waitOnly(context, declaredMs, () => clock.sleep(usedMs, context.signal));
      await clock.sleep(thenMs, context.signal);
      return yes();
    };
    const {item} = await play({
      clock,
      items: [
        {id: 'fits', timeoutMs: 5000, looks: [holding(60_000, 60_000, 4000)]},
        {id: 'hold-too-long', timeoutMs: 5000, looks: [holding(60_000, 66_000, 0)]},
        {id: 'cut-then-slow', timeoutMs: 5000, looks: [holding(60_000, 1000, 6000)]},
      ],
    });
    expect(['fits', 'hold-too-long', 'cut-then-slow'].map((id) => item(id).status)).to.deep.equal([
      'pass',
      'error',
      'error',
    ]);
  });

  it('is counted anew for each attempt, and not between them', async () => {
    const clock = new FakeClock();
    const slow = async (context: AttemptContext) => {
      await clock.sleep(15_000, context.signal);
      return no();
    };
    const {item} = await play({
      clock,
      items: [{id: 'a', looks: [slow, slow, yes()], poll: {everyMs: 30_000, forMs: 120_000, stableForMs: 0}}],
    });
    expect(item('a').attempts.map(({status}) => status)).to.deep.equal(['fail', 'fail', 'pass']);
  });
});

describe('retry', () => {
  const hiccup = new CannotTell('throttled', 'wait', {transient: true});
  const play1 = (looks: ItemSketch['looks'] & object, attempts: number) =>
    play({items: [{id: 'a', looks, retry: {attempts, delayMs: 2000}}]});

  it('is one attempt in all unless asked for more', async () => {
    const {item} = await play1([hiccup, yes()], 1);
    expect(item('a')).to.deep.include({status: 'error', flaky: false});
  });

  it('makes a pass of an error that passes, and marks it flaky', async () => {
    const {item, lookedAtMs, factsNotBefore} = await play1([hiccup, hiccup, yes()], 3);
    expect(item('a')).to.deep.include({status: 'pass', flaky: true});
    expect(item('a').attempts.map(({status}) => status)).to.deep.equal(['error', 'error', 'pass']);
    expect(lookedAtMs.get('a')).to.deep.equal([0, 2000, 4000]);
    expect(factsNotBefore.get('a')).to.deep.equal([Number.NEGATIVE_INFINITY, 2000, 4000]);
  });

  it('never repeats a failure', async () => {
    const {item} = await play1([no(), yes()], 3);
    expect(item('a')).to.deep.include({status: 'fail', flaky: false});
    expect(item('a').attempts).to.have.length(1);
  });

  it('gives up after the last attempt, and at a failure', async () => {
    const {item} = await play1([hiccup], 3);
    expect(item('a')).to.deep.include({status: 'error', flaky: false});
    expect(item('a').attempts).to.have.length(3);
    const failed = await play1([hiccup, no(), yes()], 3);
    expect(failed.item('a')).to.deep.include({status: 'fail', flaky: false});
  });
});

describe('poll', () => {
  const poll = {everyMs: 15_000, forMs: 60_000, stableForMs: 30_000};
  const statuses = async (looks: ItemSketch['looks'] & object) => {
    const {item, lookedAtMs} = await play({items: [{id: 'a', looks, poll}]});
    return {row: item('a'), at: lookedAtMs.get('a'), made: item('a').attempts.map(({status}) => status)};
  };

  it('ends when a pass has been stable, and is never flaky', async () => {
    const {row, at, made} = await statuses([no(), new CannotTell('not yet', 'wait'), yes()]);
    expect(row).to.deep.include({status: 'pass', flaky: false});
    expect(made).to.deep.equal(['fail', 'error', 'pass', 'pass', 'pass']);
    expect(at).to.deep.equal([0, 15_000, 30_000, 45_000, 60_000]);
  });

  it('ends where every attempt would be refused', async () => {
    const refused = new CannotTell('no credentials', 'log in', {permanent: true, commonCause: 'account a: none'});
    const {row, made} = await statuses([no(), refused]);
    expect(made).to.deep.equal(['fail', 'error']);
    expect(row).to.deep.include({status: 'error', commonCause: 'account a: none'});
  });

  it('starts to count again after a failure', async () => {
    const {row, made} = await statuses([yes(), no(), yes()]);
    expect(made).to.deep.equal(['pass', 'fail', 'pass', 'pass', 'pass']);
    expect(row.status).to.equal('pass');
  });

  it('takes the last verdict when its time is over', async () => {
    expect((await statuses([yes(), no(), yes(), no()])).row).to.deep.include({
      status: 'fail',
      flaky: false,
      confirmed: true,
    });
    expect((await statuses([no(), no(), no(), no(), new CannotTell('gone', 'look')])).row.status).to.equal('error');
    const young = (await statuses([no(), no(), no(), yes()])).row;
    expect(young.status).to.equal('pass');
    expect(young.summary).to.contain('stable for 15 s of 30 s');
  });

  it('passes the time by the pace that is handed in', async () => {
    let passedMs = 0;
    const {report, item} = await play({
      items: [{id: 'a', looks: [no()], poll}],
      pace: {
        monotonicMs: () => passedMs,
        sleep: async (ms) => {
          passedMs += ms;
        },
      },
    });
    expect(report.durationMs).to.equal(0);
    expect(item('a').attempts).to.have.length(5);
  });
});

describe('confirm', () => {
  const wire = (looks: ItemSketch['looks'] & object): ItemSketch => ({id: 'a', touches: 'wire', looks});

  for (const stage of ['cutover', 'soak']) {
    it(`repeats at ${stage} a failure that would mean rollback`, async () => {
      const {item, lookedAtMs, factsNotBefore, report} = await play({stage, items: [wire([no()])]});
      expect(item('a')).to.deep.include({status: 'fail', confirmed: true, flaky: false});
      expect(lookedAtMs.get('a')).to.deep.equal([0, 20_000, 40_000]);
      expect(factsNotBefore.get('a')).to.deep.equal([Number.NEGATIVE_INFINITY, 20_000, 40_000]);
      expect(report.decision.verdict).to.equal('rollback');
    });
  }

  it('does so at a stage of the checklist’s own after cutover', async () => {
    const stages = ['ready', 'cutover', 'canary', 'cleanup'];
    const {item, report} = await play({stage: 'canary', checklist: {stages}, items: [{...wire([no()]), stages}]});
    expect(item('a').attempts).to.have.length(3);
    expect(report.decision.verdict).to.equal('rollback');
  });

  for (const stage of ['ready', 'cleanup', 'rollback', null]) {
    it(`accepts a first failure at ${stage ?? 'no stage'}`, async () => {
      const stages = ['ready', 'cleanup', 'rollback'];
      const {item, report} = await play({stage, items: [{...wire([no()]), stages}]});
      expect(item('a')).to.deep.include({status: 'fail', confirmed: true, onFail: 'rollback', consequence: 'hold'});
      expect(item('a').attempts).to.have.length(1);
      expect(report.decision.verdict).to.equal('hold');
    });
  }

  it('calls it flaky, and a hold, when attempts disagree', async () => {
    for (const looks of [
      [no('cut'), yes()],
      [no('cut'), new CannotTell('throttled', 'wait'), yes(), no('cut')],
    ]) {
      const {item, report} = await play({stage: 'cutover', items: [wire(looks)]});
      expect(item('a')).to.deep.include({status: 'fail', flaky: true, confirmed: false});
      expect(item('a').summary).to.equal('cut (not confirmed: it passed after 1 of 3 failures)');
      expect(report.decision.verdict).to.equal('hold');
      expect(report.decision.reasons.map(({code}) => code)).to.deep.equal(['flaky']);
    }
  });

  it('makes an attempt again that could not tell, as often as there must be failures', async () => {
    const untold = new CannotTell('throttled', 'wait');
    const healed = await play({stage: 'cutover', items: [wire([no(), untold, untold, no(), untold, no()])]});
    expect(healed.item('a')).to.deep.include({status: 'fail', flaky: false, confirmed: true});
    expect(healed.report.decision.verdict).to.equal('rollback');

    const never = await play({stage: 'cutover', items: [wire([no('cut'), no('cut'), untold])]});
    expect(never.item('a')).to.deep.include({status: 'fail', flaky: false, confirmed: false});
    expect(never.item('a').summary).to.equal('cut (not confirmed: 2 of 3 failures were seen)');
    expect(never.item('a').attempts).to.have.length(6);
    expect(never.report.decision.verdict).to.equal('hold');
    expect(never.report.decision.reasons.map(({code}) => code)).to.deep.equal(['failed']);
  });

  it('repeats what an item that means rollback needs, near or far, but not past a note', async () => {
    const {item, report} = await play({
      stage: 'cutover',
      items: [
        {id: 'far', looks: [no()]},
        {id: 'near', needs: ['far']},
        {...wire([yes()]), needs: ['near', 'noted']},
        {id: 'before-note', looks: [no()]},
        {id: 'noted', onFail: 'note', needs: ['before-note']},
        {id: 'alone', looks: [no()]},
      ],
    });
    const made = ['far', 'before-note', 'alone'].map((id) => item(id).attempts.length);
    expect(made).to.deep.equal([3, 1, 1]);
    expect(item('a')).to.deep.include({status: 'blocked', blockedBy: 'far', consequence: 'rollback'});
    expect(report.decision.verdict).to.equal('rollback');
    expect(report.decision.reasons[0]).to.deep.include({code: 'blocked-rollback', items: ['a']});
  });

  it('leaves a waived failure alone', async () => {
    const {item, report} = await play({
      stage: 'cutover',
      items: [wire([no()])],
      waivers: [
        {
          item: 'a',
          reason: 'known',
          approver: 'mg',
          expires: '2026-12-01',
          env: null,
          ticket: null,
          source: {file: 'waivers.yaml', line: 3, column: 5},
        },
      ],
    });
    expect(item('a').attempts).to.have.length(1);
    expect(report.decision.verdict).to.equal('proceed');
    // One look confirms nothing, should the waiver have expired by the time of a decision.
    expect(item('a').confirmed).to.equal(false);
    expect(decide([report], {now: new Date('2026-12-02T00:00:00Z'), maxAgeMs: 30 * 86_400_000}).verdict).to.equal(
      'hold',
    );
  });
});

describe('needs', () => {
  const b = (more: Partial<ItemSketch> = {}): ItemSketch => ({id: 'b', needs: ['a'], ...more});

  it('block by what failed or is pending, and name the root', async () => {
    for (const [a, exit] of [
      [{id: 'a', looks: [no()]}, 1],
      [{id: 'a', manual: {}}, 4],
    ] as const) {
      const {item, lookedAtMs, report} = await play({items: [a, b(), {id: 'c', needs: ['b']}]});
      expect(item('b')).to.deep.include({status: 'blocked', blockedBy: 'a'});
      expect(item('c')).to.deep.include({status: 'blocked', blockedBy: 'a'});
      expect(item('c').summary).to.match(/^blocked by a, which /);
      expect(lookedAtMs.has('b')).to.equal(false);
      expect(exitCodeOf(report.items, {strict: false})).to.equal(exit);
    }
  });

  it('that could not be determined block nothing: what hangs on them keeps its own verdict', async () => {
    for (const [looks, status, exit] of [
      [[yes()], 'pass', 3],
      [[no()], 'fail', 1],
    ] as const) {
      const {item, report} = await play({
        items: [{id: 'a', looks: [denied]}, b({looks}), {id: 'c', needs: ['b'], looks: [yes()]}],
      });
      expect([item('a').status, item('b').status]).to.deep.equal(['error', status]);
      expect(item('c').status).to.equal(status === 'pass' ? 'pass' : 'blocked');
      expect(exitCodeOf(report.items, {strict: false})).to.equal(exit);
      expect(report.decision.verdict).to.equal('hold');
    }
  });

  it('do not block by what passed, is skipped, waived, not due, or a note', async () => {
    const {report} = await play({
      items: [
        {id: 'passed'},
        {id: 'skipped', skipReason: 'when: hasWebsocket is false'},
        {id: 'not-due', stages: ['cleanup']},
        {id: 'noted', onFail: 'note', looks: [no()]},
        {id: 'waived', looks: [no()]},
        b({needs: ['passed', 'skipped', 'not-due', 'noted', 'waived']}),
      ],
      waivers: [
        {
          item: 'waived',
          reason: 'known',
          approver: 'mg',
          expires: '2026-11-15',
          env: null,
          ticket: null,
          source: {file: 'waivers.yaml', line: 3, column: 5},
        },
      ],
    });
    expect(report.items.at(-1)?.status).to.equal('pass');
  });

  it('name the root that says most', async () => {
    const {item} = await play({
      items: [{id: 'p', manual: {}}, {id: 'e', looks: [denied]}, {id: 'f', looks: [no()]}, b({needs: ['e', 'p', 'f']})],
    });
    expect(item('b').blockedBy).to.equal('f');
  });

  it('order the work, and nothing else does; the report keeps the file’s order', async () => {
    const clock = new FakeClock();
    const slow = async (context: AttemptContext) => {
      await clock.sleep(3000, context.signal);
      return yes();
    };
    const {report, lookedAtMs} = await play({clock, items: [b(), {id: 'a', looks: [slow]}, {id: 'c'}]});
    expect(Object.fromEntries(lookedAtMs)).to.deep.equal({a: [0], c: [0], b: [3000]});
    expect(report.items.map(({id}) => id)).to.deep.equal(['b', 'a', 'c']);
  });
});

describe('when an item is due', () => {
  it('says before or after which stage it is', async () => {
    const {item, lookedAtMs} = await play({
      stage: 'ready',
      items: [
        {id: 'later', stages: ['cutover', 'soak']},
        {id: 'earlier', stages: ['analysis', 'prepare']},
        {id: 'around', stages: ['prepare', 'soak']},
        {id: 'back', stages: ['rollback']},
        {id: 'now'},
      ],
    });
    expect(item('later')).to.deep.include({status: 'not-due', summary: 'not due before cutover'});
    expect(item('earlier').summary).to.equal('not due after prepare');
    expect(item('around').summary).to.equal('not due in ready: it is in prepare, soak');
    expect(item('back').summary).to.equal('not due but in a rollback');
    expect([...lookedAtMs.keys()]).to.deep.equal(['now']);
  });

  it('is due without a stage unless it is for a rollback alone', async () => {
    const {report} = await play({
      stage: null,
      items: [
        {id: 'a', stages: ['cleanup']},
        {id: 'b', stages: ['rollback']},
        {id: 'c', stages: ['soak', 'rollback']},
      ],
    });
    expect(report.items.map(({status}) => status)).to.deep.equal(['pass', 'not-due', 'pass']);
    expect(report.decision.verdict).to.equal('hold');
    expect(report.decision.reasons.map(({code}) => code)).to.deep.equal(['no-stage']);
  });

  it('is due in a rollback only when it says so', async () => {
    const {report} = await play({stage: 'rollback', items: [{id: 'a'}, {id: 'b', stages: ['rollback']}]});
    expect(report.items.map(({status}) => status)).to.deep.equal(['not-due', 'pass']);
  });

  it('skips by the checklist’s own word, with the reason', async () => {
    const {item} = await play({items: [{id: 'a', skipReason: 'when: vars.hasWebsocket is false'}]});
    expect(item('a')).to.deep.include({status: 'skip', summary: 'when: vars.hasWebsocket is false', fix: null});
  });
});

describe('what a failure is worth', () => {
  const rows: [ItemSketch, string, string, string][] = [
    [{id: 'wire', touches: 'wire'}, 'rollback', 'rollback', 'hold'],
    [{id: 'aws', touches: 'aws'}, 'hold', 'hold', 'hold'],
    [{id: 'aws-rollback', touches: 'aws', onFail: 'rollback'}, 'rollback', 'rollback', 'hold'],
    [{id: 'repo', touches: 'repo'}, 'hold', 'hold', 'hold'],
    [{id: 'repo-rollback', touches: 'repo', onFail: 'rollback'}, 'hold', 'hold', 'hold'],
    [{id: 'person', manual: {}}, 'hold', 'hold', 'hold'],
    [{id: 'person-rollback', manual: {}, onFail: 'rollback'}, 'hold', 'hold', 'hold'],
    [{id: 'note', touches: 'wire', onFail: 'note'}, 'note', 'note', 'note'],
  ];
  for (const [sketch, onFail, atCutover, before] of rows) {
    it(`${sketch.id}: ${onFail}; ${atCutover} at cutover, ${before} before`, async () => {
      const cutover = await play({stage: 'cutover', items: [sketch]});
      const ready = await play({stage: 'ready', items: [sketch]});
      expect(cutover.item(sketch.id)).to.deep.include({onFail, consequence: atCutover});
      expect(ready.item(sketch.id).consequence).to.equal(before);
    });
  }
});
