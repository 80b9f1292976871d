import {existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, dirname, join} from 'node:path';
import {expect} from 'chai';
import {BUILT_TOOL} from '../support/built-tool.ts';
import {type GitlabRun, jobsWith, readComponent, runJobs} from '../support/gitlab-component.ts';
import {CANNOT_TELL, FAILS, HOLDS, REFUSED, UNANSWERED} from '../support/small-checklists.ts';

const FILE = join(import.meta.dirname, '../../ci/gitlab.yml');
/** With bash where the image has it, as runners do, and with the least of shells otherwise. */
const BASH = ['bash', '-e', '-o', 'pipefail'] as const;
const SH = ['sh', '-e'] as const;

describe('the component for GitLab', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gitlab-'));
    writeFileSync(join(folder, 'README.md'), 'It has moved.\n');
  });

  afterEach(() => rmSync(folder, {recursive: true}));

  function pipeline(
    inputs: Readonly<Record<string, string>>,
    checklist = HOLDS,
    shell: readonly [string, ...string[]] = SH,
  ): GitlabRun {
    writeFileSync(join(folder, 'checklist.yaml'), checklist);
    const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);
    const env = {...process.env, PATH, CI: 'true'};
    return runJobs(jobsWith(FILE, {bundle: dirname(dirname(BUILT_TOOL)), vars: 'place=docs/', ...inputs}), {
      ...{shell, cwd: folder, env},
    });
  }

  const jobs = (look: number, decide?: number) => ({
    'migrate-check-look': look,
    ...(decide === undefined ? {} : {'migrate-check-decide': decide}),
  });

  it('proceeds where all holds, and has the artifacts that it names', () => {
    for (const shell of [SH, BASH]) {
      const {jobs: ran, output} = pipeline({stage: 'soak'}, HOLDS, shell);
      expect(ran, output).to.deep.equal(jobs(0, 0));
    }
    const {artifacts} = jobsWith(FILE, {})['migrate-check-look'] ?? {};
    const files = [...(artifacts?.paths ?? []), ...Object.values(artifacts?.reports ?? {})];
    expect(files).to.have.length(3);
    for (const file of files) expect(globSync(file, {cwd: folder}), file).not.to.deep.equal([]);
    expect(readFileSync(join(folder, artifacts?.reports.junit ?? ''), 'utf8')).to.match(/^<\?xml/);
    expect(JSON.parse(readFileSync(join(folder, artifacts?.reports.codequality ?? ''), 'utf8'))).to.deep.equal([]);
  });

  it('looks without ending the pipeline at what it finds, and decides', () => {
    expect(pipeline({stage: 'prepare'}, FAILS).jobs).to.deep.equal(jobs(1, 10));
    expect(pipeline({stage: 'soak'}, REFUSED).jobs).to.deep.equal(jobs(1, 20));
    expect(pipeline({stage: 'soak'}, CANNOT_TELL).jobs).to.deep.equal(jobs(3, 10));
    expect(pipeline({stage: 'soak'}, UNANSWERED).jobs).to.deep.equal(jobs(4, 10));
    expect(pipeline({stage: 'soak', accounts: '111111111111'}).jobs).to.deep.equal(jobs(0, 10));
    expect(pipeline({}).jobs).to.deep.equal(jobs(0, 10));
  });

  it('keeps further reports, and takes lines as people indent and end them', () => {
    const reporters = '  markdown:migrate-check.md\r\n\thtml:migrate-check.html\r\n';
    const {jobs: ran, output} = pipeline({stage: 'soak', reporters, vars: '  place=docs/\r\n', accounts: ' \r\n'});
    expect(ran, output).to.deep.equal(jobs(0, 0));
    const {artifacts} = jobsWith(FILE, {})['migrate-check-look'] ?? {};
    expect(globSync([...(artifacts?.paths ?? [])], {cwd: folder})).to.include.members([
      ...['migrate-check.json', 'migrate-check.md', 'migrate-check.html'],
    ]);
    const {values} = JSON.parse(readFileSync(join(folder, 'migrate-check.json'), 'utf8'));
    expect(values[0]).to.include({value: 'docs/'});
  });

  it('is neither green nor a warning where the tool is not there, or is asked to print a text', () => {
    mkdirSync(join(folder, 'empty/bin'), {recursive: true});
    writeFileSync(join(folder, 'package.json'), '{"name": "x", "version": "1.0.0"}');
    writeFileSync(
      join(folder, 'package-lock.json'),
      '{"name": "x", "version": "1.0.0", "lockfileVersion": 3, "packages": {}}',
    );
    expect(pipeline({stage: 'soak', bundle: join(folder, 'empty')}).jobs).to.deep.equal(jobs(70));
    for (const args of ['--help', ' -h', '--version\r', '--decide']) {
      expect(pipeline({stage: 'soak', args}).jobs, args).to.deep.equal(jobs(2));
      expect(pipeline({stage: 'soak', 'decide-args': args}).jobs, args).to.deep.equal(jobs(0, 2));
    }
  });

  it('ends where it could not look', () => {
    expect(pipeline({stage: 'cutovr'}).jobs).to.deep.equal(jobs(2));
    expect(pipeline({stage: 'soak'}, `${HOLDS}nonsense: 1\n`).jobs).to.deep.equal(jobs(2));
    const [issue] = JSON.parse(readFileSync(join(folder, 'migrate-check-code-quality.json'), 'utf8'));
    expect(issue.severity).to.equal('blocker');
  });

  it('hands on several values, one a line', () => {
    const checklist = HOLDS.replace('inputs: {place: {}}', 'inputs: {place: {}, other: {}}').replace(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the checklist's own
      '${vars.place}',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the checklist's own
      '${vars.place} ${vars.other}',
    );
    const vars = 'place=a b "c" $HOME\n\nother=*';
    const {jobs: ran, output} = pipeline(
      {stage: 'soak', vars, args: '--vantage=the office\n--verbose', 'decide-args': '--max-age=1h'},
      checklist,
    );
    expect(ran, output).to.deep.equal(jobs(0, 0));
    const {values, vantage} = JSON.parse(readFileSync(join(folder, 'migrate-check.json'), 'utf8'));
    expect(vantage).to.equal('the office');
    expect(values.map(({name, value}: {name: string; value: string}) => [name, value])).to.deep.include.members([
      ['vars.place', 'a b "c" $HOME'],
      ['vars.other', '*'],
    ]);
  });

  it('installs the tool with npm where it is not there', () => {
    const shims = join(folder, 'shims');
    const bundle = join(folder, 'node_modules/migrate-check');
    writeFileSync(join(folder, 'package.json'), '{}');
    const script = `#!/bin/sh\n[ "$*" = ci ] && mkdir -p node_modules && ln -s "${dirname(dirname(BUILT_TOOL))}" "${bundle}"\n`;
    const bin = mkdtempSync(join(tmpdir(), 'gitlab-npm-'));
    symlinkSync(bin, shims);
    writeFileSync(join(bin, 'npm'), script, {mode: 0o755});
    writeFileSync(join(folder, 'checklist.yaml'), HOLDS);
    const PATH = [bin, dirname(process.execPath), process.env.PATH].join(delimiter);
    const env = {...process.env, PATH, CI: 'true'};
    const ran = runJobs(jobsWith(FILE, {stage: 'soak', vars: 'place=x'}), {shell: SH, cwd: folder, env});
    rmSync(bin, {recursive: true});
    expect(ran.jobs, ran.output).to.deep.equal(jobs(0, 0));
  });

  describe('given hostile inputs', () => {
    const HOSTILE = [
      `x"; touch taken; '; touch taken; $(touch taken) \`touch taken\`\nVARS\ntouch taken\nARGS\ntouch taken\nACCOUNTS\n`,
      '--decide',
    ];
    const TEXTS = ['checklist', 'stage', 'env', 'vars', 'accounts', 'reporters', 'args', 'decide-args'];

    for (const name of TEXTS) {
      it(`as ${name}, runs none of it, and is not green`, () => {
        for (const text of HOSTILE) {
          const {jobs: ran, output} = pipeline({stage: 'prepare', [name]: text}, FAILS);
          expect(existsSync(join(folder, 'taken')), output).to.equal(false);
          expect(ran['migrate-check-decide'], output).not.to.equal(0);
        }
      });
    }

    it('has every input either there or where GitLab reads it', () => {
      const [{spec}, written] = readComponent(FILE);
      expect(Object.keys(spec.inputs)).to.have.members([
        ...TEXTS,
        ...['job-prefix', 'look-stage', 'decide-stage', 'image', 'bundle'],
      ]);
      for (const {script, before_script: before, variables} of Object.values(written)) {
        expect([...script, ...before].join('\n')).not.to.include('$[[');
        for (const {expand} of Object.values(variables)) expect(expand).to.equal(false);
      }
    });
  });
});
