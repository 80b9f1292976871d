import {mkdir, mkdtemp, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import fc from 'fast-check';
import {loadChecklist} from '../../../src/checklist/load.ts';
import {readableFolders} from '../../../src/checklist/readable-folders.ts';
import {formerQuestionHash} from '../../../src/checklist/side-files/question-hash.ts';
import {signOffText} from '../../../src/checklist/side-files/sign-off-text.ts';
import {readSignOffFile} from '../../../src/checklist/side-files/sign-offs.ts';
import {FAKE_CHECKS} from '../fake-checks.ts';
import {checklistWith, linted} from '../linted.ts';

const CHECKLIST = checklistWith('  - {id: diagrams, title: x, manual: {ask: Done?, approvers: [ops]}}\n').replace(
  'items:\n',
  'environments: {staging: {}}\nitems:\n',
);
const ASKED = 'a'.repeat(64);

describe('sign-offs', () => {
  it('are read for the environment of the run', async () => {
    const files = {
      'checklist.yaml': CHECKLIST,
      'signoffs/default/diagrams.yaml': `version: 1\nverdict: approved\nby: mg\nat: 2026-11-01T10:00:00Z\nasked: ${ASKED}\n`,
      'signoffs/staging/diagrams.yaml': `version: 1
signoffs:
  - {verdict: approved, by: mg, at: "2026-11-01T10:00:00+01:00", asked: ${ASKED}, evidence: docs/a.png}
  - {verdict: rejected, by: jd, at: 2026-11-02T10:00:00Z, asked: ${ASKED}, comment: No}
`,
    };
    const short = async (environment: string | null) => {
      const {signOffs, text} = await linted(files, {environment});
      expect(text).to.equal('');
      return signOffs.map(({item, verdict, by, at, evidence, comment, source}) => [
        ...[item, verdict, by, at, evidence, comment],
        source.line,
      ]);
    };
    expect(await short(null)).to.deep.equal([['diagrams', 'approved', 'mg', '2026-11-01T10:00:00Z', null, null, 1]]);
    expect(await short('staging')).to.deep.equal([
      ['diagrams', 'approved', 'mg', '2026-11-01T10:00:00+01:00', 'docs/a.png', null, 3],
      ['diagrams', 'rejected', 'jd', '2026-11-02T10:00:00Z', null, 'No', 4],
    ]);
  });

  it('are checked as strictly as the checklist', async () => {
    const {checklist, text} = await linted({
      'checklist.yaml': CHECKLIST,
      'signoffs/default/diagrams.yaml': 'version: 1\nverdict: approve\nby: mg\nat: 2026-11-01\nasked: abc\nwhy: x\n',
    });
    expect(checklist).to.equal(null);
    expect(
      text,
    ).to.equal(`signoffs/default/diagrams.yaml:2:10: error: verdict is "approve", not one of approved, rejected. Did you mean "approved"?
  verdict: approve
           ^
signoffs/default/diagrams.yaml:4:5: error: at is the text "2026-11-01", not a time with zone, such as 2026-11-22T09:30:00Z
  at: 2026-11-01
      ^
signoffs/default/diagrams.yaml:5:8: error: asked "abc" is not the 64 hex digits that \`lint\` prints for the item
  asked: abc
         ^
signoffs/default/diagrams.yaml:6:1: error: unknown key "why" in this file
  why: x
  ^`);
  });

  it('named after no manual item, or not .yaml, are warned of', async () => {
    const signOff = `version: 1\nverdict: approved\nby: mg\nat: 2026-11-01T10:00:00Z\nasked: ${ASKED}\n`;
    const {checklist, signOffs, text} = await linted({
      'checklist.yaml': CHECKLIST,
      'signoffs/default/diagram.yaml': signOff,
      'signoffs/default/diagrams.yml': signOff,
      'signoffs/default/proof.png': Buffer.from([0, 1, 2]),
    });
    expect(checklist).not.to.equal(null);
    expect(signOffs.map(({item}) => item)).to.deep.equal(['diagram']);
    expect(
      text,
    ).to.equal(`signoffs/default/diagram.yaml:1:1: warning: no manual item has the id "diagram", so this counts for nothing. Did you mean "diagrams"?
  version: 1
  ^
signoffs/default/diagrams.yml:1:1: warning: sign-offs are read from .yaml files only; rename this one to diagrams.yaml
  version: 1
  ^`);
  });
});

describe('what a sign-off answers', () => {
  const inEnvironments = (ask: string) => `version: 1
title: Move it
vars: {host: none.example.com}
environments:
  staging: {vars: {host: staging.example.com}}
  prod: {vars: {host: prod.example.com}}
people: {ops: [mg]}
items:
  - id: docs
    title: Docs
    items:
      - id: deeper
        title: Deeper
        items:
          - {id: diagrams, title: "the diagrams of \${vars.host}", manual: {ask: ${ask}, approvers: [ops]}}
`;
  const signOffOf = (asked: string) =>
    `version: 1\nverdict: approved\nby: mg\nat: 2026-11-01T10:00:00Z\nasked: ${asked}\n`;
  const askedIn = async (environment: string | null, ask: string) => {
    const {checklist} = await linted({'checklist.yaml': inEnvironments(ask)}, {environment});
    return checklist?.items[0]?.manual?.asked ?? '';
  };
  const answersIn = async (environment: string | null, ask: string, asked: string) => {
    const files = {
      'checklist.yaml': inEnvironments(ask),
      [`signoffs/${environment ?? 'default'}/diagrams.yaml`]: signOffOf(asked),
    };
    const {signOffs, text} = await linted(files, {environment});
    expect(text).to.equal('');
    return signOffs[0]?.askedFor;
  };

  it('is the question in one environment, also where the words are the same', async () => {
    for (const ask of ['Is it so?', `"Is \${vars.host} so?"`]) {
      const [staging, prod, none] = await Promise.all([
        askedIn('staging', ask),
        askedIn('prod', ask),
        askedIn(null, ask),
      ]);
      expect(new Set([staging, prod, none]).size).to.equal(3);
      expect(await answersIn('prod', ask, prod)).to.equal(undefined);
      expect(await answersIn('prod', ask, staging)).to.deep.equal({environment: 'staging'});
      expect(await answersIn('prod', ask, none)).to.deep.equal({environment: null});
      expect(await answersIn(null, ask, prod)).to.deep.equal({environment: 'prod'});
      expect(await answersIn('prod', 'Another?', staging)).to.equal(undefined);
    }
  });

  it('may be of a hash from before environments were part of it', async () => {
    const title = 'the diagrams of prod.example.com';
    const asked = formerQuestionHash({id: 'diagrams', title, manual: {ask: 'Is it so?', approvers: ['ops']}});
    expect(await answersIn('prod', 'Is it so?', asked)).to.equal('any');
  });
});

describe('files of sign-offs', () => {
  it('that nothing reads are warned of', async () => {
    const signOff = `version: 1\nverdict: approved\nby: mg\nat: 2026-11-01T10:00:00Z\nasked: ${ASKED}\n`;
    const {text} = await linted({
      'checklist.yaml': CHECKLIST,
      'signoffs/diagrams.yaml': signOff,
      'signoffs/README.md': 'how we sign off',
      'signoffs/stagin/diagrams.yaml': signOff,
      'signoffs/staging/diagrams.yaml': signOff,
    });
    expect(
      text,
    ).to.equal(`signoffs/diagrams.yaml: warning: counts for nothing here: sign-offs are in a folder of their environment, or in default/
signoffs/stagin: warning: is not the folder of an environment, so that what is in it counts for nothing. Did you mean "staging"?`);
  });

  it('are not followed out of the folder, nor quoted from there', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'outside-'));
    const folder = await mkdtemp(join(tmpdir(), 'checklist-'));
    try {
      await writeFile(join(outside, 'credentials'), 'aws_secret_access_key = [hunter2\n');
      await writeFile(join(folder, 'checklist.yaml'), CHECKLIST);
      await mkdir(join(folder, 'signoffs/default'), {recursive: true});
      await symlink(join(outside, 'credentials'), join(folder, 'signoffs/default/diagrams.yaml'));
      await symlink(join(outside, 'credentials'), join(folder, 'waivers.yaml'));
      const file = join(folder, 'checklist.yaml');
      const options = {checks: FAKE_CHECKS, environment: null, vars: {}, varFiles: [], processEnv: {}};
      const {checklist, problems} = await loadChecklist({...options, file});
      expect(checklist).to.equal(null);
      expect(problems.map(({message}) => message)).to.deep.equal([
        "leads through a link out of the checklist's folder; keep the file below the checklist's folder, or name the folder that it leads to under `roots:`",
        "leads through a link out of the checklist's folder; keep the file below the checklist's folder, or name the folder that it leads to under `roots:`",
      ]);
      expect(JSON.stringify(problems)).not.to.contain('hunter2');
    } finally {
      await Promise.all([folder, outside].map((path) => rm(path, {recursive: true})));
    }
  });

  it('hold any text as it was given', async () => {
    const word = fc.string({unit: 'grapheme', minLength: 1, maxLength: 40}).filter((text) => text.trim() === text);
    const answer = fc.record({
      verdict: fc.constantFrom('approved' as const, 'rejected' as const),
      by: fc.oneof(
        word,
        fc.constantFrom('null', '12', '*', '- a', '# a', `\${vars.x}`, 'true', '"', "it's", 'a: b', '~'),
      ),
      at: fc.constant('2026-11-01T10:00:00.000Z'),
      evidence: fc.option(word),
      comment: fc.option(fc.array(word, {minLength: 1, maxLength: 3}).map((lines) => lines.join('\n'))),
      asked: fc.constant(ASKED),
    });
    const folder = await mkdtemp(join(tmpdir(), 'checklist-'));
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(answer, {minLength: 1, maxLength: 3}), async (answers) => {
          await writeFile(join(folder, 'one.yaml'), signOffText(answers));
          const {signOffs, problems} = await readSignOffFile(readableFolders(folder, []), '.', 'one.yaml', null);
          expect(problems).to.deep.equal([]);
          expect(signOffs.map(({item: _, source: __, ...rest}) => rest)).to.deep.equal(answers);
        }),
        {numRuns: 60},
      );
    } finally {
      await rm(folder, {recursive: true});
    }
  });
});
