import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import path from 'node:path';
import {expect} from 'chai';
import {workflowText} from '../support/ci-example.ts';
import {shardRecipes} from '../support/shard-recipes.ts';
import {ROOT} from './support/tool.ts';

const ACTIONLINT = path.join(ROOT, '.e2e/go/actionlint');

/** What linters of other languages it would start, if they are here, is not for us to pin. */
const ALONE = ['-shellcheck=', '-pyflakes=', '-no-color'];

/** Majors that are newer than this actionlint, and take all that those before them took. */
const NEWER: readonly (readonly [action: string, major: string, known: string])[] = [
  ['actions/checkout', 'v7', 'v6'],
  ['actions/setup-node', 'v7', 'v6'],
];

function problemsIn(text: string): string {
  const {stdout, stderr, status} = spawnSync(ACTIONLINT, [...ALONE, '-'], {input: text, encoding: 'utf8'});
  expect(stderr).to.equal('');
  expect(status).to.be.oneOf([0, 1]);
  return stdout;
}

function withKnownMajors(text: string): string {
  return NEWER.reduce((all, [action, major, known]) => {
    expect(all, `drop ${action} from this test: README does not use ${major}`).to.contain(`${action}@${major}\n`);
    return all.replaceAll(`${action}@${major}\n`, `${action}@${known}\n`);
  }, text);
}

describe('e2e: workflows, read by actionlint', () => {
  before(() => {
    if (!existsSync(ACTIONLINT)) throw new Error(`${ACTIONLINT} is missing; run scripts/e2e-setup`);
  });

  it("find nothing in README's", () => {
    expect(problemsIn(workflowText())).to.equal('');
  });

  it('find nothing in that of docs/shards.md', () => {
    expect(problemsIn(shardRecipes().workflow)).to.equal('');
  });

  it('know what its actions take', () => {
    const text = withKnownMajors(workflowText());
    expect(problemsIn(text)).to.equal('');
    for (const name of ['node-version', 'role-to-assume', 'path']) {
      expect(problemsIn(text.replace(`${name}:`, `${name}s:`)), name).to.contain(`input "${name}s" is not defined`);
    }
  });

  it('find nothing in those of this repository', () => {
    const files = execFileSync('git', ['ls-files', '.github/workflows/*.yml', '.github/workflows/*.yaml'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    for (const file of files.split('\n').filter((name) => name !== '')) {
      const {stdout} = spawnSync(ACTIONLINT, [...ALONE, file], {cwd: ROOT, encoding: 'utf8'});
      expect(stdout, file).to.equal('');
    }
  });
});
