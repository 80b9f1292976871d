import {linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {askedReports, RUN_NOTHING, refuseToReplaceInput} from '../../src/cli/asked-reports.ts';
import {UsageError} from '../../src/model/errors.ts';

const ENV = {MIGRATE_CHECK_REPORTER: 'json:env.json\njson:other.json'};

describe('the reports that a command line asks for, valid or not', () => {
  const paths = (line: string, env: NodeJS.ProcessEnv = {}) =>
    askedReports(line.split(' '), env).map(({name, path}) => `${name} ${path}`);

  it('are found wherever they are', () => {
    const line = 'run --reporter json:a.json --bad x.yaml --reporter=json:b.json --reporter';
    expect(paths(line)).to.deep.equal(['json a.json', 'json b.json']);
    expect(paths('--reporter json:a.json')).to.deep.equal(['json a.json']);
    expect(paths('rnu --reporter json:a:b.json')).to.deep.equal(['json a:b.json']);
  });

  it('are found under a flag or a format that is misspelled', () => {
    for (const flag of ['--report', '--reporters', '--reproter', '--Reporter', '-reporter']) {
      expect(paths(`run ${flag} jsn:a.json`), flag).to.deep.equal(['jsn a.json']);
    }
    expect(paths('run --record ab:a.json --resolve host:443:127.0.0.1 --region eu:1')).to.deep.equal([]);
  });

  it('are those of the environment when there are none', () => {
    expect(paths('run --bad', ENV)).to.deep.equal(['json env.json', 'json other.json']);
    expect(paths('unknown', ENV)).to.deep.equal(['json env.json', 'json other.json']);
    expect(paths('run --reporter json:a.json', ENV)).to.deep.equal(['json a.json']);
  });

  it('are none on stdout, after --, without a path, or where nothing is run', () => {
    for (const line of [
      'run --reporter json',
      'run --reporter json:-',
      'run --reporter json:',
      'run -- --reporter json:a',
    ]) {
      expect(paths(line), line).to.deep.equal([]);
    }
    for (const line of ['run --help', 'help run', 'lab --list', '--version', '']) {
      expect(paths(`${line} --reporter json:a.json`.trim(), {}), line).to.deep.equal(
        line === '' || line === '--version' ? ['json a.json'] : [],
      );
    }
  });

  it('replace no file that the same command line names, or reads without a word', () => {
    const [folder, before] = [mkdtempSync(join(tmpdir(), 'asked-')), process.cwd()];
    try {
      process.chdir(folder);
      mkdirSync('signoffs/default', {recursive: true});
      const read = ['own.yaml', 'vars.yaml', 'checklist.yaml', 'waivers.yaml', 'signoffs/default/ops.yaml'];
      for (const name of [...read, 'old.json', 'run']) writeFileSync(name, '');
      symlinkSync('own.yaml', 'link.yaml');
      linkSync('own.yaml', 'hard.yaml');
      const refused = (line: string) => () => refuseToReplaceInput(line.split(' '), {});
      for (const line of [
        'run own.yaml --reporter json:own.yaml',
        'run own.yaml --reporter=json:./own.yaml',
        `run ${join(folder, 'own.yaml')} --reporter json:own.yaml`,
        'run --reporter json:vars.yaml --var-file vars.yaml',
        'run --replay=old.json --reporter json:old.json',
        'run --reporter json:checklist.yaml',
        'run --reporter json:waivers.yaml',
        `run ${join(folder, 'own.yaml')} --reporter json:waivers.yaml`,
        'run own.yaml --reporter json:signoffs/default/ops.yaml',
        'run own.yaml --reporter json:link.yaml',
        'run link.yaml --reporter json:own.yaml',
        'run link.yaml --reporter=json:hard.yaml',
        'run own.yaml --record own.yaml',
        'run --record=checklist.yaml',
        'sse https://a.example --ca-file own.yaml --save link.yaml',
        'report old.json --reporter junit:old.json',
        'report a.json --baseline old.json --reporter=sarif:old.json',
      ]) {
        expect(refused(line), line).to.throw(UsageError, /would replace a file that this command reads/);
      }
      for (const [line, env] of [
        ['run own.yaml --reporter json:old.json', {MIGRATE_CHECK_BASELINE: 'old.json'}],
        ['run own.yaml', {MIGRATE_CHECK_RECORD: 'own.yaml'}],
        ['run own.yaml', {MIGRATE_CHECK_REPORTER: 'json:link.yaml'}],
        ['run own.yaml --reporter json:old.json', {AWS_CONFIG_FILE: 'old.json'}],
      ] as const) {
        expect(() => refuseToReplaceInput(line.split(' '), env), line).to.throw(UsageError, /would replace/);
      }
      // An older report gives way, and two reports for one place are refused where both are opened.
      for (const line of [
        'run own.yaml --reporter json:old.json',
        'run --reporter json:a --reporter tap:a',
        'run own.yaml --record old.json',
        'run own.yaml --reporter json:run',
        'run own.yaml --record=old.json --reporter=json:vars.yaml',
      ]) {
        expect(refused(line), line).not.to.throw();
      }
    } finally {
      process.chdir(before);
      rmSync(folder, {recursive: true});
    }
  });

  it('replace no file that a checklist names, in whatever form, and refuse no other', () => {
    const [folder, before] = [mkdtempSync(join(tmpdir(), 'named-')), process.cwd()];
    try {
      process.chdir(folder);
      mkdirSync('below/docs', {recursive: true});
      mkdirSync('below/tf');
      const names = ['plan.md', 'README.md', 'docs/a b.md', 'docs/c.md', 'docs/prod.md', 'docs/other.md', 'tf/main.tf'];
      for (const name of [...names, 'docs/d.md', 'report.json', 'unread.tf', 'host']) {
        writeFileSync(join('below', name), '');
      }
      symlinkSync('plan.md', 'below/link.md');
      writeFileSync(
        'below/list.yml',
        `plan: plan.md # the plan
vars: {folder: docs}
environments: {prod: {vars: {name: prod}}}
items:
  - with:
      path: 'README.md'
  - with: {path: "docs/a b.md", text: hello}
  - with: {files: [tf/**/*.tf, more/*.tf]}
  - with:
      path: \${vars.folder}/c.md
      path: docs/\${vars.name}.md
      path: \${vars.whole}
      snapshot: \${vars.name}.json
      host: "*"
      note: https://a.example/report.json
      url: [ * ** ]
`,
      );
      const refused = (words: string[]) => () => refuseToReplaceInput(['run', ...words], {});
      const says = (name: string, by: string) => `(${name}, as ${by} names it)`;
      for (const name of [...names.filter((one) => one !== 'docs/other.md'), 'link.md', 'docs/../plan.md']) {
        const path = `below/${name}`;
        expect(refused(['below/list.yml', '--reporter', `json:${path}`]), name).to.throw(
          UsageError,
          says(path, 'below/list.yml'),
        );
      }
      for (const words of [
        ['--var', 'whole=docs/other.md'],
        ['--var=whole=docs/other.md'],
        ['--with-json={"path": "docs/other.md"}'],
      ]) {
        expect(refused(['below/list.yml', ...words, '--record=below/docs/other.md']), `${words}`).to.throw(
          UsageError,
          says('below/docs/other.md', 'the command line'),
        );
      }
      for (const name of ['docs/d.md', 'docs/other.md', 'report.json', 'unread.tf', 'host', 'new.md']) {
        expect(refused(['below/list.yml', `--reporter=json:below/${name}`]), name).not.to.throw();
      }
      expect(() =>
        refuseToReplaceInput(['lint', 'below/list.yml', '--reporter=json:below/plan.md'], {}),
      ).not.to.throw();
    } finally {
      process.chdir(before);
      rmSync(folder, {recursive: true});
    }
  });

  it('are refused for what can be no name of a file as little as for any other word', () => {
    const long = JSON.stringify({text: 'x'.repeat(70_000)});
    expect(() =>
      refuseToReplaceInput(['check', 'a/b', '--with-json', long, '--reporter=json:a.json'], {}),
    ).not.to.throw();
    expect(() => refuseToReplaceInput(['run', `--reporter=json:${long}`], {})).not.to.throw();
  });

  it('are none for a command that runs nothing: it may be about to read one', async () => {
    for (const name of readdirSync(join(import.meta.dirname, '../../src/commands'))) {
      const command = name.replace(/\.ts$/, '');
      const file = `../../src/commands/${name}`;
      const flags = name.endsWith('.ts') ? ((await import(file)).default.flags ?? {}) : {};
      const runs = 'reporter' in flags && command !== 'report';
      expect(RUN_NOTHING.has(command), command).to.equal(!runs);
      expect(paths(`${command} x`, ENV), command).to.have.lengthOf(runs ? 2 : 0);
      for (const flag of ['--reporter', '--report']) {
        expect(paths(`${command} x ${flag} json:a.json`), command).to.have.lengthOf(runs ? 1 : 0);
      }
    }
  });
});
