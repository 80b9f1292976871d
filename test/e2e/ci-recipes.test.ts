import {spawnSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {stringify} from 'yaml';
import {ACTION, jenkinsfile, recipes} from '../support/ci-page.ts';
import {jobsWith, readComponent} from '../support/gitlab-component.ts';
import {ROOT} from './support/tool.ts';

const ACTIONLINT = join(ROOT, '.e2e/go/actionlint');
const PYTHON = join(ROOT, '.e2e/venv/bin/python');
const ACTION_FILE = join(ROOT, 'action/action.yml');
const GITLAB_FILE = join(ROOT, 'ci/gitlab.yml');

/** Prints what is wrong with the Groovy on stdin, if anything is. */
const GROOVY = `
import sys
from lark.exceptions import LarkError
from groovy_parser.parser import parse_groovy_content
try:
    parse_groovy_content(sys.stdin.read())
except LarkError as error:
    print(error)
`;

describe('e2e: recipes for CI, read by other tools', function () {
  this.timeout(300_000);
  let folder: string;

  before(() => {
    for (const file of [ACTIONLINT, PYTHON]) {
      if (!existsSync(file)) throw new Error(`${file} is missing; run scripts/e2e-setup`);
    }
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ci-recipes-'));
  });

  afterEach(() => rmSync(folder, {recursive: true}));

  /** What actionlint says of a workflow in a repository that has the action. */
  function workflowProblems(text: string): string {
    mkdirSync(join(folder, '.git'), {recursive: true});
    mkdirSync(join(folder, '.github/workflows'), {recursive: true});
    cpSync(join(ROOT, 'action'), join(folder, 'action'), {recursive: true});
    const file = join(folder, '.github/workflows/recipe.yml');
    writeFileSync(file, text.replaceAll(ACTION, './action'));
    const args = ['-shellcheck=', '-pyflakes=', '-no-color', file];
    const {stdout, stderr} = spawnSync(ACTIONLINT, args, {cwd: folder, encoding: 'utf8'});
    return stdout + stderr;
  }

  /** What check-jsonschema says of a file by a schema that it brings. */
  function schemaProblems(schema: string, name: string, text: string): string {
    const file = join(folder, name);
    writeFileSync(file, text);
    const args = ['-m', 'check_jsonschema', '--builtin-schema', schema, file];
    const {status, stdout, stderr} = spawnSync(PYTHON, args, {encoding: 'utf8'});
    return status === 0 ? '' : stdout + stderr;
  }

  function groovyProblems(text: string): string {
    const {status, stdout, stderr} = spawnSync(PYTHON, ['-c', GROOVY], {input: text, encoding: 'utf8'});
    return status === 0 ? stdout : stderr;
  }

  it('find nothing in the workflows, and know what the action takes and gives', () => {
    for (const text of recipes('yaml')) {
      expect(workflowProblems(text)).to.equal('');
      expect(workflowProblems(text.replace('stage:', 'stages:'))).to.not.equal('');
    }
    const [gate = ''] = recipes('yaml');
    const more = (name: string) => `${gate}      - run: echo "\${{ steps.gate.outputs.${name} }}"\n`;
    expect(workflowProblems(more('verdict'))).to.equal('');
    expect(workflowProblems(more('verdicts'))).to.include('property "verdicts" is not defined');
    expect(workflowProblems(gate.replace('accounts:', 'account:'))).to.include('input "account" is not defined');
  });

  it('find nothing in the action', () => {
    const text = readFileSync(ACTION_FILE, 'utf8');
    expect(schemaProblems('vendor.github-actions', 'action.yml', text)).to.equal('');
    expect(
      schemaProblems('vendor.github-actions', 'action.yml', text.replace('shell: bash', 'shel: bash')),
    ).not.to.equal('');
  });

  it('find nothing in the component for GitLab, with its inputs in it, nor in what includes it', () => {
    const [header, jobs] = readComponent(GITLAB_FILE);
    const filled = jobsWith(GITLAB_FILE, {stage: 'soak'});
    for (const document of [header, jobs, filled]) {
      expect(schemaProblems('vendor.gitlab-ci', 'gitlab.yml', stringify(document))).to.equal('');
    }
    const wrong = stringify(filled).replace('exit_codes:', 'exit_code:');
    expect(schemaProblems('vendor.gitlab-ci', 'gitlab.yml', wrong)).not.to.equal('');
    for (const text of recipes('yaml gitlab')) {
      expect(schemaProblems('vendor.gitlab-ci', '.gitlab-ci.yml', text)).to.equal('');
    }
  });

  it('find nothing in the Jenkinsfile', () => {
    const {text} = jenkinsfile();
    expect(groovyProblems(text)).to.equal('');
    expect(groovyProblems(text.replace('def code = sh', 'def code = = sh'))).not.to.equal('');
    expect(groovyProblems(text.trimEnd().slice(0, -1))).not.to.equal('');
  });
});
