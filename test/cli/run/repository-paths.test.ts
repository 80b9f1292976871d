import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {fromRepositoryRoot} from '../../../src/cli/run/repository-paths.ts';
import {CANONICAL} from '../../support/canonical-report.ts';

describe('paths from the root of the repository', () => {
  let root: string;
  let plan: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'root-'));
    plan = join(root, 'plan');
    mkdirSync(plan);
    writeFileSync(join(plan, 'own.yaml'), '');
    writeFileSync(join(root, 'above.yaml'), '');
  });
  afterEach(() => rmSync(root, {recursive: true}));

  const placed = (file: string, env: NodeJS.ProcessEnv = {}) => {
    const items = CANONICAL.items.map((item) => ({...item, source: {...item.source, file}}));
    const moved = fromRepositoryRoot({...CANONICAL, items, checklist: {...CANONICAL.checklist, file}}, plan, env);
    expect(new Set(moved.items.map(({source}) => source.file))).to.deep.equal(new Set([moved.checklist.file]));
    return moved.checklist.file;
  };

  it('are those of GitHub, of GitLab, or of git', () => {
    for (const env of [{GITHUB_WORKSPACE: root}, {CI_PROJECT_DIR: root}]) {
      expect(placed('own.yaml', env)).to.equal('plan/own.yaml');
      expect(placed('../above.yaml', env)).to.equal('above.yaml');
      expect(placed(join(plan, 'own.yaml'), env)).to.equal('plan/own.yaml');
    }
    mkdirSync(join(root, '.git'));
    expect(placed('own.yaml')).to.equal('plan/own.yaml');
    expect(placed('own.yaml', {GITHUB_WORKSPACE: '/elsewhere'})).to.equal('plan/own.yaml');
  });

  it('stay as they are outside of it, without one, and for what is no file', () => {
    expect(placed('own.yaml')).to.equal('own.yaml');
    const env = {GITHUB_WORKSPACE: root};
    expect(placed('--with', env)).to.equal('--with');
    expect(placed('-', env)).to.equal('-');
    expect(placed('../../outside.yaml', env)).to.equal('../../outside.yaml');
  });
});
