import {mkdir, mkdtemp, realpath, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import {expect} from 'chai';
import {readableFolders} from '../../../src/checklist/readable-folders.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {createRepo, type Repo} from '../../../src/probes/repo/repo.ts';
import {attempt, passingStore} from '../../support/attempt.ts';

describe('the repository', () => {
  let folder: string;
  const store = passingStore();
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'migrate-check-repo-'));
    await mkdir(join(folder, 'infra', '.terraform'), {recursive: true});
    await Promise.all(
      Object.entries({
        'README.md': '\uFEFF# Grüße\n',
        'big.txt': 'x'.repeat(1024 * 1024 + 1),
        'limit.txt': 'x'.repeat(1024 * 1024),
        'latin1.txt': Buffer.from([0x47, 0xfc]),
        'infra/a.tf': 'resource "aws_lb" "main" {\n  internal = false\n  subnets  = var.subnets\n}\n',
        'infra/b.tf': 'resource "aws_lb" "other" {\n  access_logs {\n    bucket = "logs"\n  }\n}\nvariable "x" {}\n',
        'infra/c.tf.json': '{"resource": {"aws_lb": {"json": {"internal": true}}}}',
        'infra/.terraform/copy.tf': 'resource "aws_lb" "copy" {}\n',
        'broken.tf': 'resource "aws_lb" "main" {\n  internal =\n}\n',
        'broken.json': '{',
        'empty.tf': '',
      }).map(([name, content]) => writeFile(join(folder, name), content)),
    );
  });
  after(() => rm(folder, {recursive: true}));

  const open: Repo[] = [];
  const repo = () => {
    const opened = createRepo({folders: readableFolders(folder, []), noteFile: () => {}, store});
    open.push(opened);
    return opened;
  };
  afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));

  const read = (path: string) => repo().files(attempt()).read(path);
  const resources = (...globs: string[]) => repo().terraform(attempt()).resources(globs);

  async function cannotTell(promise: Promise<unknown>): Promise<string> {
    const thrown = await promise.catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(CannotTell);
    return (thrown as CannotTell).message;
  }

  it('reads a file as UTF-8, without a byte order mark', async () => {
    expect(await read('README.md')).to.deep.equal({path: 'README.md', text: '# Grüße\n'});
    expect(store.keys.at(-1)).to.equal('repo:file:README.md');
  });

  it('says when there is no such file', async () => {
    expect((await read('absent.md')).text).to.equal(null);
    expect((await read('README.md/absent.md')).text).to.equal(null);
  });

  it('reads the headings of a file', async () => {
    const headings = (path: string) => repo().files(attempt()).headings(path);
    const heading = {level: 1, text: 'Grüße', markdown: 'Grüße', line: 1};
    expect(await headings('README.md')).to.deep.equal({path: 'README.md', headings: [heading]});
    expect(store.keys.at(-1)).to.equal('repo:headings:README.md');
    expect((await headings('absent.md')).headings).to.equal(null);
    expect(await cannotTell(headings('latin1.txt'))).to.contain('not UTF-8');
  });

  it('reads up to 1 MiB', async () => {
    expect((await read('limit.txt')).text).to.have.length(1024 * 1024);
    expect(await cannotTell(read('big.txt'))).to.contain('1 MiB');
  });

  it('cannot tell from a folder, or what is not UTF-8', async () => {
    expect(await cannotTell(read('infra'))).to.contain('not a regular file');
    expect(await cannotTell(read('latin1.txt'))).to.contain('not UTF-8');
  });

  it('does not leave the folder', async () => {
    for (const path of ['/etc/hostname', '../x', 'a/../../x', '..']) {
      expect(await cannotTell(read(path)), path).to.contain("out of the checklist's folder");
      expect(await cannotTell(resources(path)), path).to.contain("out of the checklist's folder");
    }
    expect((await read('infra/../README.md')).text).to.equal('# Grüße\n');
  });

  it('follows links as far as they stay, or lead to a root', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'migrate-check-outside-'));
    try {
      await writeFile(join(outside, 'o.tf'), 'resource "aws_lb" "out" {}\n');
      await mkdir(join(folder, 'linked'));
      await symlink(join(outside, 'o.tf'), join(folder, 'linked/o.tf'));
      await symlink('../infra/a.tf', join(folder, 'linked/i.tf'));
      await symlink(outside, join(folder, 'way-out'));
      const out = "leads through a link out of the checklist's folder";
      expect(await cannotTell(read('linked/o.tf'))).to.equal(`linked/o.tf: ${out}`);
      expect((await resources('linked/i.tf')).map(({name}) => name)).to.deep.equal(['main']);
      // A glob, too: what it finds there, and the folder that it is to search.
      expect(await cannotTell(resources('linked/*.tf'))).to.equal(`linked/o.tf: ${out}`);
      expect(await cannotTell(resources('way-out/*.tf'))).to.equal(`way-out: ${out}`);
      expect(await cannotTell(resources('{way-out,infra}/o.tf'))).to.equal(`way-out/o.tf: ${out}`);
      const seen: string[] = [];
      const folders = readableFolders(folder, [relative(folder, outside)]);
      const widened = createRepo({folders, noteFile: (real) => seen.push(real), store}).terraform(attempt());
      const named = (await widened.resources(['linked/*.tf', 'way-out/*.tf'])).map(({file, name}) => [file, name]);
      expect(named).to.deep.equal([
        ['linked/i.tf', 'main'],
        ['linked/o.tf', 'out'],
        ['way-out/o.tf', 'out'],
      ]);
      const real = [await realpath(join(folder, 'infra/a.tf')), await realpath(join(outside, 'o.tf'))];
      expect(seen).to.deep.equal([real[0], real[1], real[1]]);
    } finally {
      await Promise.all(['linked', 'way-out'].map((name) => rm(join(folder, name), {recursive: true})));
      await rm(outside, {recursive: true});
    }
  });

  it('cannot tell from a circle of links', async () => {
    await symlink('ring', join(folder, 'ring'));
    expect(await cannotTell(read('ring'))).to.contain('ELOOP');
    await rm(join(folder, 'ring'));
  });

  it('lists the resources of all files that match, blocks as lists, expressions as text', async () => {
    const found = await resources('infra/**/*.tf', 'infra/*.json');
    expect(found).to.deep.equal([
      {file: 'infra/a.tf', type: 'aws_lb', name: 'main', body: {internal: false, subnets: `\${var.subnets}`}},
      {file: 'infra/b.tf', type: 'aws_lb', name: 'other', body: {access_logs: [{bucket: 'logs'}]}},
      {file: 'infra/c.tf.json', type: 'aws_lb', name: 'json', body: {internal: true}},
    ]);
  });

  it('takes a file that declares nothing for what it is', async () => {
    expect(await resources('empty.tf')).to.deep.equal([]);
  });

  it('cannot tell when nothing matches', async () => {
    expect(await cannotTell(resources('*.hcl'))).to.equal('*.hcl: no file matches');
  });

  it('says where a file does not parse', async () => {
    expect(await cannotTell(resources('broken.tf'))).to.match(/^broken\.tf:2,\d+-3,\d+: Invalid expression/);
    expect(await cannotTell(resources('broken.json'))).to.match(/^broken\.json: /);
  });

  it('ends when the attempt is over', async () => {
    const context = attempt(AbortSignal.abort('over'));
    const thrown = await repo()
      .files(context)
      .read('README.md')
      .catch((error: unknown) => error);
    expect(thrown).to.equal('over');
  });
});
