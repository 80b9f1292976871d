import {mkdir, mkdtemp, realpath, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {ownFilesAmong} from '../../src/app/own-files.ts';
import {runChecklist} from '../../src/app/run-checklist.ts';
import {loadChecklist} from '../../src/checklist/load.ts';
import {CHECKS} from '../../src/checks/index.ts';
import type {Report} from '../../src/model/report.ts';
import {SHIPPED_FOLDER, shippedChecklist} from '../lab/run-on-lab.ts';

const OWN = ['lab/terraform/central.tf of migrate-check itself', 'lab/terraform/jessica.tf of migrate-check itself'];
/** The item of the shipped checklist that reads Terraform. */
const READS = 'ingress-declared';

describe("files of the package itself, judged as if they were the user's", () => {
  let installed: string;
  before(async () => {
    installed = await realpath(await mkdtemp(join(tmpdir(), 'installed-')));
  });
  after(() => rm(installed, {recursive: true}));

  it('are in a clone the examples of the shipped checklist, and nothing else there', () => {
    const files = ['lab/terraform/central.tf', 'infra/main.tf', 'README.md', 'laboratory/x.tf', 'lab/not-there.tf'];
    expect(ownFilesAmong(files.map((file) => join(SHIPPED_FOLDER, file)))).to.deep.equal([
      'lab/not-there.tf of migrate-check itself',
      'lab/terraform/central.tf of migrate-check itself',
    ]);
  });

  it('are all that is in an installed package', async () => {
    await mkdir(join(installed, 'docs'));
    await writeFile(join(installed, 'package.json'), '{}');
    const files = ['docs/x.md', 'mine.tf', '../elsewhere.tf'].map((file) => join(installed, file));
    expect(ownFilesAmong(files, installed)).to.deep.equal([
      'docs/x.md of migrate-check itself',
      'mine.tf of migrate-check itself',
    ]);
  });

  const run = async (source: Parameters<typeof runChecklist>[0]['source'], vars: Readonly<Record<string, string>>) => {
    const file = join(SHIPPED_FOLDER, 'checklist.yaml');
    const {checklist} = await loadChecklist({
      file,
      checks: CHECKS,
      environment: null,
      vars,
      varFiles: [],
      processEnv: {},
    });
    if (checklist === null) throw new Error('the shipped checklist cannot be read');
    const {report} = await runChecklist({
      checklist,
      waivers: [],
      signOffs: [],
      source,
      stage: 'ready',
      selection: {only: [READS], skip: [], tags: [], withNeeds: false},
      concurrency: 1,
      bail: false,
      region: null,
      profile: null,
      vantage: null,
      record: false,
      emit: () => {},
      signal: new AbortController().signal,
    });
    return report;
  };
  const live = {
    mode: 'live',
    overrides: {endpointUrl: null, resolve: [], connectTo: [], caFile: null, dnsServer: []},
    ca: null,
  } as const;
  /** Whoever runs the tests may have a company's CA, which leaves a run live. */
  const said = ({mode, overrides, decision}: Report) => ({
    mode,
    overrides: overrides.filter((override) => !override.startsWith('environment variable')),
    verdict: decision?.verdict,
    ofMode: decision?.reasons.some(({code}) => code === 'mode'),
  });

  it('make a run overridden, whatever the item comes to, and are listed', async () => {
    const report = await run(live, {terraformFiles: 'lab/terraform/*.tf'});
    expect(report.items[0]?.status).to.equal('pass');
    expect(said(report)).to.deep.equal({mode: 'overridden', overrides: OWN, verdict: 'hold', ofMode: true});
    expect(report.decision?.wouldBe).to.equal('hold');
  });

  it('are listed beside other overrides', async () => {
    const report = await run(live, {terraformFiles: 'lab/terraform/*.tf', host: 'other.example.com'});
    expect(said(report).overrides).to.deep.equal(['--var host', ...OWN]);
  });

  it('leave the built-in world what it is', async () => {
    const {startLab} = await import('../../src/lab/start.ts');
    const world = await startLab('healthy');
    try {
      const report = await run({mode: 'lab', world}, {terraformFiles: 'lab/terraform/*.tf'});
      expect(said(report)).to.deep.equal({
        mode: 'lab',
        overrides: [],
        verdict: 'hold',
        ofMode: true,
      });
    } finally {
      await world.close();
    }
  });

  it('are for the lab to name, and for a run an input', async () => {
    expect((await shippedChecklist()).values.find(({name}) => name === 'vars.terraformFiles')?.value).to.equal(
      'lab/terraform/*.tf',
    );
    const file = join(SHIPPED_FOLDER, 'checklist.yaml');
    const reading = {checks: CHECKS, environment: null, vars: {}, varFiles: [], processEnv: {}};
    const {problems} = await loadChecklist({...reading, file});
    expect(problems.map(({message}) => message.replace(/ \(.*\)/, ''))).to.deep.equal([
      'input "terraformFiles" is not set; give it a value: --var terraformFiles=…',
    ]);
    const lint = await loadChecklist({...reading, file, inputsNeeded: 'none'});
    expect([lint.problems, lint.checklist?.items.length]).to.deep.equal([[], (await shippedChecklist()).items.length]);
  });
});
