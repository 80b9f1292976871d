import {expect} from 'chai';
import {checklistWith, linted} from './linted.ts';

const withPeople = (people: string) =>
  linted({
    'checklist.yaml': checklistWith('  - {id: diagrams, title: x, manual: {ask: Done?, approvers: [ops]}}\n').replace(
      '  ops: [mg, jd]\n',
      people,
    ),
  });

describe('people', () => {
  it('are ids, with or without an email', async () => {
    const {checklist, text} = await withPeople(
      '  ops: [mg, {id: jd, email: JD@example.com}]\n  lead: [{id: jd, email: jd@home.example}, jd]\n',
    );
    expect(text).to.equal('');
    expect(checklist?.people).to.deep.equal({ops: ['mg', 'jd'], lead: ['jd', 'jd']});
    expect(checklist?.emails).to.deep.equal([
      {id: 'jd', email: 'JD@example.com'},
      {id: 'jd', email: 'jd@home.example'},
    ]);
  });

  it('are checked as strictly as the rest', async () => {
    const {checklist, text} = await withPeople(
      '  ops: [5, {id: jd}, {id: x, email: nowhere}, {id: y, email: y@example.com, name: Y}]\n',
    );
    expect(checklist).to.equal(null);
    expect(text.split('\n').filter((line) => line.includes('error'))).to.deep.equal([
      'checklist.yaml:14:9: error: people.ops[0] is the number 5, not a text or a mapping',
      'checklist.yaml:14:12: error: people.ops[1].email is missing',
      'checklist.yaml:14:37: error: people.ops[2].email "nowhere" is not an email address',
      'checklist.yaml:14:77: error: unknown key "name" in people.ops[3]',
    ]);
  });

  it('do not share an email', async () => {
    const {checklist, text} = await withPeople(
      '  ops: [{id: mg, email: Team@example.com}, {id: jd, email: team@example.com}]\n',
    );
    expect(checklist).to.equal(null);
    expect(text).to.match(/^checklist\.yaml:14:\d+: error: "team@example.com" is the email of "mg" already/);
  });
});
