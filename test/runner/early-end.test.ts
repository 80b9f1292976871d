import {expect} from 'chai';
import type {AttemptContext} from '../../src/model/attempt.ts';
import {exitCodeOf} from '../../src/model/decision/exit-code.ts';
import {reportSchema} from '../../src/model/report.ts';
import {FakeClock} from '../support/fake-clock.ts';
import {type ItemSketch, no, play, waitOnly, yes} from './scene.ts';

const waiver = {
  reason: 'known',
  approver: 'mg',
  expires: '2026-12-01',
  env: null,
  ticket: null,
  source: {file: 'waivers.yaml', line: 3, column: 5},
};

describe('--bail', () => {
  const afterFirst = (first: ItemSketch, more: Parameters<typeof play>[0]['waivers'] = []) =>
    play({bail: true, concurrency: 1, items: [{id: 'good'}, first, {id: 'rest'}], waivers: more});

  it('starts nothing after the first failure, and says so', async () => {
    const {report, item, lookedAtMs} = await afterFirst({id: 'bad', looks: [no()]});
    expect([...lookedAtMs.keys()]).to.deep.equal(['good', 'bad']);
    expect(item('rest')).to.deep.include({status: 'error', summary: 'not run: stopped by --bail after bad failed'});
    expect(report.incomplete).to.equal('bail');
    expect(exitCodeOf(report.items, {strict: false})).to.equal(1);
    expect(reportSchema.safeParse(report).success).to.equal(true);
  });

  it('goes on after a note, a waived failure, an error', async () => {
    for (const first of [
      {id: 'bad', looks: [no()], onFail: 'note'},
      {id: 'waived', looks: [no()]},
      {id: 'bad', looks: [new TypeError('bug')]},
    ] as const) {
      const {item} = await afterFirst(first, [{...waiver, item: 'waived'}]);
      expect(item('rest').status).to.equal('pass');
    }
  });

  it('lets end what runs, and still says what is blocked', async () => {
    const clock = new FakeClock();
    const slow = async (context: AttemptContext) => {
      await clock.sleep(5000, context.signal);
      return yes();
    };
    const {item, report} = await play({
      clock,
      bail: true,
      items: [
        {id: 'slow', looks: [slow]},
        {id: 'bad', looks: [no()]},
        {id: 'needs-bad', needs: ['bad']},
        {id: 'needs-slow', needs: ['slow']},
        {id: 'asked-after-slow', needs: ['slow'], manual: {}},
      ],
    });
    expect(item('slow').status).to.equal('pass');
    expect(item('needs-bad').status).to.equal('blocked');
    expect(item('needs-slow').summary).to.contain('not run: stopped by --bail');
    expect(item('asked-after-slow').summary).to.contain('not run: stopped by --bail');
    expect(report.decision.reasons.map(({code}) => code)).to.include('incomplete');
  });

  it('leaves a run complete in which nothing was left to start', async () => {
    const {report} = await play({bail: true, items: [{id: 'bad', looks: [no()]}]});
    expect(report.incomplete).to.equal(null);
  });
});

describe('an interruption', () => {
  /** Interrupts after two seconds a run in which everything is somewhere. */
  const interrupted = async (reason?: Error) => {
    const clock = new FakeClock();
    const stop = new AbortController();
    void clock.sleep(2000).then(() => stop.abort(reason));
    const working = (context: AttemptContext) => clock.sleep(10_000, context.signal).then(() => yes());
    return play({
      clock,
      concurrency: 2,
      signal: stop.signal,
      stage: 'cutover',
      items: [
        {touches: 'repo', id: 'done', looks: [yes()]},
        {touches: 'repo', id: 'works', looks: [working]},
        {touches: 'repo', id: 'polls', looks: [no()], poll: {everyMs: 60_000, forMs: 600_000, stableForMs: 0}},
        {touches: 'repo', id: 'deaf', looks: [() => new Promise<never>(() => {})]},
        {touches: 'repo', id: 'holds', looks: [(context) => waitOnly(context, 60_000, () => working(context))]},
        {touches: 'repo', id: 'in-line', looks: [yes()]},
        {touches: 'repo', id: 'needs-it', needs: ['works']},
        {id: 'not-due', stages: ['cleanup']},
      ],
    });
  };

  it('makes errors of what runs and waits, keeps what is known, and says the run is incomplete', async () => {
    const {report, bugs} = await interrupted();
    const said = Object.fromEntries(report.items.map(({id, status, summary}) => [id, `${status}: ${summary}`]));
    expect(said).to.deep.equal({
      done: 'pass: it holds',
      works: 'error: interrupted',
      polls: 'error: interrupted',
      deaf: 'error: interrupted',
      holds: 'error: not run: interrupted',
      'in-line': 'error: not run: interrupted',
      'needs-it': 'error: not run: interrupted',
      'not-due': 'not-due: not due before cleanup',
    });
    expect(report.incomplete).to.equal('interrupted');
    expect(report.decision.verdict).to.equal('hold');
    expect(report.items.find(({id}) => id === 'polls')?.attempts.map(({status}) => status)).to.deep.equal(['fail']);
    expect(bugs).to.deep.equal([]);
    // The one that ignores the signal is given a moment, and no more.
    expect(report.durationMs).to.equal(2500);
    expect(reportSchema.safeParse(report).success).to.equal(true);
  });

  it('for a crash elsewhere in the process is a bug', async () => {
    const crash = new Error('a timer threw');
    const {report, bugs} = await interrupted(crash);
    expect(report.incomplete).to.equal('bug');
    expect(bugs).to.deep.equal([crash]);
  });

  it('before anything started runs nothing', async () => {
    const {report, lookedAtMs} = await play({items: [{id: 'a'}], signal: AbortSignal.abort()});
    expect(report.items[0]).to.deep.include({status: 'error', summary: 'not run: interrupted'});
    expect(lookedAtMs.size).to.equal(0);
  });

  it('after the last item changes nothing', async () => {
    const stop = new AbortController();
    const {report} = await play({
      items: [{id: 'a'}],
      signal: stop.signal,
      emit: ({type}) => {
        if (type === 'item-finished') stop.abort();
      },
    });
    expect(report.incomplete).to.equal(null);
  });
});
