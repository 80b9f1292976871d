import {expect} from 'chai';
import type {Checklist} from '../../../src/model/checklist.ts';
import {answerCommand, signOffPath} from '../../../src/model/sign-off/answer-command.ts';

type Named = Pick<Checklist, 'file' | 'environment' | 'values'>;
const commandOf = (more: Partial<Named>, evidence: 'required' | 'optional' = 'optional') =>
  answerCommand({file: 'checklist.yaml', environment: null, values: [], ...more}, {id: 'diagrams'}, {evidence});

describe('the command that answers a question', () => {
  it('names what is not the default', () => {
    expect(commandOf({})).to.equal('migrate-check signoff approve diagrams');
    expect(commandOf({environment: 'prod'}, 'required')).to.equal(
      'migrate-check signoff approve diagrams --env prod --evidence URL',
    );
    expect(commandOf({file: 'a b/c.yaml', environment: "it's $HOME"})).to.equal(
      "migrate-check signoff approve diagrams --checklist 'a b/c.yaml' --env 'it'\\''s $HOME'",
    );
    expect(commandOf({environment: '--yes'})).to.equal('migrate-check signoff approve diagrams --env=--yes');
    expect(commandOf({file: '<stdin>'})).to.equal('migrate-check signoff approve diagrams --checklist FILE');
  });

  it('gives the variables of the command line again, but for secret values', () => {
    const values = [
      {name: 'vars.host', value: 'a b', source: '--var'},
      {name: 'vars.token', value: '***', source: '--var'},
      {name: 'vars.zone', value: 'z', source: 'prod.yaml:1:1'},
      {name: 'vars.path', value: '/p', source: 'prod.yaml:2:1'},
      {name: 'vars.own', value: 'o', source: 'checklist.yaml:4:3'},
      {name: 'env.HOME', value: '/', source: 'environment variable HOME'},
    ];
    expect(commandOf({values})).to.equal(
      "migrate-check signoff approve diagrams --var 'host=a b' --var token=VALUE --var-file prod.yaml",
    );
  });

  it('writes below the folder of the checklist', () => {
    expect(signOffPath({file: 'checklist.yaml', environment: null}, 'x')).to.equal('signoffs/default/x.yaml');
    expect(signOffPath({file: 'a/b.yaml', environment: 'prod'}, 'x')).to.equal('a/signoffs/prod/x.yaml');
    expect(signOffPath({file: '<stdin>', environment: 'prod'}, 'x')).to.equal('signoffs/prod/x.yaml');
  });
});
