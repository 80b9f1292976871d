import {expect} from 'chai';
import {listScenarios, SCENARIOS} from '../../src/lab/scenarios.ts';
import {startLab} from '../../src/lab/start.ts';
import {exitCodeOf} from '../../src/model/decision/exit-code.ts';
import type {ItemReport, Report} from '../../src/model/report.ts';
import {runOnLab, shippedChecklist, withStatus} from './run-on-lab.ts';

const STAGES = ['ready', 'cutover'] as const;

/**
 * In these worlds nothing is only unknown, but on a busy machine: where a worker is killed after 2.5 s, sessions end before all of
 * their messages are sent.
 */
const cannotTell = ({status}: ItemReport) => status === 'error';

describe('lab/scenarios', () => {
  it('are these', () => {
    expect(SCENARIOS.map(({name}) => name)).to.deep.equal([
      'healthy',
      'record-missing',
      'certificate-too-short',
      'internal-load-balancer',
      'port-closed',
      'rule-order',
      'idle-cut',
      'headers-held',
      'never-flushed',
      'no-blank-line',
      'worker-killed',
      'not-delegated',
      'exposed',
      'two-tasks',
      'task-group-closed',
      'alarm-on-old',
    ]);
  });

  for (const {name, expected} of SCENARIOS) {
    describe(name, () => {
      const reports = new Map<string, Report>();

      // Both at once: most of a run is waiting for a stream to be held.
      before(async () => {
        const [lab, checklist] = await Promise.all([startLab(name), shippedChecklist()]);
        try {
          const runs = STAGES.map(async (stage) =>
            reports.set(stage, await runOnLab(lab, checklist, stage, [], cannotTell)),
          );
          await Promise.all(runs);
        } finally {
          await lab.close();
        }
      });

      for (const stage of STAGES) {
        const {failed, blocked, exitCode, wouldBe} = expected[stage];
        it(`at ${stage}: ${failed ?? 'nothing'} fails, ${blocked.length} blocked, would be ${wouldBe}`, () => {
          const report = reports.get(stage) ?? raise(`no report of ${stage}`);
          expect(withStatus(report, 'error')).to.deep.equal([]);
          expect(withStatus(report, 'pending')).to.deep.equal([]);
          expect(withStatus(report, 'fail')).to.deep.equal(failed === null ? [] : [failed]);
          expect(withStatus(report, 'blocked')).to.deep.equal(blocked);
          expect(exitCodeOf(report.items, {strict: false})).to.equal(exitCode);
          expect(report.mode).to.equal('lab');
          expect(report.decision).to.include({verdict: 'hold', wouldBe});
          for (const {id, byHand} of report.items.filter(({status}) => status === 'pass' || status === 'fail')) {
            // An unfilled placeholder would be a redirection in a shell, or an unknown id.
            expect(byHand ?? '', id).not.to.match(/<[a-z]\w*>|[A-Z]+_ID|_ARN|LOAD_BALANCER/);
          }
        });
      }
    });
  }

  it('are listed a line each, or as JSON with what a run of them comes to', () => {
    const lines = listScenarios(false).split('\n');
    expect(lines).to.have.length(SCENARIOS.length);
    expect(lines[0]).to.match(/^healthy {2,}the migration as it should be$/);
    const listed = JSON.parse(listScenarios(true));
    expect(listed[6]).to.have.all.keys('name', 'title', 'expected');
    expect(listed[6].expected.cutover).to.include({failed: 'stream-outlives-idle-timeout', wouldBe: 'rollback'});
  });
});

function raise(message: string): never {
  throw new Error(message);
}
