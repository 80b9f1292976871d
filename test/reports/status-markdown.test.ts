import {expect} from 'chai';
import type {Question} from '../../src/model/sign-off/questions.ts';
import type {StatusDocument} from '../../src/model/sign-off/status.ts';
import {statusMarkdown} from '../../src/reports/status-markdown.ts';

const question: Question = {
  id: 'diagrams',
  title: 'The diagrams are up to date',
  ask: 'Are they?',
  approvers: ['ops'],
  people: ['ada'],
  evidence: 'required',
  fresh: false,
  stages: ['ready'],
  due: 'from ready',
  isDue: true,
  state: 'no-evidence',
  why: null,
  asked: 'a5ced',
  file: 'signoffs/default/diagrams.yaml',
  answerWith: 'migrate-check signoff approve diagrams --evidence URL',
  answers: [],
};

const status: StatusDocument = {
  checklist: 'checklist.yaml',
  title: 'The move',
  environment: null,
  stage: 'ready',
  stageBegan: null,
  at: '2026-11-22T09:30:00.000Z',
  counts: {due: 1, approved: 0, rejected: 0, open: 1},
  openLater: 0,
  owed: [{approvers: ['ops'], people: ['ada'], questions: [question]}],
  rejected: [],
  waivers: [],
};

describe('a status as Markdown', () => {
  it('says the state of a question in the words of the screen', () => {
    expect(statusMarkdown(status)).to.contain('from ready; evidence missing');
    const early = {...question, state: 'in-future'} as const;
    const owed = [{approvers: ['ops'], people: ['ada'], questions: [early]}];
    expect(statusMarkdown({...status, owed})).to.contain('from ready; in the future');
  });
});
