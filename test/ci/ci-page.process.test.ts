import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, dirname, join} from 'node:path';
import {expect} from 'chai';
import {parse} from 'yaml';
import {BUILT_TOOL} from '../support/built-tool.ts';
import {ACTION, jenkinsfile, recipes, type Workflow, workflows} from '../support/ci-page.ts';
import {type ActionRun, runAction} from '../support/composite-action.ts';
import {interpolate} from '../support/github-expressions.ts';
import {jobsWith, runJobs} from '../support/gitlab-component.ts';
import {CANNOT_TELL, FAILS, HOLDS, REFUSED} from '../support/small-checklists.ts';

const ROOT = dirname(dirname(BUILT_TOOL));
/** Its own input would need a value, which the recipes do not give. */
const plain = (checklist: string) => checklist.replace('inputs: {place: {}}\n', '').replace(/, here and at .*/, '');

describe('the recipes of docs/ci.md', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ci-page-'));
    writeFileSync(join(folder, 'README.md'), 'It has moved.\n');
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(ROOT, join(folder, 'node_modules/migrate-check'));
  });

  afterEach(() => rmSync(folder, {recursive: true}));

  const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);
  const env = {...process.env, PATH, CI: 'true'};

  it('lead to a checklist that is valid, the role, and a look at the built-in world', () => {
    const [commands = ''] = recipes('sh first');
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    // What npx does in a repository that has the tool.
    writeFileSync(
      join(bin, 'npx'),
      `#!/bin/sh\n[ "$1" = migrate-check ] && shift && exec node "${BUILT_TOOL}" "$@"\n`,
      {
        mode: 0o755,
      },
    );
    const shell = {
      cwd: folder,
      env: {...env, PATH: [bin, PATH].join(delimiter)},
      input: commands,
      encoding: 'utf8',
    } as const;
    const ended = spawnSync('sh', ['-e'], shell);
    expect(ended.status, ended.stdout + ended.stderr).to.equal(0);
    expect(ended.stdout + ended.stderr).to.include('checklist.yaml: sound');
    expect(readFileSync(join(folder, 'migrate-check.tf'), 'utf8')).to.include('aws_iam_policy_document');
  });

  describe('for GitHub', () => {
    const [gate, twoJobs] = workflows() as [Workflow, Workflow];

    /** What a job gives to the action, by the inputs of the workflow. */
    function given(
      {jobs}: Workflow,
      job: string,
      inputs: Readonly<Record<string, string>> = {},
    ): Record<string, string> {
      const step = jobs[job]?.steps.find(({uses = ''}) => new RegExp(ACTION).test(uses));
      if (step === undefined) throw new Error(`the job ${job} does not use the action`);
      return Object.fromEntries(
        Object.entries(step.with ?? {}).map(([name, value]) => [name, interpolate(String(value), {inputs})]),
      );
    }

    function act(inputs: Readonly<Record<string, string>>, checklist: string): Promise<ActionRun> {
      writeFileSync(join(folder, 'checklist.yaml'), plain(checklist));
      const bundle = 'node_modules/migrate-check';
      return runAction(join(ROOT, 'action/action.yml'), {inputs: {bundle, ...inputs}, cwd: folder, env});
    }

    it('are red where the account was not looked at, and uploads all reports', async () => {
      const ran = await act(given(gate, 'gate', {stage: 'soak'}), HOLDS);
      expect(ran.steps, ran.output).to.deep.include({look: 0, decide: 10});
      for (const file of ['migrate-check.json', 'results.xml', 'report.html']) {
        expect((ran.steps.upload as {path: string}).path).to.include(join(folder, file));
      }
    });

    it('are green, hold or roll back as the report says', async () => {
      const {accounts, ...inputs} = given(gate, 'gate', {stage: 'soak'});
      expect(accounts).to.match(/^\d{12}\n$/);
      for (const [checklist, exit, verdict] of [
        [HOLDS, 0, 'proceed'],
        [CANNOT_TELL, 10, 'hold'],
        [REFUSED, 20, 'rollback'],
      ] as const) {
        const ran = await act(inputs, checklist);
        expect(ran.steps, ran.output).to.deep.include({look: 0, decide: exit});
        expect(ran.outputs.verdict).to.equal(verdict);
      }
    });

    it('look in one job and decide in another that needs it', async () => {
      expect(twoJobs.jobs.decide?.needs).to.equal('look');
      const look = await act(given(twoJobs, 'look'), HOLDS);
      expect(Object.keys(look.steps), look.output).to.deep.equal(['look', 'upload']);
      // The artifact has the name that the other job downloads.
      const download = twoJobs.jobs.decide?.steps.find(({uses = ''}) => uses.startsWith('actions/download-artifact@'));
      expect((look.steps.upload as {name: string}).name).to.equal(download?.with?.name);
      const decide = await act(given(twoJobs, 'decide'), HOLDS);
      expect(decide.steps, decide.output).to.deep.equal({decide: 0});
    });
  });

  it('for GitLab includes the component with inputs that it has, and adds to a job that it has', () => {
    const [include = '', added = ''] = recipes('yaml gitlab');
    const [{file, inputs}] = parse(include).include;
    expect(file).to.equal('ci/gitlab.yml');
    const jobs = jobsWith(join(ROOT, file), inputs);
    const adds = parse(added);
    expect(Object.keys(jobs)).to.include.members(Object.keys(adds));
    // The token gets to where the AWS SDK looks for it, and the tool is installed all the same.
    const [keep, install, ...more] = adds['migrate-check-look'].before_script;
    expect([install, more]).to.deep.equal(['npm ci', []]);
    const token = join(folder, 'token');
    const of = {AWS_TOKEN: 'a.b.c', AWS_WEB_IDENTITY_TOKEN_FILE: token};
    expect(spawnSync('sh', ['-e', '-c', keep], {env: {...env, ...of}}).status).to.equal(0);
    expect(readFileSync(token, 'utf8')).to.equal('a.b.c');
    writeFileSync(join(folder, 'checklist.yaml'), plain(HOLDS));
    const ran = runJobs(jobs, {shell: ['sh', '-e'], cwd: folder, env});
    // Green, but for the account that nothing looked at.
    expect(ran.jobs, ran.output).to.deep.equal({'migrate-check-look': 0, 'migrate-check-decide': 10});
    expect(ran.output).to.include('444444444444');
  });

  describe('for Jenkins', () => {
    const {text, scripts} = jenkinsfile();

    /** Runs what Jenkins does: each script as a file of its own, by `sh -xe`. Returns the exit codes. */
    function build(checklist: string, STAGE: string): readonly (number | null)[] {
      writeFileSync(join(folder, 'checklist.yaml'), plain(checklist));
      return scripts.slice(1).map((script) => {
        writeFileSync(join(folder, 'script.sh'), script);
        return spawnSync('sh', ['-xe', 'script.sh'], {cwd: folder, env: {...env, STAGE}}).status;
      });
    }

    it('installs, looks and decides, and goes on after the exit codes that say what was found', () => {
      expect(scripts).to.have.length(3);
      expect(scripts[0]).to.equal('npm ci');
      expect(text).to.include('code in [0, 1, 3, 4]');
      expect(build(HOLDS, 'soak')).to.deep.equal([0, 0]);
      expect(build(FAILS, 'prepare')).to.deep.equal([1, 10]);
      expect(build(REFUSED, 'soak')).to.deep.equal([1, 20]);
      expect(build(CANNOT_TELL, 'soak')).to.deep.equal([3, 10]);
      expect(build(HOLDS, 'cutovr')[0]).to.equal(2);
      for (const file of ['migrate-check.json', 'migrate-check.xml'])
        expect(existsSync(join(folder, file))).to.equal(true);
    });

    it('takes a stage for text, whatever it holds', () => {
      expect(build(HOLDS, 'x"; touch taken; $(touch taken) "')[0]).to.equal(2);
      expect(existsSync(join(folder, 'taken'))).to.equal(false);
      // Groovy would put values into a text in double quotes.
      expect(text).not.to.match(/\bsh [^\n]*"/);
    });

    it('has the stages that a checklist has', () => {
      const [, choices = ''] = /choices: \[([^\]]*)\]/.exec(text) ?? [];
      const schema = readFileSync(join(ROOT, 'docs/ci.md'), 'utf8');
      const [, options = ''] = /options: \[([^\]]*)\]/.exec(schema) ?? [];
      expect(choices.replaceAll("'", '')).to.equal(options);
    });
  });
});
