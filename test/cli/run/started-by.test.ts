import {expect} from 'chai';
import {startedBy} from '../../../src/cli/run/started-by.ts';

describe('who started a run', () => {
  it('is whom the CI system names', () => {
    expect(startedBy({GITHUB_ACTIONS: 'true', GITHUB_ACTOR: 'octocat'})).to.equal('octocat (GitHub Actions)');
    expect(startedBy({GITLAB_CI: 'true', GITLAB_USER_LOGIN: 'mg'})).to.equal('mg (GitLab CI)');
    expect(startedBy({JENKINS_URL: 'https://ci.example', BUILD_USER_ID: 'mg'})).to.equal('mg (Jenkins)');
  });

  it('is nobody where there is none, or it names none', () => {
    for (const env of [
      {},
      {GITHUB_ACTOR: 'octocat'},
      {GITHUB_ACTIONS: 'true'},
      {GITLAB_CI: 'true', GITLAB_USER_LOGIN: ''},
    ]) {
      expect(startedBy(env), JSON.stringify(env)).to.equal(null);
    }
  });
});
