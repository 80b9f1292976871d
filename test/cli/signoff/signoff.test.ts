import {chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {expect} from 'chai';
import {loadChecklist} from '../../../src/checklist/load.ts';
import {writeAnswer} from '../../../src/cli/signoff/answer-file.ts';
import {judgeSignOffs} from '../../../src/runner/sign-off.ts';
import {runInProcess} from '../../support/run-in-process.ts';

const CHECKLIST = `version: 1
title: Move it
vars: {host: mcp.example.com, token: hunter2hunter2}
secrets: [token]
environments: {staging: {}, prod: {}}
people:
  ops: [mg, jd]
  lead: [xy]
items:
  - id: docs
    title: Docs
    items:
      - id: diagrams
        title: the diagrams are current
        manual: {ask: "Do they show \${vars.host}? Not \${vars.token}.", approvers: [ops], evidence: required}
        holds: {from: ready}
  - {id: everybody, title: everybody is there, manual: {ask: Is everybody there?, approvers: [ops, lead], fresh: true}}
  - {id: never, title: never, manual: {ask: Never?, approvers: [ops]}, when: false, because: not needed}
  - id: answers
    title: it answers
    check: http/responds
    with: {url: https://mcp.example.com/}
`;

describe('signoff', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signoff-'));
    file = join(folder, 'checklist.yaml');
    await writeFile(file, CHECKLIST);
  });
  afterEach(() => rm(folder, {recursive: true}));

  const signoff = async (...words: string[]) => {
    const {status, stdout, stderr} = await runInProcess(['signoff', ...words, '--checklist', file], {env: {CI: ''}});
    return {status, stdout, stderr: stderr.replaceAll(`${folder}/`, '')};
  };
  const approve = (id: string, ...words: string[]) => signoff('approve', id, '--yes', '--env', 'prod', ...words);
  const evidence = ['--evidence', 'https://wiki.example.com/1'];
  const written = (path: string) => readFile(join(folder, 'signoffs', path), 'utf8');

  async function loadQuestionsOf(environment: string | null) {
    const options = {checks: [], vars: {}, varFiles: [], processEnv: {}, environment};
    const text = (await readFile(file, 'utf8')).replace(/ {2}- id: answers[\s\S]*/, '');
    await writeFile(join(folder, 'questions.yaml'), text);
    const loaded = await loadChecklist({...options, file: join(folder, 'questions.yaml')});
    const {checklist, problems} = loaded;
    if (checklist === null) throw new Error(problems.map(({message}) => message).join('; '));
    return {...loaded, checklist};
  }

  /** What a run that begins now makes of the question. */
  async function judged(id: string, environment: string | null) {
    const {checklist, signOffs} = await loadQuestionsOf(environment);
    const item = checklist.items.find((one) => one.id === id);
    if (!item?.manual) throw new Error(`there is no question ${id}`);
    return judgeSignOffs(item, item.manual, signOffs, {...checklist, judgedAt: new Date(), stageBegan: new Date(0)});
  }

  it('writes an approval that counts at once, in its environment only', async () => {
    const {status, stdout, stderr} = await approve('diagrams', '--as', 'mg', ...evidence, '--json');
    expect(status).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.include({
      item: 'diagrams',
      verdict: 'approved',
      by: 'mg',
      environment: 'prod',
      state: 'approved',
    });
    expect(stderr).to.contain('signoffs/prod/diagrams.yaml: approved by mg. Commit it');
    expect(stderr).to.contain('Do they show mcp.example.com? Not [redacted].');
    expect((await judged('diagrams', 'prod')).status).to.equal('pass');
    await mkdir(join(folder, 'signoffs/staging'));
    await writeFile(join(folder, 'signoffs/staging/diagrams.yaml'), await written('prod/diagrams.yaml'));
    const elsewhere = await judged('diagrams', 'staging');
    expect(elsewhere.status).to.equal('pending');
    expect(elsewhere.summary).to.contain('it was given for the environment prod, not for the environment staging');
    expect((await signoff('list', '--env', 'staging')).stdout).to.match(/^diagrams .* other environment$/m);
  });

  it('takes what a command printed as evidence', async () => {
    const {status} = await approve(
      'diagrams',
      '--as',
      'mg',
      '--evidence',
      ' HTTP/1.1 401\r\n\tserver: "x"\n\n# end: - *\n',
    );
    expect(status).to.equal(0);
    const found = await judged('diagrams', 'prod');
    expect(found.status).to.equal('pass');
    expect(found.evidence?.[0]?.value).to.deep.include({evidence: 'HTTP/1.1 401\n\tserver: "x"\n\n# end: - *'});
  });

  it('keeps the answers of others and replaces one of the same person', async () => {
    await approve('diagrams', '--as', 'mg', ...evidence);
    await approve('diagrams', '--as', 'jd', ...evidence);
    expect(await written('prod/diagrams.yaml')).to.match(
      /^signoffs:\n {2}- verdict: approved\n {4}by: mg\n[\s\S]*by: jd\n/m,
    );
    const rejected = await signoff(
      'reject',
      'diagrams',
      '--yes',
      '--env',
      'prod',
      '--as',
      'mg',
      '--comment',
      'two: # arrows\nare missing',
    );
    expect(rejected.status).to.equal(0);
    expect((await written('prod/diagrams.yaml')).match(/by: mg/g)).to.have.length(1);
    const found = await judged('diagrams', 'prod');
    expect([found.status, found.actual]).to.deep.equal(['fail', 'rejected by mg: two: # arrows\nare missing']);
    const approved = await approve('diagrams', '--as', 'jd', ...evidence, '--comment', 'fine');
    expect(approved.stderr).to.contain('The question itself is rejected: see the other answers there.');
    expect(await readdir(join(folder, 'signoffs/prod'))).to.deep.equal(['diagrams.yaml']);
  });

  it('loses none of several answers at once, and says what keeps it from writing', async () => {
    const {checklist} = await loadQuestionsOf('prod');
    const shown = join(folder, 'signoffs/prod/everybody.yaml');
    const answer = {item: 'everybody', verdict: 'approved' as const, evidence: null, comment: null};
    const rest = {at: '2026-11-01T10:00:00Z', asked: 'a'.repeat(64)};
    const ids = ['mg', 'jd', 'xy', 'a', 'b'];
    await Promise.all(ids.map((by) => writeAnswer(checklist, shown, {...answer, ...rest, by})));
    expect((await written('prod/everybody.yaml')).match(/by: \w+/g)?.toSorted()).to.deep.equal(
      ids.map((id) => `by: ${id}`).toSorted(),
    );
    await chmod(shown, 0o640);
    await writeAnswer(checklist, shown, {...answer, ...rest, by: 'mg'});
    expect((await stat(shown)).mode & 0o777).to.equal(0o640);
  });

  const refused: [name: string, words: string[], says: RegExp][] = [
    [
      'an unknown id',
      ['approve', 'diagram', '--as', 'mg'],
      /^diagram: checklist\.yaml has no question of that id\. Did you mean "diagrams"\?$/m,
    ],
    [
      'a check',
      ['approve', 'answers', '--as', 'mg'],
      /^answers: is a check \(http\/responds\), not a question to a person; /m,
    ],
    [
      'a group',
      ['approve', 'docs', '--as', 'mg'],
      /^docs: is a group; answer its questions one by one\. There are: diagrams\.$/m,
    ],
    ['a pattern', ['approve', 'diag*', '--as', 'mg'], /^diag\*: is a pattern; /m],
    [
      'what does not apply',
      ['approve', 'never', '--as', 'mg'],
      /^never: does not apply: the checklist skips it \(when: false: not needed\)$/m,
    ],
    [
      'somebody of another group',
      ['approve', 'diagrams', '--as', 'xy', ...evidence],
      /^--as xy: may not answer diagrams; that is for ops \(mg, jd\)\.$/m,
    ],
    [
      'nobody',
      ['approve', 'everybody', '--as', 'jdd'],
      /^--as jdd: may not answer everybody; that is for ops or lead \(mg, jd, xy\)\. Did you mean "jd"\?$/m,
    ],
    [
      'an approval without evidence',
      ['approve', 'diagrams', '--as', 'mg'],
      /^--evidence: is missing; an approval of diagrams/m,
    ],
    ['blank evidence', ['approve', 'diagrams', '--as', 'mg', '--evidence', ' '], /^--evidence: is missing/m],
    [
      'a hidden character',
      ['approve', 'everybody', '--as', 'mg', '--comment', 'a\u001b[31mb'],
      /^--comment: holds characters that cannot be seen: "a\\u\{1b\}\[31mb"$/m,
    ],
    [
      'a rejection without a word',
      ['reject', 'everybody', '--as', 'mg'],
      /^--comment: is missing; a rejection says what is wrong$/m,
    ],
    [
      'a declared secret',
      ['approve', 'everybody', '--as', 'mg', '--comment', 'it is hunter2hunter2'],
      /^--comment: holds a secret.*"it is \[redacted\]"$/m,
    ],
    [
      'a signed URL',
      ['approve', 'diagrams', '--as', 'mg', '--evidence', 'https://a.example.com/?X-Amz-Signature=abcdef'],
      /^--evidence: holds a secret/m,
    ],
    [
      'a password in a URL',
      ['approve', 'diagrams', '--as', 'mg', '--evidence', 'https://a:b@a.example.com/'],
      /^--evidence: holds a secret/m,
    ],
    ['an unknown environment', ['approve', 'everybody', '--as', 'mg', '--env', 'prd'], /unknown environment "prd"/],
    [
      'an unknown owner',
      ['list', '--owner', 'mgg'],
      /^--owner mgg: .* has neither a person nor a group of that name\./m,
    ],
    ['an unknown stage', ['list', '--stage', 'redy'], /^--stage redy: .*Did you mean "ready"\?$/m],
    [
      'an unknown word',
      ['aprove', 'everybody'],
      /^signoff aprove: is not a command\. Did you mean "signoff approve"\?/m,
    ],
  ];
  for (const [name, words, says] of refused) {
    it(`refuses ${name}, and writes nothing`, async () => {
      const isAnswer = words[0] === 'approve' || words[0] === 'reject';
      const env = words.includes('--env') || !isAnswer ? [] : ['--env', 'prod'];
      const {status, stdout, stderr} = await signoff(...words, ...(isAnswer ? ['--yes', ...env] : []));
      expect(stderr).to.match(says);
      expect([status, stdout]).to.deep.equal([2, '']);
      expect(await readdir(folder)).not.to.contain('signoffs');
    });
  }

  it('asks nothing without a terminal, and takes no variable for who answers', async () => {
    const {status, stderr} = await signoff('approve', 'everybody', '--as', 'mg');
    expect([status, stderr]).to.deep.equal([
      2,
      '--yes: there is no terminal to ask at; say --yes to answer without being asked\n',
    ]);
    const inCi = await runInProcess([
      'signoff',
      'approve',
      'everybody',
      '--as',
      'mg',
      '--checklist',
      file,
      '--no-input',
    ]);
    expect(inCi.stderr).to.contain('--no-input does not let it ask');
    expect(await readdir(folder)).not.to.contain('signoffs');
  });

  it('goes through no link', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'outside-'));
    const put = async (path: string, target: string) => {
      await mkdir(dirname(join(folder, path)), {recursive: true});
      await symlink(target, join(folder, path));
      const {status, stderr} = await approve('everybody', '--as', 'mg');
      await rm(join(folder, path));
      return [status, stderr.trim().split('\n').at(-1)];
    };
    try {
      await writeFile(join(outside, 'x.yaml'), 'mine');
      await writeFile(join(folder, 'own.yaml'), 'version: 1\nsignoffs: []\n');
      expect((await put('signoffs/prod/everybody.yaml', join(outside, 'x.yaml')))[0]).to.equal(2);
      expect(await put('signoffs/prod/everybody.yaml', join(folder, 'nowhere'))).to.deep.equal([
        2,
        'signoffs/prod/everybody.yaml: is a link; a sign-off is a file of its own, so that a review shows it',
      ]);
      await rm(join(folder, 'signoffs'), {recursive: true});
      expect((await put('signoffs', outside))[0]).to.equal(2);
      expect(await readdir(outside)).to.deep.equal(['x.yaml']);
      expect(await readFile(join(outside, 'x.yaml'), 'utf8')).to.equal('mine');
    } finally {
      await rm(outside, {recursive: true});
    }
  });

  it('keeps off an answer file that it cannot read', async () => {
    await mkdir(join(folder, 'signoffs/prod'), {recursive: true});
    await writeFile(join(folder, 'signoffs/prod/everybody.yaml'), 'version: 1\nverdict: maybe\n');
    const {status, stderr} = await approve('everybody', '--as', 'mg');
    expect(status).to.equal(2);
    expect(stderr).to.contain('signoffs/prod/everybody.yaml:2:10: error: verdict is "maybe"');
    expect(await written('prod/everybody.yaml')).to.equal('version: 1\nverdict: maybe\n');
  });

  it('writes nothing outside its folder, whatever an environment is called', async () => {
    await writeFile(file, CHECKLIST.replace('prod: {}', '"..": {}, "a/b": {}'));
    for (const name of ['..', 'a/b']) {
      const {status, stderr} = await signoff('approve', 'everybody', '--as', 'mg', '--yes', '--env', name);
      expect(stderr).to.contain(`--env ${name}: cannot be the name of a folder`);
      expect(status).to.equal(2);
    }
    expect((await readdir(folder)).sort()).to.deep.equal(['checklist.yaml']);
  });

  it('lists questions in whole lines, for a pipe', async () => {
    await approve('diagrams', '--as', 'mg', ...evidence);
    expect((await signoff('--env', 'prod')).stdout).to.equal(`\
ID         QUESTION                                       WHO                     DUE         STATE
diagrams   Do they show mcp.example.com? Not [redacted].  ops (mg, jd)            from ready  approved
everybody  Is everybody there?                            ops, lead (mg, jd, xy)  any stage   missing
never      Never?                                         ops (mg, jd)            any stage   skipped
`);
    const {stdout} = await signoff('list', '--env', 'prod', '--stage', 'prepare', '--owner', 'xy', '--json');
    const {questions, ...document} = JSON.parse(stdout);
    expect(document).to.deep.include({environment: 'prod', stage: 'prepare'});
    expect(questions.map(({id, state, answerWith}: Record<string, string>) => [id, state, answerWith])).to.deep.equal([
      ['everybody', 'missing', `migrate-check signoff approve everybody --checklist ${file} --env prod`],
    ]);
  });

  it('says that a fresh answer counts only where it is known when the stage began', async () => {
    const {stderr} = await approve('everybody', '--as', 'xy');
    expect(stderr).to.contain('The question is fresh: a run counts this with --stage-began TIME');
    const listed = await signoff('list', '--env', 'prod');
    expect(listed.stdout).to.match(/^everybody .* not fresh$/m);
    expect(listed.stderr).to.equal('fresh questions count with --stage-began TIME only: everybody\n');
    const dated = await signoff('list', '--env', 'prod', '--stage-began', '2026-01-01T00:00:00Z');
    expect(dated.stdout).to.match(/^everybody .* approved$/m);
    expect(dated.stderr).to.equal('');
  });

  it('says who owes what, as text, JSON and Markdown', async () => {
    const status = (...words: string[]) =>
      runInProcess(['status', file, '--env', 'prod', '--stage', 'ready', ...words]);
    await signoff('reject', 'everybody', '--yes', '--env', 'prod', '--as', 'mg', '--comment', '**not** <yet>');
    const fresh = ['--stage-began', '2026-01-01T00:00:00Z'];
    expect((await status(...fresh)).stdout.replaceAll(`${folder}/`, '')).to.equal(`\
Move it (environment prod, stage ready)

ops (mg, jd): 1 to answer
  ◌ diagrams (from ready): missing
    question  Do they show mcp.example.com? Not [redacted].
    file      signoffs/prod/diagrams.yaml
    answer    migrate-check signoff approve diagrams --checklist checklist.yaml --env prod --evidence URL

Rejected
  ✖ everybody: by mg: **not** <yet>

2 questions due: 0 approved, 1 rejected, 1 open
`);
    expect(JSON.parse((await status('--json')).stdout).counts).to.deep.equal({
      due: 2,
      approved: 0,
      rejected: 0,
      open: 2,
    });
    const markdown = (await status(...fresh, '--reporter', 'markdown')).stdout;
    expect(markdown).to.contain('## ops \\(mg, jd\\): 1\n\n- [ ] **diagrams** ');
    expect(markdown).to.contain('- **everybody** by mg: \\*\\*not\\*\\* &lt;yet&gt;');
    expect(markdown).not.to.contain('hunter2');
    expect((await runInProcess(['status', file, '--checklist', file])).status).to.equal(2);
  });
});
