import {mkdir, mkdtemp, realpath, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join, relative} from 'node:path';
import {expect} from 'chai';
import {loadChecklist} from '../../src/checklist/load.ts';
import {readableFolders} from '../../src/checklist/readable-folders.ts';
import {CHECKS} from '../../src/checks/index.ts';
import {staticPartOf} from '../../src/model/readable-folders.ts';

const ADVICE = "keep the file below the checklist's folder, or name the folder that it leads to under `roots:`";

/** `checklists/` is the checklist's; `infra/`, `home/` and `secret/` lie beside it. */
describe('where a checklist may read', () => {
  let base: string;
  before(async () => {
    base = await realpath(await mkdtemp(join(tmpdir(), 'roots-')));
    for (const file of [
      'checklists/a.txt',
      'infra/x.tf',
      'secret/s.tf',
      'home/.aws/credentials',
      'home/project/y.tf',
    ]) {
      await mkdir(join(base, dirname(file)), {recursive: true});
      await writeFile(join(base, file), 'x\n');
    }
    for (const [name, target] of [
      ['to-infra', '../infra'],
      ['to-secret', '../secret'],
      ['secret.tf', '../secret/s.tf'],
      ['environ', '/proc/self/environ'],
      ['dangling', '../secret/not-there'],
      ['inside', 'a.txt'],
      ['around', '../checklists/a.txt'],
      ['ring', 'ring'],
      ['twice', 'to-secret/s.tf'],
    ] as const) {
      await symlink(target, join(base, 'checklists', name));
    }
  });
  after(() => rm(base, {recursive: true}));

  async function load(head: string, params: string, beside: Readonly<Record<string, string>> = {}, home = 'home') {
    const text = `version: 1\ntitle: T\n${head}items:\n  - id: a\n    title: t\n${params}`;
    await writeFile(join(base, 'checklists/checklist.yaml'), text);
    for (const [name, target] of Object.entries(beside)) {
      await mkdir(join(base, 'checklists', dirname(name)), {recursive: true});
      await symlink(target, join(base, 'checklists', name));
    }
    try {
      const {problems, checklist} = await loadChecklist({
        file: join(base, 'checklists/checklist.yaml'),
        checks: CHECKS,
        environment: null,
        vars: {},
        varFiles: [],
        processEnv: {HOME: join(base, home)},
      });
      const place = ({file, line, column}: (typeof problems)[number]) =>
        `${relative(join(base, 'checklists'), file)}:${line}:${column}`;
      return {problems: problems.map((one) => `${place(one)}: ${one.message}`), checklist};
    } finally {
      for (const name of Object.keys(beside))
        await rm(join(base, 'checklists', name.split('/')[0] ?? ''), {recursive: true});
    }
  }

  const file = (path: string) =>
    `    check: repo/file-contains\n    with:\n      path: ${JSON.stringify(path)}\n      text: x\n`;
  const globs = (files: string) =>
    `    check: repo/terraform-declares\n    with:\n      type: aws_lb\n      files: ${files}\n`;

  describe('is judged with links resolved', () => {
    const real = async (path: string, roots: readonly string[] = []) => {
      const resolved = await readableFolders(join(base, 'checklists'), roots).resolve(path);
      return 'real' in resolved ? relative(base, resolved.real) : resolved.refusal;
    };
    const OUT = "leads out of the checklist's folder";
    const BY_LINK = "leads through a link out of the checklist's folder";

    const cases: readonly (readonly [string, readonly string[], string])[] = [
      ['a.txt', [], 'checklists/a.txt'],
      ['not/there/yet', [], 'checklists/not/there/yet'],
      ['a.txt/not-there', [], 'checklists/a.txt/not-there'],
      ['inside', [], 'checklists/a.txt'],
      ['around', [], 'checklists/a.txt'],
      ['../checklists/a.txt', [], 'checklists/a.txt'],
      ['.', [], 'checklists'],
      ['..', [], OUT],
      ['../infra/x.tf', [], OUT],
      ['../workshop/x', [], OUT],
      ['..a/x', [], 'checklists/..a/x'],
      ['/etc/hostname', [], OUT],
      ['secret.tf', [], BY_LINK],
      ['twice', [], BY_LINK],
      ['to-secret/s.tf', [], BY_LINK],
      ['to-secret/not-there', [], BY_LINK],
      ['dangling', [], BY_LINK],
      ['environ', [], BY_LINK],
      ['../infra/x.tf', ['../infra'], 'infra/x.tf'],
      ['to-infra/x.tf', ['../infra'], 'infra/x.tf'],
      ['../infra/../secret/s.tf', ['../infra'], `${OUT} and out of its roots`],
      ['secret.tf', ['../infra'], `${BY_LINK} and out of its roots`],
      // A root that is itself a link is where it leads.
      ['../secret/s.tf', ['to-secret'], 'secret/s.tf'],
    ];
    for (const [path, roots, expected] of cases) {
      it(`${path}${roots.length === 0 ? '' : ` with the root ${roots}`}: ${expected}`, async () => {
        expect(await real(path, roots)).to.equal(expected);
      });
    }

    it('rejects where links cannot be followed', async () => {
      const thrown = await real('ring').catch((error: unknown) => error);
      expect(thrown).to.have.property('code', 'ELOOP');
    });

    it('takes no absolute path, not even into the folder', async () => {
      expect(await real(join(base, 'checklists/a.txt'))).to.contain('is absolute');
    });
  });

  it('does not depend on a home that can be followed', async () => {
    const {problems, checklist} = await load('roots: [../infra]\n', file('../infra/x.tf'), {}, 'checklists/ring');
    expect(problems).to.deep.equal([]);
    expect(checklist?.roots).to.deep.equal(['../infra']);
  });

  it('knows of a glob what comes before its first pattern', () => {
    const parts = ['a/b.tf', 'a/*.tf', '*.tf', '../x/**/y', 'a/{b,../c}/d', 'a/[b]/c', '/x/*', '/*'].map(staticPartOf);
    expect(parts).to.deep.equal(['a/b.tf', 'a', '.', '../x', 'a', 'a', '/x', '/']);
  });

  it('is said at the path, before anything runs', async () => {
    for (const path of ['../infra/x.tf', 'secret.tf', 'environ', '/etc/hostname']) {
      const {problems} = await load('', file(path));
      expect(problems, path).to.have.length(1);
      expect(problems[0]).to.match(/^checklist\.yaml:8:13: with\.path: ".*" leads .*out of the checklist's folder; /);
      expect(problems[0]).to.contain(ADVICE);
    }
    const {problems} = await load('', globs('[a/*.tf, "../infra/*.tf", to-secret/*.tf]'));
    expect(problems.map((problem) => problem.slice(0, 'checklist.yaml:9:00'.length))).to.deep.equal([
      'checklist.yaml:9:23',
      'checklist.yaml:9:40',
    ]);
    // What can be followed only later is for the run to say.
    for (const later of ['ring', 'not/there']) expect((await load('', file(later))).problems).to.deep.equal([]);
    expect((await load('', globs('"*.tf"'))).problems).to.deep.equal([]);
  });

  it('is widened by roots', async () => {
    const roots = 'roots: [../infra]\n';
    expect((await load(roots, file('../infra/x.tf'))).problems).to.deep.equal([]);
    const {problems, checklist} = await load(roots, globs('to-infra/*.tf'));
    expect([problems, checklist?.roots]).to.deep.equal([[], ['../infra']]);
    expect((await load(roots, file('../secret/s.tf'))).problems).to.have.length(1);
  });

  it('holds for the plan, waivers and sign-offs', async () => {
    const plan = await load('plan: ../infra/x.tf\n', file('a.txt'));
    expect(plan.problems).to.deep.equal([
      `checklist.yaml:3:7: plan: "../infra/x.tf": leads out of the checklist's folder; ${ADVICE}`,
    ]);
    expect((await load('roots: [../infra]\nplan: ../infra/x.tf\n', file('a.txt'))).problems).to.deep.equal([]);
    const out = `leads through a link out of the checklist's folder; ${ADVICE}`;
    const waivers = await load('', file('a.txt'), {'waivers.yaml': '/proc/self/environ'});
    expect(waivers.problems).to.deep.equal([`waivers.yaml:1:1: ${out}`]);
    const signOff = await load('', file('a.txt'), {'signoffs/default/a.yaml': '../../../secret/s.tf'});
    expect(signOff.problems).to.deep.equal([`signoffs/default/a.yaml:1:1: ${out}`]);
    const folder = await load('', file('a.txt'), {signoffs: '../secret'});
    expect(folder.problems).to.deep.equal([]);
  });

  const REFUSED: readonly (readonly [string, string])[] = [
    ['/', 'is absolute'],
    ['/proc', 'is absolute'],
    ['../../../../../../../../../../..', 'is the root of the file system'],
    ['../../../../../../../../../../../proc/self', 'leads to /proc'],
    ['../../../../../../../../../../../sys', 'leads to /sys'],
    ['../../../../../../../../../../../dev', 'leads to /dev'],
    ['../../../../../../../../../../../run', 'leads to /run'],
    ['..', 'holds the home folder'],
    ['../home', 'holds the home folder'],
    ['../home/.aws', 'leads to .aws of the home folder'],
  ];
  for (const [root, why] of REFUSED) {
    it(`is not widened by ${root}`, async () => {
      const {problems} = await load(`roots: [${root}]\n`, file('../secret/s.tf'));
      expect(problems).to.have.length(2);
      expect(problems[0]).to.contain(`checklist.yaml:3:9: roots: "${root}" ${why}`);
    });
  }

  it('may be a project in the home folder, and what is not there yet with a warning', async () => {
    expect((await load('roots: [../home/project]\n', file('../home/project/y.tf'))).problems).to.deep.equal([]);
    expect((await load('roots: [../later]\n', file('../later/y.tf'))).problems).to.deep.equal([
      'checklist.yaml:3:9: roots: "../later": there is no such folder',
    ]);
  });

  it('is not widened by a variable', async () => {
    const {problems} = await load(`vars: {x: ../secret}\nroots: ["\${vars.x}"]\n`, file('../secret/s.tf'));
    expect(problems.join('\n')).to.contain('with.path: "../secret/s.tf" leads out');
  });
});
