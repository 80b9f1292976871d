import {lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {parse} from 'yaml';
import {runInProcess} from '../../support/run-in-process.ts';

interface FirstChecklist {
  readonly vars: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly items: readonly {readonly items?: readonly unknown[]}[];
}

describe('init', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'init-'));
    file = join(folder, 'first.yaml');
  });

  afterEach(() => rmSync(folder, {recursive: true}));

  const init = (...flags: string[]) => runInProcess(['init', '--output', file, ...flags]);
  const written = () => parse(readFileSync(file, 'utf8')) as FirstChecklist;

  it('writes eight items for an account, which are valid, and says what is left to fill in', async () => {
    const {status, stdout, stderr} = await init();
    expect({status, stdout}).to.deep.equal({status: 0, stdout: ''});
    expect(stderr.split('\n')).to.have.length(4);
    expect(stderr).to.include('Fill in host, loadBalancer and targetGroup').and.include(`run ${file} --stage prepare`);
    expect(written().items.flatMap((item) => item.items ?? [item])).to.have.length(8);
    const linted = await runInProcess(['lint', file]);
    expect(linted.stderr)
      .to.include('sound, 8 items')
      .and.not.match(/error|warning/);
    expect(linted.status).to.equal(0);
  });

  it('leaves nothing to be looked at under a name that was made up', async () => {
    await init();
    const {status, stderr} = await runInProcess(['run', file, '--quiet']);
    expect(status).to.equal(2);
    for (const input of ['host', 'loadBalancer', 'targetGroup']) expect(stderr).to.include(`--var ${input}=`);
  });

  it('fills in a host, in the form that DNS has', async () => {
    await init('--host', 'Bücher.example.');
    expect(written().vars.host).to.equal('xn--bcher-kva.example');
    expect((await runInProcess(['lint', file])).stderr).to.include('needs --var loadBalancer=… --var targetGroup=…');
  });

  it('asks for a host name, whatever else it is given', async () => {
    const hosts = [
      '',
      '-',
      'localhost',
      '192.0.2.1',
      '::1',
      'a b.example',
      'x".example',
      'x: y',
      '${vars',
      '*.a.example',
      'a..example',
      `${'a'.repeat(64)}.example`,
      `${'a.'.repeat(130)}example`,
    ];
    for (const host of hosts) {
      const {status, stderr} = await init('--host', host);
      expect(stderr, host).to.equal(`--host: "${host}" is not a host name such as mcp.example.com\n`);
      expect(status).to.equal(2);
    }
    expect((await init('--host', 'https://mcp.example.com/mcp')).stderr).to.equal(
      '--host: "https://mcp.example.com/mcp" is not a host name. Did you mean "mcp.example.com"?\n',
    );
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('is not led by the variable that says where `serve` listens', async () => {
    const {status} = await runInProcess(['init', '--output', file], {
      env: {MIGRATE_CHECK_HOST: 'serve.example.com', MIGRATE_CHECK_FORCE: '1', MIGRATE_CHECK_OUTPUT: join(folder, 'x')},
    });
    expect(status).to.equal(0);
    expect(written().vars).not.to.have.property('host');
  });

  it('writes one for the built-in world, which runs there at once and finds what is wrong', async () => {
    expect((await init('--lab')).stderr).to.include(`migrate-check run ${file} --lab rule-order`);
    expect((await runInProcess(['lint', file])).status).to.equal(0);
    const healthy = await runInProcess(['run', file, '--lab', '--stage', 'cutover', '--no-color']);
    expect(healthy.stderr)
      .to.include('8 passed, 0 failed of 8 items')
      .and.include('(on a live run it would be proceed)');
    expect(healthy.status).to.equal(0);
    const broken = await runInProcess(['run', file, '--lab', 'rule-order', '--stage', 'cutover', '--no-color']);
    expect(broken.stderr).to.match(/^FAIL {4}rule: /m);
    expect(broken.status).to.equal(1);
  });

  it('has one world only', async () => {
    const {status, stderr} = await init('--lab', '--host', 'mcp.example.com');
    expect(status).to.equal(2);
    expect(stderr).to.include('--host');
  });

  it('writes to stdout for a pipe, and nothing else there', async () => {
    const {status, stdout, stderr} = await runInProcess(['init', '--output', '-']);
    expect(status).to.equal(0);
    expect(parse(stdout)).to.have.property('version', 1);
    expect(stderr).to.include('is on stdout').and.include('migrate-check run FILE');
  });

  it('replaces a file only when it is told to, and then keeps what it was until the new one is whole', async () => {
    writeFileSync(file, 'mine\n');
    const refused = await init();
    expect(refused).to.deep.equal({
      status: 2,
      stdout: '',
      stderr: `${file}: is already there, and stays as it is; give --force to replace it, or name another with --output\n`,
    });
    expect(readFileSync(file, 'utf8')).to.equal('mine\n');
    expect((await init('--force')).status).to.equal(0);
    expect(written().vars).to.have.property('path', '/');
    expect(readdirSync(folder)).to.deep.equal(['first.yaml']);
  });

  it('replaces the file that a link leads to, and keeps its mode', async () => {
    const real = join(folder, 'real.yaml');
    writeFileSync(real, 'mine\n', {mode: 0o600});
    symlinkSync('real.yaml', file);
    expect((await init('--force')).status).to.equal(0);
    expect(lstatSync(file).isSymbolicLink()).to.equal(true);
    expect(readFileSync(real, 'utf8')).to.include('version: 1');
    expect(statSync(real).mode & 0o777).to.equal(0o600);
  });

  it('does not take the place of a checklist of the other spelling', async () => {
    writeFileSync(join(folder, 'checklist.yml'), 'mine\n');
    const {status, stderr} = await runInProcess(['init', '--output', join(folder, 'checklist.yaml')]);
    expect(status).to.equal(2);
    expect(stderr).to.include('checklist.yml is already there');
    expect(readdirSync(folder)).to.deep.equal(['checklist.yml']);
  });

  it('follows no link to somewhere that is not there yet', async () => {
    symlinkSync(join(folder, 'elsewhere'), file);
    expect((await init()).status).to.equal(2);
    expect(readdirSync(folder)).to.deep.equal(['first.yaml']);
  });

  it('says in one line why a file cannot be written', async () => {
    const cases: readonly (readonly [output: string, force: boolean, says: string])[] = [
      [join(folder, 'no/such/first.yaml'), false, 'there is no such folder; make it first'],
      [join(folder, 'no/such/first.yaml'), true, 'there is no such folder; make it first'],
      [folder, true, 'is a folder, not a file; name the file in it'],
      ['/dev/full', true, 'cannot be written (it is not a regular file); name another path'],
    ];
    for (const [output, force, says] of cases) {
      const {status, stderr} = await runInProcess(['init', '--output', output, ...(force ? ['--force'] : [])]);
      expect({status, stderr}).to.deep.equal({status: 2, stderr: `${output}: ${says}\n`});
    }
    expect((await runInProcess(['init', '--output', ' '])).stderr).to.equal(
      '--output: is empty, not the name of a file\n',
    );
  });

  it('takes any name for a file, and shows it as a shell needs it', async () => {
    for (const name of [
      "it's.yaml",
      '$(id).yaml',
      '-f.yaml',
      'a\nb.yaml',
      '\u001b[31mred.yaml',
      '日本.yaml',
      '$&.yaml',
    ]) {
      const {status, stderr} = await runInProcess(['init', '--lab', '--output', join(folder, name)]);
      expect(status, name).to.equal(0);
      expect(stderr.split('\n'), name).to.have.length(4);
      expect(stderr, name).to.include(', 8 items. Run it on').and.not.include('\u001b');
      expect(parse(readFileSync(join(folder, name), 'utf8')), name).to.have.property('version', 1);
    }
  });
});
