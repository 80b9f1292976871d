import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';

const read = (name: string) => readFileSync(join(import.meta.dirname, '../..', name), 'utf8');

describe('the words that gates refuse as further arguments', () => {
  it('are the same for the action and for both jobs of the component', () => {
    const [, listed = ''] = /PRINTING = \[(.*?)\]/s.exec(read('action/inputs.js')) ?? [];
    const ofAction = [...listed.matchAll(/'([^']+)'/g)].map(([, word = '']) => word);
    const cases = [...read('ci/gitlab.yml').matchAll(/case \$line in (\S+)\) .*is not for a gate/g)];
    const ofJobs = cases.map(([, words = '']) => words.split('|'));
    expect(ofAction).to.include.members(['--help', '--decide']);
    expect(ofJobs.map((words) => words.toSorted())).to.deep.equal([ofAction.toSorted(), ofAction.toSorted()]);
  });
});
