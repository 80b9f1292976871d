import {once} from 'node:events';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {delimiter, dirname, join} from 'node:path';
import {expect} from 'chai';
import {BUILT_TOOL} from '../support/built-tool.ts';
import {type ActionOptions, type ActionRun, readAction, runAction} from '../support/composite-action.ts';
import {CANNOT_TELL, FAILS, HOLDS, REFUSED, UNANSWERED} from '../support/small-checklists.ts';

const FILE = join(import.meta.dirname, '../../action/action.yml');
/** As it would be in a folder of node_modules. */
const ROOT = dirname(dirname(BUILT_TOOL));

describe('the action', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'action-'));
    writeFileSync(join(folder, 'README.md'), 'It has moved.\n');
  });

  afterEach(() => rmSync(folder, {recursive: true}));

  function act(
    inputs: Readonly<Record<string, string>>,
    {checklist = HOLDS, started}: {checklist?: string} & Pick<ActionOptions, 'started'> = {},
  ): Promise<ActionRun> {
    writeFileSync(join(folder, 'checklist.yaml'), checklist);
    const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);
    return runAction(FILE, {
      inputs: {bundle: ROOT, vars: 'place=docs/', ...inputs},
      cwd: folder,
      env: {...process.env, PATH, CI: 'true'},
      ...(started === undefined ? {} : {started}),
    });
  }

  const reportIn = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const upload = (...files: string[]) => ({
    name: 'migrate-check',
    path: files.map((file) => join(folder, file)).join('\n'),
  });

  it('proceeds where all holds, and uploads the reports', async () => {
    const ran = await act({stage: 'soak', reporters: 'junit:results.xml\n\n  markdown:summary.md\n'});
    const report = join(folder, 'migrate-check.json');
    const {counts = '', ...outputs} = ran.outputs;
    expect(outputs, ran.output).to.deep.equal({verdict: 'proceed', 'exit-code': '0', report});
    expect(JSON.parse(counts)).to.deep.include({total: 1, pass: 1, fail: 0});
    const files = ['migrate-check.json', 'results.xml', 'summary.md'];
    expect(ran.steps).to.deep.equal({look: 0, decide: 0, upload: upload(...files)});
    for (const file of files) expect(readFileSync(join(folder, file), 'utf8')).to.include('Move it');
    expect(ran.output).to.match(/proceed/i);
    expect(ran.summary)
      .to.match(/^# Move it\n/)
      .and.to.include('PROCEED');
  });

  it('looks without failing at what it finds, and fails as it decides', async () => {
    for (const [found, stage, checklist, code, verdict, exit] of [
      ['a failure before the cutover', 'prepare', FAILS, '1', 'hold', 10],
      ['a failure that users notice', 'soak', REFUSED, '1', 'rollback', 20],
      ['an answer that is missing', 'soak', UNANSWERED, '4', 'hold', 10],
      ['what could not be determined', 'soak', CANNOT_TELL, '3', 'hold', 10],
    ] as const) {
      const ran = await act({stage}, {checklist});
      expect(ran.steps, `${found}: ${ran.output}`).to.deep.include({look: 0, decide: exit});
      expect(ran.steps).to.have.property('upload');
      expect(ran.summary).to.include(verdict.toUpperCase());
      expect(ran.output, 'an annotation').to.match(/^::(error|warning|notice) file=checklist\.yaml,line=\d+,/m);
      expect(ran.outputs, found).to.deep.include({verdict, 'exit-code': code});
      expect(ran.status).to.equal('failure');
    }
  });

  it('does not decide where it could not look, and leaves no report of yesterday', async () => {
    for (const [inputs, checklist] of [
      [{stage: 'cutovr'}, HOLDS],
      [{stage: 'soak', vars: ''}, HOLDS],
      [{stage: 'soak', args: '--nonsense'}, HOLDS],
      [{stage: 'soak', checklist: 'none.yaml'}, HOLDS],
      [{stage: 'soak'}, `${HOLDS}nonsense: 1\n`],
    ] as const) {
      writeFileSync(join(folder, 'migrate-check.json'), '{"yesterday": true}');
      const ran = await act(inputs, {checklist});
      expect(ran.steps, ran.output).to.deep.equal({look: 2, upload: upload('migrate-check.json')});
      expect(ran.outputs).to.deep.include({verdict: 'hold', 'exit-code': '2'});
      expect(reportIn('migrate-check.json')).to.deep.include({incomplete: 'unfinished'});
    }
  });

  it('takes reporters that have a path, and the one that it has already', async () => {
    const ran = await act({stage: 'soak', reporters: 'github\ntap:results.tap'});
    expect(ran.steps, ran.output).to.deep.equal({
      look: 0,
      decide: 0,
      upload: upload('migrate-check.json', 'results.tap'),
    });
    for (const reporter of ['tap', 'tap:', 'tap:-']) {
      const refused = await act({stage: 'soak', reporters: reporter});
      expect(refused.steps, reporter).to.deep.include({look: 2});
      expect(refused.output).to.include(`reporters: "${reporter}" has no path; write NAME:PATH`);
    }
  });

  it('is never green, and no verdict, where the tool cannot be started or is asked to print a text', async () => {
    for (const bundle of ['nowhere', '.']) {
      const ran = await act({stage: 'soak', bundle});
      expect(ran.steps, ran.output).to.deep.include({look: 70});
      expect(ran.outputs).to.deep.include({verdict: 'hold', 'exit-code': '70'});
    }
    for (const word of ['--help', '-h', '--version', '--decide']) {
      const looking = await act({stage: 'soak', args: word});
      expect(looking.steps, looking.output).to.deep.include({look: 2});
      const deciding = await act({stage: 'soak', 'decide-args': word});
      expect(deciding.steps, deciding.output).to.deep.include({look: 0, decide: 2});
      expect(deciding.outputs.verdict).to.equal('hold');
    }
    expect((await act({stage: 'soak', checklist: ' '})).output).to.include('checklist: is empty');
  });

  it('lets no variable of the job change what a step is', async () => {
    const variables = {MIGRATE_CHECK_DECIDE: '1', MIGRATE_CHECK_JSON: '1', MIGRATE_CHECK_REPORTER: 'tap:x.tap'};
    Object.assign(process.env, variables);
    try {
      const ran = await act({stage: 'prepare'}, {checklist: FAILS});
      expect(ran.steps, ran.output).to.deep.include({look: 0, decide: 10});
      expect(existsSync(join(folder, 'x.tap'))).to.equal(false);
    } finally {
      for (const name of Object.keys(variables)) delete process.env[name];
    }
  });

  it('holds where the report did not look at the accounts that were meant', async () => {
    const ran = await act({stage: 'soak', accounts: '111111111111\n222222222222'});
    expect(ran.steps, ran.output).to.deep.include({look: 0, decide: 10});
    expect(ran.outputs).to.deep.include({verdict: 'hold', 'exit-code': '0'});
    expect(ran.output).to.include('111111111111').and.to.include('222222222222');
  });

  it('holds on the built-in world', async () => {
    const ran = await act({lab: 'rule-order', vars: ''});
    expect(ran.steps, ran.output).to.deep.include({look: 0, decide: 10});
    expect(ran.outputs).to.deep.include({verdict: 'hold', 'exit-code': '1'});
    expect(reportIn('migrate-check.json')).to.deep.include({mode: 'lab'});
  });

  it('looks in one job and decides in another', async () => {
    const looks = {stage: 'soak', decide: 'false'};
    const office = await act({...looks, report: 'office.json', args: '--vantage=office'});
    expect(office.steps, office.output).to.deep.equal({look: 0, upload: upload('office.json')});
    expect(office.outputs.verdict).to.equal('hold');
    expect(office.status).to.equal('success');
    writeFileSync(join(folder, 'README.md'), 'It is here.\n');
    await act({...looks, report: 'cloud.json', args: '--vantage=cloud'});
    const decides = {stage: 'soak', look: 'false', vars: ''};
    const both = await act({...decides, report: 'office.json\ncloud.json'});
    expect(both.steps, both.output).to.deep.equal({decide: 10});
    expect(both.outputs).to.deep.equal({verdict: 'hold', 'exit-code': '', counts: '', report: ''});
    const one = await act({...decides, report: 'office.json', 'decide-args': '--max-age=1h'});
    expect(one.steps, one.output).to.deep.equal({decide: 0});
    expect(one.outputs.verdict).to.equal('proceed');
  });

  it('holds on reports that are missing or of something else', async () => {
    const ran = await act({stage: 'soak', look: 'false', report: 'none.json'});
    expect(ran.steps, ran.output).to.deep.equal({decide: 2});
    expect(ran.outputs.verdict).to.equal('hold');
    await act({stage: 'soak', decide: 'false'});
    const changed = await act({stage: 'soak', look: 'false'}, {checklist: `${HOLDS}# changed\n`});
    expect(changed.steps, changed.output).to.deep.equal({decide: 10});
  });

  it('works below the workspace, and uploads nothing where no name is given', async () => {
    mkdirSync(join(folder, 'plan'));
    writeFileSync(join(folder, 'plan/checklist.yaml'), HOLDS);
    writeFileSync(join(folder, 'plan/README.md'), 'It has moved.\n');
    const ran = await act({stage: 'soak', 'working-directory': 'plan', artifact: ''});
    expect(ran.steps, ran.output).to.deep.equal({look: 0, decide: 0});
    expect(ran.outputs.report).to.equal(join(folder, 'plan/migrate-check.json'));
  });

  describe('cancelled', () => {
    let server: Server;
    let asked: () => void;

    beforeEach(async () => {
      // Takes the request and never answers it.
      server = createServer(() => asked());
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    });

    afterEach(() => {
      server.closeAllConnections();
      server.close();
    });

    for (const [signal, to, code] of [
      ['SIGTERM', 'group', 143],
      ['SIGINT', 'group', 130],
      // As GitHub's runner does.
      ['SIGINT', 'process', 130],
    ] as const) {
      it(`by ${signal} to the ${to}, uploads the report of what was interrupted`, async () => {
        const {port} = server.address() as AddressInfo;
        const checklist = REFUSED.replace('"http://127.0.0.1:9/"', `"http://127.0.0.1:${port}/"`);
        const ran = await act(
          {stage: 'soak'},
          {
            checklist,
            started: (step, cancel) => {
              if (step === 'look') asked = () => cancel(signal, to);
            },
          },
        );
        expect(ran.steps, ran.output).to.deep.equal({look: code, upload: upload('migrate-check.json')});
        expect(ran.outputs).to.deep.include({verdict: 'hold', 'exit-code': String(code)});
        const {incomplete, items} = reportIn('migrate-check.json');
        expect(incomplete).to.equal('interrupted');
        expect(items.map(({status}: {status: string}) => status)).to.deep.equal(['pass', 'error']);
      });
    }
  });

  describe('given hostile inputs', () => {
    const HOSTILE = [
      `x"; touch taken; '; touch taken; $(touch taken) \`touch taken\` \${{ env.PATH }}\ntouch taken\n`,
      'x\nverdict=proceed\nverdict<<E\nproceed\nE\n::set-output name=verdict::proceed',
      '--decide',
    ];
    // Where it is the user's own choice what is run, and where.
    const CHOICES = ['look', 'decide', 'bundle', 'working-directory'];

    for (const name of Object.keys(readAction(FILE).inputs).filter((input) => !CHOICES.includes(input))) {
      it(`as ${name}, runs none of it, and forges no verdict`, async () => {
        for (const text of HOSTILE) {
          const ran = await act({stage: 'prepare', [name]: text}, {checklist: FAILS});
          expect(existsSync(join(folder, 'taken')), `${text}: ${ran.output}`).to.equal(false);
          expect(ran.outputs.verdict, `${text}: ${ran.output}`).to.equal('hold');
        }
      });
    }
  });

  it('brings no input into a command but by the environment', () => {
    for (const {run = '', shell, uses = ''} of readAction(FILE).runs.steps) {
      expect(run).not.to.include('${{');
      if (run !== '') expect(shell).to.equal('bash');
      else expect(uses).to.match(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    }
  });
});
