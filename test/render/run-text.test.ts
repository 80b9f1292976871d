import {expect} from 'chai';
import {runText} from '../../src/render/run-text.ts';
import {createPaint} from '../../src/render/style.ts';
import {CANONICAL} from '../support/canonical-report.ts';
import {expectGolden} from '../support/golden.ts';

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
