import {expect} from 'chai';
import {headText, runText} from '../../src/render/run-text.ts';
import {createPaint} from '../../src/render/style.ts';
import {widthOf} from '../../src/render/text-width.ts';
import {CANONICAL} from '../support/canonical-report.ts';
import {expectGolden} from '../support/golden.ts';
import {HOSTILE, reportSaying} from '../support/hostile.ts';

const LAYOUT = {paint: createPaint(false), width: 80, verbose: false};

describe('what is printed below the results of a run', () => {
  it('shows failures and errors in full, who is asked, the sums and the decision', () => {
    expectGolden('run-text.txt', `${runText(CANONICAL, LAYOUT)}\n`);
  });

  it('shows the evidence of what passed and the calls when asked to be verbose', () => {
    const text = runText(CANONICAL, {...LAYOUT, verbose: true});
    expect(text).to.include('✔ pass  dns-record').and.include('Requests to AWS: elasticloadbalancing 4, route53 2.');
    expect(runText(CANONICAL, LAYOUT)).not.to.include('✔ pass');
  });

  it('lets no escape sequence of the outside through', () => {
    expect(runText(CANONICAL, LAYOUT)).not.to.include('\u001b');
    expect(runText(CANONICAL, LAYOUT)).to.include('\\u{1b}[31m(red)');
  });

  for (const [kind, text] of Object.entries(HOSTILE)) {
    it(`fits 80 and 40 columns and says nothing but text, where it is told ${kind}`, () => {
      for (const width of [80, 40]) {
        const report = reportSaying(text);
        const {checklist, items, mode, overrides} = report;
        const layout = {...LAYOUT, width, verbose: true};
        const head = headText({type: 'run-started', title: checklist.title, mode, overrides, items}, layout);
        const lines = [...head.split('\n'), ...runText(report, layout).split('\n')];
        for (const line of lines) {
          expect(line, 'controls and marks of direction').not.to.match(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        }
        // What is to be copied must survive it, and a word that is too long has a line of its own.
        const isCopied = /^ {2}by hand|^ {4}(file|answer) |^ {5}/;
        const longest = (line: string) => Math.max(...line.split(' ').map(widthOf));
        const tooWide = lines.filter(
          (line) => widthOf(line) > width && !isCopied.test(line) && longest(line) < width - 13,
        );
        expect(tooWide, `at ${width}`).to.deep.equal([]);
      }
    });
  }

  it('never breaks a command that is meant to be copied', () => {
    const command = CANONICAL.items[1]?.byHand ?? '';
    expect(runText(CANONICAL, LAYOUT)).to.include(command);
  });

  it('says that an incomplete run is incomplete', () => {
    expect(runText({...CANONICAL, incomplete: 'interrupted'}, LAYOUT)).to.include(
      'INCOMPLETE: the run was interrupted.',
    );
  });
});
