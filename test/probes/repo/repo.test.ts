import {writeFileSync} from 'node:fs';
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
    const folders = [
      'infra/.terraform',
      'broken',
      'large',
      'tofu',
      'secrets',
      'calls/alb',
      'overrides',
      'plans',
      'values',
    ];
    await Promise.all(folders.map((path) => mkdir(join(folder, path), {recursive: true})));
    await Promise.all(
      Object.entries({
        'README.md': '\uFEFF# Grüße\n',
        'big.txt': 'x'.repeat(1024 * 1024 + 1),
        'limit.txt': 'x'.repeat(1024 * 1024),
        'latin1.txt': Buffer.from([0x47, 0xfc]),
        'infra/a.tf': 'resource "aws_lb" "main" {\n  internal = false\n  subnets  = var.subnets\n}\n',
        'infra/b.tf':
          'resource "aws_lb" "other" {\n  access_logs {\n    bucket = "logs"\n  }\n}\nvariable "x" {\n  type = string\n  default = "a"\n  description = "?"\n}\nlocals {\n  y = var.x\n}\n',
        'infra/c.tf.json': '{"resource": {"aws_lb": {"json": {"internal": true}}}}',
        'infra/.terraform/copy.tf': 'resource "aws_lb" "copy" {}\n',
        'broken/b.tf': 'resource "aws_lb" "main" {\n  internal =\n}\n',
        'broken/broken.tf.json': '{',
        'broken/c.tf': 'resource "aws_lb" "main" {}\n',
        'secrets/main.tf':
          'variable "token" {\n  sensitive = true\n  default = "hush"\n}\nmodule "x" {\n  source = "git::https://me:hush@example.com/x.git"\n}\n',
        'calls/main.tf': ['./alb', './alb/', './absent', '../../out', '../infra', 'terraform-aws-modules/vpc/aws']
          .map(
            (source, index) =>
              `module "${['alb', 'again', 'absent', 'out', 'infra', 'vpc'][index]}" {\n  source = "${source}"\n}\n`,
          )
          .join(''),
        'calls/alb/main.tf': 'resource "aws_lb" "main" {}\n',
        'large/a.tf': '#'.repeat(1024 * 1024 + 1),
        'tofu/a.tf': '',
        'tofu/a.tofu': '',
        'tofu/b.tf': '',
        'tofu/c.tofu': '',
        'plans/state.json': '{"format_version": "1.0", "values": {"root_module": {}}}',
        'plans/plan.bin': Buffer.from('PK\u0003\u0004\u0000'),
        'plans/powershell.json': Buffer.from('\uFEFF{}', 'utf16le'),
        'utf16.txt': Buffer.from('# Rollback', 'utf16le'),
        'lfs.md': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
        'overrides/a_override.tf': '',
        'overrides/override.tf': '',
        'overrides/z.tf': '',
        'values/terraform.tfvars': 'on = false\nname = "x"\n',
        'values/a.auto.tfvars': 'on = false\npriority = 90\n',
        'values/b.auto.tfvars.json': '{"on": true}',
        'values/other.tfvars': 'other = 1\nname = "y"\n',
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
  const code = (...globs: string[]) => repo().terraform(attempt()).code(globs);
  const resources = async (...globs: string[]) =>
    (await filesOf(code(...globs))).flatMap(({isNamed, resources: found}) => (isNamed ? found : []));
  const filesOf = async (found: ReturnType<typeof code>) => (await found).modules.flatMap(({files}) => files);

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
    const markdown = (path: string) => repo().files(attempt()).markdown(path);
    const heading = {level: 1, text: 'Grüße', markdown: 'Grüße', line: 1};
    expect(await markdown('README.md')).to.deep.equal({path: 'README.md', headings: [heading], comments: []});
    expect(store.keys.at(-1)).to.equal('repo:markdown:README.md');
    expect(await markdown('absent.md')).to.deep.equal({path: 'absent.md', headings: null, comments: null});
    expect(await cannotTell(markdown('latin1.txt'))).to.contain('not UTF-8');
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
      expect(await cannotTell(code(path)), path).to.contain("out of the checklist's folder");
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
      // A link out is not followed, whoever names the file.
      const problems = async (glob: string) => (await filesOf(code(glob))).map(({problem}) => problem);
      expect(await problems('linked/*.tf')).to.deep.equal([null, `linked/o.tf: ${out}`]);
      // A glob, too: what it finds there, and the folder that it is to search.
      expect(await cannotTell(code('way-out/*.tf'))).to.equal(`way-out: ${out}`);
      expect(await cannotTell(code('{way-out,infra}/o.tf'))).to.equal(`way-out: ${out}`);
      const seen: string[] = [];
      const folders = readableFolders(folder, [relative(folder, outside)]);
      const widened = createRepo({folders, noteFile: (real) => seen.push(real), store}).terraform(attempt());
      const found = await filesOf(widened.code(['linked/*.tf', 'way-out/*.tf']));
      const named = found.map(({file, resources: [first]}) => [file, first?.name]);
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

  it('reads all files that match, and what they mean with the others of their folder', async () => {
    const [module] = (await code('infra/a.tf', 'infra/*.json')).modules;
    const none = {problem: null, resources: [], calls: [], variables: [], locals: []};
    const lb = (name: string, body: object) => ({type: 'aws_lb', name, body});
    expect(module?.folder).to.equal('infra');
    expect(module?.files).to.deep.equal([
      {
        ...none,
        file: 'infra/a.tf',
        isNamed: true,
        resources: [lb('main', {internal: false, subnets: `\${var.subnets}`})],
      },
      {
        ...{...none, file: 'infra/b.tf', isNamed: false, resources: [lb('other', {access_logs: [{bucket: 'logs'}]})]},
        variables: [{name: 'x', body: {type: `\${string}`, default: 'a'}}],
        locals: [{name: '', body: {y: `\${var.x}`}}],
      },
      {...none, file: 'infra/c.tf.json', isNamed: true, resources: [lb('json', {internal: true})]},
    ]);
  });

  it('keeps no default of a variable that is sensitive, nor who may fetch a module', async () => {
    const [file] = await filesOf(code('secrets/*.tf'));
    expect(JSON.stringify(file)).to.contain('[redacted]').and.not.contain('hush');
    expect(file?.variables).to.deep.equal([{name: 'token', body: {sensitive: true}}]);
  });

  it('follows the modules that a folder holds, and says why it does not follow others', async () => {
    const {modules} = await code('calls/*.tf');
    expect(modules.map(({folder: at}) => at)).to.deep.equal(['calls', 'calls/alb', 'infra']);
    const calls = modules[0]?.files.flatMap((file) => file.calls.map(({name, folder: at, why}) => [name, at, why]));
    expect(calls).to.deep.equal([
      ['absent', null, 'there is no Terraform code in calls/absent'],
      ['again', 'calls/alb', null],
      ['alb', 'calls/alb', null],
      ['infra', 'infra', null],
      ['out', null, "../out: leads out of the checklist's folder"],
      ['vpc', null, 'its source is terraform-aws-modules/vpc/aws'],
    ]);
    expect(modules[1]?.files.map(({file, isNamed}) => [file, isNamed])).to.deep.equal([['calls/alb/main.tf', false]]);
  });

  it('says which file is too large, and that there are too many', async () => {
    const [large] = await filesOf(code('large/*.tf'));
    expect(large?.problem).to.equal('large/a.tf: has 1048577 bytes, more than the 1 MiB that is read');
    await mkdir(join(folder, 'many'));
    for (let n = 0; n <= 1000; n += 1) writeFileSync(join(folder, 'many', `${n}.tf`), '');
    expect(await cannotTell(code('many/*.tf'))).to.equal('many: is more than the 1000 files that are read');
    await rm(join(folder, 'many'), {recursive: true});
  });

  it("takes OpenTofu's file in place of Terraform's, whoever names that", async () => {
    const files = (await filesOf(code('tofu/*.tf'))).map(({file, isNamed}) => [file, isNamed]);
    expect(files).to.deep.equal([
      ['tofu/a.tofu', true],
      ['tofu/b.tf', true],
      ['tofu/c.tofu', false],
    ]);
  });

  it('takes override files last', async () => {
    const files = (await filesOf(code('overrides/*.tf'))).map(({file}) => file);
    expect(files).to.deep.equal(['z.tf', 'a_override.tf', 'override.tf'].map((name) => `overrides/${name}`));
  });

  it('says what the files that Terraform reads by itself make of a variable', async () => {
    const variable = (name: string) => repo().terraform(attempt()).variable('values', name);
    expect(await variable('on')).to.deep.equal({file: 'values/b.auto.tfvars.json', setTo: true});
    expect(await variable('priority')).to.deep.equal({file: 'values/a.auto.tfvars', setTo: 90});
    expect(await cannotTell(variable('name'))).to.equal(
      'values/terraform.tfvars sets var.name, and values/other.tfvars sets it otherwise, which counts where Terraform is given that file (`-var-file`)',
    );
    expect(await variable('other')).to.deep.equal({file: null, setTo: null});
    expect(store.keys.at(-1)).to.equal('repo:variable:other:values');
  });

  it('reads the JSON of a plan, and says how to make it where it is something else', async () => {
    const plan = (path: string) => repo().terraform(attempt()).plan(path, ['aws_lb']);
    expect(await plan('plans/state.json')).to.include({kind: 'state', path: 'plans/state.json'});
    expect(store.keys.at(-1)).to.equal('repo:plan:aws_lb:plans/state.json');
    expect(await cannotTell(plan('plans/absent.json'))).to.equal('plans/absent.json: there is no such file');
    expect(await cannotTell(plan('plans/plan.bin'))).to.contain(
      'is a ZIP archive, as `terraform plan -out` saves a plan',
    );
    expect(await cannotTell(plan('plans/powershell.json'))).to.equal('plans/powershell.json: is UTF-16');
    expect(await cannotTell(plan('README.md'))).to.equal('README.md: is not a JSON object');
    const thrown = await plan('README.md').catch((error: unknown) => error);
    expect(thrown).to.have.property('fix').that.contains('terraform show -json PLAN > plan.json');
  });

  it('cannot tell from UTF-16 without a mark, or a pointer of Git LFS', async () => {
    expect(await cannotTell(read('utf16.txt'))).to.contain('holds NUL');
    expect(await cannotTell(read('lfs.md'))).to.contain('is a pointer of Git LFS');
  });

  it('takes a file that declares nothing for what it is', async () => {
    expect(await resources('empty.tf')).to.deep.equal([]);
  });

  it('cannot tell when nothing matches that Terraform reads', async () => {
    const none = 'no file matches that Terraform reads (*.tf, *.tf.json)';
    expect(await cannotTell(code('*.hcl'))).to.equal(`*.hcl: ${none}`);
    expect(await cannotTell(code('*.md'))).to.equal(`*.md: ${none}`);
  });

  it('says where a file does not parse, and reads the others', async () => {
    const [tf, json] = await filesOf(code('broken/*'));
    expect(json?.problem).to.match(/^broken\/broken\.tf\.json: /);
    expect(tf?.problem).to.match(/^broken\/b\.tf:2,\d+-3,\d+: Invalid expression/);
    expect((await resources('broken/*')).map(({name}) => name)).to.deep.equal(['main']);
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
