import {expect} from 'chai';
import {streamHolds} from '../../src/checks/sse/stream-holds.ts';
import {explainDecision} from '../../src/model/decision/decision-text.ts';
import {exitCodeOf} from '../../src/model/decision/exit-code.ts';
import {AwsRefusal, NoAnswer} from '../../src/model/errors.ts';
import {NEVER_AWAY, type Observer} from '../../src/model/facts/observer.ts';
import type {StreamAnswer} from '../../src/model/facts/wire/stream.ts';
import {observed, STREAM_URL, sseProbe, worldOf} from '../support/wire-facts.ts';
import {CONTROL, IN_ORDER, type ItemSketch, no, type Played, play} from './scene.ts';

/** The situations that every release is tested on, through the runner and the decision together. */

const FROM_PREPARE = IN_ORDER.slice(1);
const FROM_READY = IN_ORDER.slice(2);

/** A small migration, all well. */
const MIGRATION: readonly ItemSketch[] = [
  {id: 'dns-record', touches: 'aws', stages: FROM_PREPARE},
  {id: 'rule-wins', touches: 'aws', stages: FROM_READY, needs: ['dns-record']},
  {id: 'stream-holds', touches: 'wire', stages: FROM_READY, needs: ['rule-wins'], control: CONTROL},
  {id: 'readme', touches: 'repo', stages: FROM_READY},
  {id: 'old-group-gone', touches: 'aws', stages: ['cleanup']},
  {id: 'old-path-serves', touches: 'wire', stages: ['rollback']},
];

const migrationWith = (changes: Readonly<Record<string, Partial<ItemSketch>>>): ItemSketch[] =>
  MIGRATION.map((sketch) => ({...sketch, ...changes[sketch.id]}));

function decided({decision}: Played['report']) {
  return {
    verdict: decision.verdict,
    reasons: decision.reasons.map(({code, text, items}) => `${code}: ${text} [${items.join(' ')}]`),
  };
}

/** What is read out: from the verdict on, without the title. */
function spoken(report: Played['report']): string {
  const [sentences = ''] = explainDecision(report.decision, [report]).split('\n');
  return sentences.replace(/^.* is: /, '');
}

describe('the golden situations', () => {
  it('all is well at cutover: proceed', async () => {
    const {report} = await play({stage: 'cutover', items: migrationWith({})});
    expect(decided(report)).to.deep.equal({
      verdict: 'proceed',
      reasons: ['all-clear: of 4 items due at stage cutover none is in the way []'],
    });
    expect(spoken(report)).to.equal(
      'proceed. The reason is this: of 4 items due at stage cutover none is in the way. ' +
        'Next: stage soak; run again with `--stage soak` once what the plan has for it is done.',
    );
  });

  it('(a) somebody reverts the 443 rule after the cutover: rollback', async () => {
    const {report} = await play({
      stage: 'soak',
      items: migrationWith({'rule-wins': {looks: [no('another rule wins')]}}),
    });
    expect(decided(report)).to.deep.equal({
      verdict: 'rollback',
      reasons: [
        'blocked-rollback: 1 item whose failure means rollback could not be looked at, because of a confirmed failure (rule-wins): stream-holds [stream-holds]',
        'failed: 1 item failed: rule-wins [rule-wins]',
      ],
    });
    expect(spoken(report)).to.match(
      /^rollback[.] The cause is this: another rule wins [(]rule-wins, which blocks stream-holds[)][.] Next: take back /,
    );
    expect(exitCodeOf(report.items, {strict: false})).to.equal(1);
  });

  const blackHole = migrationWith({
    'stream-holds': {
      looks: [new NoAnswer('https://mcp.example.com/', 'connect', 'https://mcp.example.com/: no connection')],
    },
  });

  it('(b) the new path is a black hole and the control answers: rollback', async () => {
    const {report} = await play({stage: 'cutover', items: blackHole, controls: {[CONTROL]: true}});
    expect(spoken(report)).to.match(
      /^rollback[.] The cause is this: https:\/\/mcp.example.com\/: no connection; the control /,
    );
    expect(decided(report)).to.deep.equal({
      verdict: 'rollback',
      reasons: [
        'failed-rollback: 1 item whose failure means rollback failed, and that was confirmed: stream-holds [stream-holds]',
      ],
    });
  });

  it('(b) the new path is a black hole and so is the control: hold', async () => {
    const {report} = await play({stage: 'cutover', items: blackHole, controls: {[CONTROL]: false}});
    expect(spoken(report)).to.match(
      /^hold[.] The cause is this: .* does not answer either .*do not roll back for this[.]$/,
    );
    expect(decided(report)).to.deep.equal({
      verdict: 'hold',
      reasons: ['error: 1 item could not be determined: stream-holds [stream-holds]'],
    });
    expect(exitCodeOf(report.items, {strict: false})).to.equal(3);
  });

  it('(f) as (b), and AWS cannot be asked either: rollback', async () => {
    const expired = new AwsRefusal(
      'elasticloadbalancing:DescribeRules',
      'ExpiredToken',
      'the session has expired',
      'log in again',
    );
    const items = blackHole.map((sketch) => (sketch.touches === 'aws' ? {...sketch, looks: [expired]} : sketch));
    const {report} = await play({stage: 'cutover', items, controls: {[CONTROL]: true}});
    expect(spoken(report)).to.match(/[(]stream-holds[)]; besides, 2 items could not be determined[.] Next: take back /);
    expect(decided(report)).to.deep.equal({
      verdict: 'rollback',
      reasons: [
        'failed-rollback: 1 item whose failure means rollback failed, and that was confirmed: stream-holds [stream-holds]',
        'error: 2 items could not be determined: dns-record, rule-wins [dns-record rule-wins]',
      ],
    });
    expect(exitCodeOf(report.items, {strict: false})).to.equal(1);
    const dead = await play({stage: 'cutover', items, controls: {[CONTROL]: false}});
    expect(dead.report.decision.verdict).to.equal('hold');
    expect(exitCodeOf(dead.report.items, {strict: false})).to.equal(3);
  });

  /** Seven seconds of waiting, five of which our own machine did not run. */
  const away = {gaps: [{fromMs: 2000, toMs: 7000}], awayMs: 5000, suspendedMs: 0};
  const seen = (answer: Partial<StreamAnswer>, observer: Observer = NEVER_AWAY) => {
    const world = worldOf({sse: sseProbe(async () => ({...observed(answer), observer}))});
    return () => Promise.resolve(streamHolds.run(streamHolds.params.parse({url: STREAM_URL, holdFor: '5s'}), world));
  };
  // Cut at 3 s or open for 6.9 s: what lay in the socket was read at 7 s.
  const cutAt7 = {end: 'truncated', endMessage: 'other side closed', endAtMs: 7000, lastByteAtMs: 1000} as const;
  // A healthy stream whose first event waited in the socket while nobody read.
  const readLate = {end: 'held', endAtMs: 7020, firstByteAtMs: 7000, firstEventAtMs: 7000, lastByteAtMs: 7000} as const;
  const cut = seen({...cutAt7, endAtMs: 3000});
  const healthy = seen({end: 'held', endAtMs: 7020});
  const stalledCut = seen(cutAt7, away);
  const stalledHealthy = seen(readLate, away);

  it('(g) is about what would be told apart if the machine had not stalled', async () => {
    for (const [look, verdict] of [
      [cut, 'rollback'],
      [healthy, 'proceed'],
    ] as const) {
      const {report} = await play({stage: 'cutover', items: migrationWith({'stream-holds': {looks: [look]}})});
      expect(report.decision.verdict).to.equal(verdict);
    }
  });

  const untold = 'error: 1 item could not be determined: stream-holds [stream-holds]';
  for (const [name, looks, reason] of [
    ['a cut', [stalledCut], untold],
    ['a healthy stream', [stalledHealthy], untold],
    ['the confirmation of a cut', [cut, stalledCut], 'failed: 1 item failed: stream-holds [stream-holds]'],
    [
      'a stream that is healthy where one attempt saw a cut',
      [cut, stalledHealthy, healthy],
      'flaky: 1 item failed in some attempts and not in others: stream-holds [stream-holds]',
    ],
  ] as const) {
    it(`(g) our own machine stalls through ${name}: hold`, async () => {
      const {item, report} = await play({stage: 'cutover', items: migrationWith({'stream-holds': {looks}})});
      expect(decided(report)).to.deep.equal({verdict: 'hold', reasons: [reason]});
      expect(spoken(report)).to.match(/^hold[.] The cause is this: .*stream-holds.* do not roll back for this[.]$/);
      const errors = item('stream-holds').attempts.filter(({status}) => status === 'error');
      expect(errors.map(({summary}) => summary).join()).to.include(
        'this machine was not scheduled for 5 s of those 7 s',
      );
    });
  }

  it('(c) streams are perfect and a heading is missing: hold, or proceed where it is a note, never rollback', async () => {
    for (const [onFail, verdict, exit] of [
      [null, 'hold', 1],
      ['hold', 'hold', 1],
      ['rollback', 'hold', 1],
      ['note', 'proceed', 0],
    ] as const) {
      const {report} = await play({
        stage: 'cutover',
        items: migrationWith({readme: {looks: [no('no heading')], onFail}}),
      });
      expect(report.decision.verdict, String(onFail)).to.equal(verdict);
      expect(spoken(report)).to.match(
        verdict === 'hold'
          ? /^hold[.] The cause is this: no heading [(]readme[)][.] Next: see to readme/
          : /1 a note only/,
      );
      expect(exitCodeOf(report.items, {strict: false})).to.equal(exit);
    }
  });

  it('(d) one selected item passes: hold', async () => {
    const {report} = await play({stage: 'cutover', items: migrationWith({}), selection: {only: ['readme']}});
    expect(decided(report)).to.deep.equal({
      verdict: 'hold',
      reasons: ['selection: 3 of 4 due items were not run []'],
    });
    expect(spoken(report)).to.equal(
      'hold. The reason is this: 3 of 4 due items were not run. Next: run all items that are due; do not roll back for this.',
    );
    expect(exitCodeOf(report.items, {strict: false})).to.equal(0);
  });

  it('(e) three weeks before, nothing is built: hold, and nothing to roll back', async () => {
    const later = Array.from(
      {length: 41},
      (_, n): ItemSketch => ({id: `later-${n}`, touches: 'wire', stages: FROM_READY}),
    );
    const items: ItemSketch[] = [
      {id: 'dns-record', stages: FROM_PREPARE, looks: [no('no record')]},
      {id: 'old-path-serves', touches: 'wire', stages: ['rollback']},
      {id: 'priority-is-free', stages: ['analysis', 'prepare']},
      ...later,
    ];
    const {report} = await play({stage: 'prepare', items});
    expect(decided(report)).to.deep.equal({
      verdict: 'hold',
      reasons: [
        'failed: 1 item failed: dns-record [dns-record]',
        `before-cutover: nothing to roll back, 41 items not due yet [${later.map(({id}) => id).join(' ')}]`,
      ],
    });
    expect(spoken(report)).to.equal(
      'hold. The cause is this: no record (dns-record); besides, nothing to roll back, 41 items not due yet. ' +
        'Next: see to dns-record, and run again.',
    );
  });
});
