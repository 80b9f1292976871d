import {expect} from 'chai';
import {runChecklist} from '../../src/app/run-checklist.ts';
import {CHECKS} from '../../src/checks/index.ts';
import {recordingOf} from '../../src/lab/aws-world.ts';
import {RECORDED_AT} from '../../src/lab/worlds/names.ts';
import type {Checklist} from '../../src/model/checklist.ts';
import type {Report} from '../../src/model/report.ts';
import {shippedChecklist} from './run-on-lab.ts';
import {UNUSUAL_WORLDS} from './unusual/index.ts';
import type {UnusualWorld} from './unusual/unusual-world.ts';

/** What is said on the wire and in the repository is the same in all of them: the scenarios of the lab show it. */
const ABOUT_AWS = new Set(CHECKS.filter(({touches}) => touches === 'aws').map(({id}) => id));

describe('lab/unusual', () => {
  it('are sorted by name', () => {
    const names = UNUSUAL_WORLDS.map(({name}) => name);
    expect(names).to.deep.equal(names.toSorted());
  });

  for (const world of UNUSUAL_WORLDS) {
    for (const stage of ['ready', 'cutover']) {
      it(`${world.name} is green at ${stage}: ${world.title}`, async () => {
        const checklist = await shippedChecklist();
        const report = await reportOf(world, checklist, stage);
        const notGreen = report.items.filter(({status}) => status !== 'pass' && status !== 'pending');
        const allowed = world.notGreen ?? {};
        const surprising = notGreen.filter(({id, status}) => status !== allowed[id]?.status);
        expect(surprising.map(({id, status, summary}) => `${id} is ${status}: ${summary}`).join('\n')).to.equal('');
        // One that is green after all has no reason not to be.
        for (const id of Object.keys(allowed)) {
          const item = report.items.find((one) => one.id === id);
          if (item !== undefined) expect(item.status, id).not.to.equal('pass');
        }
      });
    }
  }
});

async function reportOf({aws}: UnusualWorld, checklist: Checklist, stage: string): Promise<Report> {
  const items = checklist.items.filter(({check, stages}) => ABOUT_AWS.has(check?.id ?? '') && stages.includes(stage));
  const recording = recordingOf(aws, RECORDED_AT);
  const {report, bugs} = await runChecklist({
    checklist,
    waivers: [],
    signOffs: [],
    source: {mode: 'replay', recording, file: 'unusual.recording.json'},
    stage,
    selection: {only: items.map(({id}) => id), skip: [], tags: [], withNeeds: false},
    concurrency: 16,
    bail: false,
    decides: false,
    region: aws.loadBalancer.region,
    profile: null,
    vantage: null,
    record: false,
    emit: () => {},
    signal: new AbortController().signal,
  });
  if (bugs.length > 0) throw bugs[0];
  return report;
}
