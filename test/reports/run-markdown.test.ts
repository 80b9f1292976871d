import {expect} from 'chai';
import {fromMarkdown} from 'mdast-util-from-markdown';
import {runMarkdown} from '../../src/reports/run-markdown.ts';
import {row} from '../model/report-of.ts';
import {CANONICAL} from '../support/canonical-report.ts';

describe('a run as Markdown', () => {
  it('says the decision, its causes with what to do, who is waited for and the counts in thirty lines, and folds the rest', () => {
    const text = runMarkdown(CANONICAL);
    const [screen = ''] = text.split('<details>');
    expect(screen.trimEnd().split('\n').length).to.be.at.most(30);
    expect(screen).to.include('**Decision: HOLD** \\(on a live run it would be rollback\\)');
    expect(screen).to.include('  - To do: Send a comment at least every 1.5 s.');
    expect(screen).to.include('- ops \\(1\\): diagrams');
    expect(screen).to.match(/11 items: 3 passed, 3 failed, 1 could not be determined/);
    expect(text.match(/^\| [^|]* \| [^|]* \|/gm)).to.have.length(13);
  });

  it('says that a run did not end, and what is wrong where nothing is decided', () => {
    expect(runMarkdown({...CANONICAL, incomplete: 'unfinished'})).to.include('> INCOMPLETE: the run has not ended');
    const items = [row('one', {status: 'fail', summary: 'it is not', fix: 'Make it so.'})];
    const text = runMarkdown({...CANONICAL, decision: null, items});
    expect(text).to.include('- ✖ one: it is not\n  - To do: Make it so.');
    expect(text).to.not.include('Decision');
  });

  it('lets no text be markup', () => {
    const hostile = '<script>|`x`](javascript:1) **b** <!-- \n# h\n</details>';
    const text = runMarkdown({
      ...CANONICAL,
      checklist: {...CANONICAL.checklist, title: hostile},
      items: [row('one', {status: 'fail', summary: hostile})],
    });
    const kinds = new Set<string>();
    const html: string[] = [];
    const walk = (node: {type: string; value?: string; children?: unknown[]}) => {
      kinds.add(node.type);
      if (node.type === 'html') html.push(node.value ?? '');
      for (const child of node.children ?? []) walk(child as typeof node);
    };
    walk(fromMarkdown(text) as never);
    expect([...kinds]).to.not.include.members(['link']);
    expect(kinds.has('inlineCode')).to.equal(false);
    expect(html.join('')).to.not.include('script');
    expect(text.match(/<\/details>/g)).to.have.length(1);
  });

  it('is no longer than a comment, and keeps what did not pass', () => {
    const passed = Array.from({length: 2000}, (_, index) => row(`passed-${index}`));
    const text = runMarkdown({...CANONICAL, items: [...passed, row('the-last', {status: 'error'})]});
    expect(Buffer.byteLength(text)).to.be.within(60_000, 65_536);
    expect(text)
      .to.include('| the\\-last |')
      .and.match(/of 2001 items: there is no room for more/);
  });
});
