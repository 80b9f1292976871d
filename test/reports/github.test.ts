import {expect} from 'chai';
import type {ItemReport, Report} from '../../src/model/report.ts';
import {githubAnnotations, githubOutputText, githubSummary} from '../../src/reports/github.ts';
import {runMarkdown} from '../../src/reports/run-markdown.ts';
import {row, WAIVED} from '../model/report-of.ts';
import {CANONICAL} from '../support/canonical-report.ts';
import {commandsIn, outputsIn} from '../support/formats/github.ts';
import {readMarkdown} from '../support/formats/markdown.ts';
import {HOSTILE} from '../support/hostile.ts';

const MIB = 1024 * 1024;
const LIVE: Report = {...CANONICAL, mode: 'live', overrides: []};
const withItems = (items: ItemReport[], more: Partial<Report> = {}): Report => ({...LIVE, ...more, items});

describe('a run as annotations of GitHub', () => {
  it('has the failures first, then what could not be determined, then the rest, each at its line', () => {
    const commands = commandsIn(githubAnnotations(LIVE));
    expect(commands.map(({name, properties}) => [name, properties.title])).to.deep.equal([
      ['error', 'stream'],
      ['warning', 'rules'],
      ['notice', 'diagrams'],
      ['notice', 'readme'],
      ['notice', 'docs'],
    ]);
    expect(commands[0]?.properties).to.include({file: 'checklist.yaml', line: '41', col: '9'});
    expect(commands[0]?.message.split('\n')[1]).to.equal('To do: Send a comment at least every 1.5 s.');
  });

  it('has ten at most, and says how many more there are', () => {
    const items = Array.from({length: 30}, (_, index) =>
      row(`item-${index}`, {status: index === 29 ? 'fail' : 'error'}),
    );
    const text = githubAnnotations(withItems(items, {incomplete: 'interrupted'}));
    const commands = commandsIn(text);
    expect(commands).to.have.length(10);
    expect(commands.slice(0, 2).map(({properties}) => properties.title)).to.deep.equal(['the run', 'item-29']);
    expect(text).to.match(/^… and 21 more in the summary of this step$/m);
  });

  it('says that a run did not end, and that it was not live', () => {
    const [first, second] = commandsIn(githubAnnotations({...CANONICAL, incomplete: 'interrupted'}));
    expect(first).to.deep.include({name: 'error', message: 'INCOMPLETE: the run was interrupted'});
    expect(second?.name).to.equal('warning');
    expect(second?.message).to.match(/^OVERRIDDEN: --connect-to /);
  });

  it('is silent of what is well, and annotates no file for a command by hand', () => {
    expect(githubAnnotations(withItems([row('a'), row('b', {status: 'skip'})]))).to.equal('');
    const [command] = commandsIn(githubAnnotations(withItems([row('a', {status: 'fail'})], {decision: null})));
    expect(command?.properties).to.deep.equal({title: 'a'});
  });

  it('makes nothing red that the exit code leaves green', () => {
    const commands = commandsIn(githubAnnotations(withItems([row('a', {status: 'fail', waiver: WAIVED})])));
    expect(commands.map(({name}) => name)).to.deep.equal(['notice']);
  });
});

describe('the summary of a step', () => {
  it('is the Markdown of the run where there is room', () => {
    expect(githubSummary(CANONICAL, 0)).to.equal(runMarkdown(CANONICAL));
  });

  it('has as many items as there is room for beside what was written before, in whole rows', () => {
    const items = Array.from({length: 4000}, (_, index) => row(`item-${index}`, {summary: 'é'.repeat(300)}));
    for (const before of [0, MIB - 3000, MIB - 100, MIB, 2 * MIB]) {
      const text = githubSummary(withItems(items), before);
      expect(Buffer.byteLength(text), String(before)).to.be.at.most(Math.max(0, MIB - before));
      if (before <= MIB - 3000) {
        expect(text).to.match(/<summary>\d+ of 4000 items: there is no room for more<\/summary>/);
        expect(text).to.match(/ \|\n\n<\/details>\n$/);
        const {shape} = readMarkdown(text);
        expect((shape as unknown[]).slice(-3).map((node) => String(node).replace(/[>,].*/s, ''))).to.deep.equal([
          ...['html <details', 'table', 'html </details'],
        ]);
      }
    }
  });

  it('has its decision where that alone is too long for what is left', () => {
    const skipped = Array.from({length: 30_000}, (_, index) => ({item: `i${index}`, because: 'x'.repeat(100)}));
    const text = githubSummary(withItems([row('a')], {decision: {verdict: 'hold', reasons: [], skipped}}), 0);
    expect(Buffer.byteLength(text)).to.be.at.most(MIB);
    expect(text).to.include('**Decision: HOLD**');
  });
});

describe('the outputs of a step', () => {
  it('are what they were, whatever is in them', () => {
    for (const [what, text] of Object.entries(HOSTILE)) {
      const outputs = {verdict: 'hold', 'exit-code': '1', counts: '{}', report: text};
      expect(outputsIn(githubOutputText(outputs, 'end-1234')), what).to.deep.equal(outputs);
    }
  });
});
