import {expect} from 'chai';
import type {ItemReport, Report} from '../../src/model/report.ts';
import {codeQualityReport} from '../../src/reports/code-quality.ts';
import {unfinishedReport} from '../../src/reports/unfinished.ts';
import {row, WAIVED} from '../model/report-of.ts';
import {CANONICAL} from '../support/canonical-report.ts';

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: {readonly path: string; readonly lines: {readonly begin: number}};
}

const LIVE: Report = {...CANONICAL, mode: 'live', overrides: []};
const issues = (report: Report): Issue[] => JSON.parse(codeQualityReport(report));
const withItems = (...items: ItemReport[]) => issues({...LIVE, items});

describe('a run as GitLab code quality', () => {
  it('has an issue at the line of each item that does not hold', () => {
    const item = row('stream', {
      ...{status: 'fail', consequence: 'rollback', check: 'sse/stream-holds', summary: 'cut after 3 s'},
      ...{fix: 'Send a comment.', source: {file: './plan/checklist.yaml', line: 41, column: 9}},
    });
    expect(withItems(item)).to.deep.equal([
      {
        description: 'stream: cut after 3 s To do: Send a comment.',
        check_name: 'sse/stream-holds',
        fingerprint: 'migrate-check: stream',
        severity: 'blocker',
        location: {path: 'plan/checklist.yaml', lines: {begin: 41}},
      },
    ]);
  });

  it('says by its severity what an item is worth', () => {
    const severityOf = (more: Partial<ItemReport>) =>
      withItems(row('held'), row('one', more)).map(({severity}) => severity);
    expect(severityOf({status: 'fail', consequence: 'rollback'})).to.deep.equal(['blocker']);
    expect(severityOf({status: 'fail', consequence: 'hold'})).to.deep.equal(['critical']);
    expect(severityOf({status: 'error'})).to.deep.equal(['major']);
    expect(severityOf({status: 'pending', check: null})).to.deep.equal(['minor']);
    // What blocks it is not there: nobody knows, and the run as a whole says so.
    expect(severityOf({status: 'blocked', blockedBy: 'root'})).to.deep.equal(['blocker', 'minor']);
    expect(severityOf({status: 'blocked', blockedBy: 'held'})).to.deep.equal(['blocker', 'minor']);
    expect(severityOf({status: 'fail', consequence: 'note'})).to.deep.equal(['info']);
    expect(severityOf({status: 'fail', waiver: WAIVED})).to.deep.equal(['info']);
    for (const status of ['pass', 'skip', 'not-due'] as const) expect(severityOf({status})).to.deep.equal([]);
  });

  it('never looks clean where nothing is known', () => {
    expect(withItems(row('one'))).to.deep.equal([]);
    const begun = issues(unfinishedReport({toolVersion: '1.0.0', at: new Date(0)}));
    expect(begun.map(({severity, description}) => [severity, description])).to.deep.equal([
      ['blocker', 'INCOMPLETE: the run has not ended'],
    ]);
    const interrupted = issues({...LIVE, items: [row('one')], incomplete: 'interrupted'});
    expect(interrupted).to.have.length(1);
    for (const items of [[], [row('one', {status: 'not-due'}), row('two', {status: 'skip'})]]) {
      expect(withItems(...items).map(({description}) => description)).to.deep.equal(['nothing was looked at']);
    }
  });

  it('says of a run that was not live how so, even where everything passed', () => {
    for (const mode of ['lab', 'overridden', 'replay'] as const) {
      const found = issues({...LIVE, mode, overrides: ['--connect-to a'], items: [row('one')]});
      expect(found.map(({severity, description}) => [severity, description])).to.deep.equal([
        ['info', `${mode.toUpperCase()}: --connect-to a`],
      ]);
    }
  });

  it('points to the repository where an item is in no file', () => {
    const source = {file: '--with', line: 1, column: 1};
    const [found] = issues({...LIVE, decision: null, items: [row('one', {status: 'fail', source})]});
    expect(found?.location).to.deep.equal({path: '.', lines: {begin: 1}});
  });

  it('gives every issue a fingerprint of its own, which no other text can change', () => {
    const found = issues({...CANONICAL, incomplete: 'bail'});
    const prints = found.map(({fingerprint}) => fingerprint);
    expect(new Set(prints).size).to.equal(prints.length).and.to.be.above(4);
    const again = issues({
      ...{...CANONICAL, incomplete: 'bail'},
      items: CANONICAL.items.map((item) => ({...item, summary: 'otherwise', source: {...item.source, line: 99}})),
    });
    expect(again.map(({fingerprint}) => fingerprint)).to.deep.equal(prints);
  });

  it('writes hostile text as text', () => {
    const [only] = withItems(row('one', {status: 'fail', summary: '"}]\u001b[31m\u0000\ud800\u202e<script>\n'}));
    expect(only?.description).to.include('"}]').and.to.include('<script>');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
    expect(only?.description).not.to.match(/[\u0000-\u001f\u202e]/);
    expect(only?.description.isWellFormed()).to.equal(true);
  });
});
