import {expect} from 'chai';
import {checklistWith, linted} from '../linted.ts';

const CHECKLIST = checklistWith('  - {id: diagrams, title: x, manual: {ask: Done?, approvers: [ops]}}\n').replace(
  'items:\n',
  'environments: {staging: {}}\nitems:\n',
);
const ASKED = 'a'.repeat(64);

describe('sign-offs', () => {
  it('are read for the environment of the run', async () => {
    const files = {
      'checklist.yaml': CHECKLIST,
      'signoffs/default/diagrams.yaml': `version: 1\nverdict: approved\nby: mg\nat: 2026-11-01T10:00:00Z\nasked: ${ASKED}\n`,
      'signoffs/staging/diagrams.yaml': `version: 1
signoffs:
  - {verdict: approved, by: mg, at: "2026-11-01T10:00:00+01:00", asked: ${ASKED}, evidence: docs/a.png}
  - {verdict: rejected, by: jd, at: 2026-11-02T10:00:00Z, asked: ${ASKED}, comment: No}
`,
    };
    const short = async (environment: string | null) => {
      const {signOffs, text} = await linted(files, {environment});
      expect(text).to.equal('');
      return signOffs.map(({item, verdict, by, at, evidence, comment, source}) => [
        ...[item, verdict, by, at, evidence, comment],
        source.line,
      ]);
    };
    expect(await short(null)).to.deep.equal([['diagrams', 'approved', 'mg', '2026-11-01T10:00:00Z', null, null, 1]]);
    expect(await short('staging')).to.deep.equal([
      ['diagrams', 'approved', 'mg', '2026-11-01T10:00:00+01:00', 'docs/a.png', null, 3],
      ['diagrams', 'rejected', 'jd', '2026-11-02T10:00:00Z', null, 'No', 4],
    ]);
  });

  it('are checked as strictly as the checklist', async () => {
    const {checklist, text} = await linted({
      'checklist.yaml': CHECKLIST,
      'signoffs/default/diagrams.yaml': 'version: 1\nverdict: approve\nby: mg\nat: 2026-11-01\nasked: abc\nwhy: x\n',
    });
    expect(checklist).to.equal(null);
    expect(
      text,
    ).to.equal(`signoffs/default/diagrams.yaml:2:10: error: verdict is "approve", not one of approved, rejected. Did you mean "approved"?
  verdict: approve
           ^
signoffs/default/diagrams.yaml:4:5: error: at is the text "2026-11-01", not a time with zone, such as 2026-11-22T09:30:00Z
  at: 2026-11-01
      ^
signoffs/default/diagrams.yaml:5:8: error: asked "abc" is not the 64 hex digits that \`lint\` prints for the item
  asked: abc
         ^
signoffs/default/diagrams.yaml:6:1: error: unknown key "why" in this file
  why: x
  ^`);
  });

  it('named after no manual item, or not .yaml, are warned of', async () => {
    const signOff = `version: 1\nverdict: approved\nby: mg\nat: 2026-11-01T10:00:00Z\nasked: ${ASKED}\n`;
    const {checklist, signOffs, text} = await linted({
      'checklist.yaml': CHECKLIST,
      'signoffs/default/diagram.yaml': signOff,
      'signoffs/default/diagrams.yml': signOff,
      'signoffs/default/proof.png': Buffer.from([0, 1, 2]),
    });
    expect(checklist).not.to.equal(null);
    expect(signOffs.map(({item}) => item)).to.deep.equal(['diagram']);
    expect(
      text,
    ).to.equal(`signoffs/default/diagram.yaml:1:1: warning: no manual item has the id "diagram", so this counts for nothing. Did you mean "diagrams"?
  version: 1
  ^
signoffs/default/diagrams.yml:1:1: warning: sign-offs are read from .yaml files only; rename this one to diagrams.yaml
  version: 1
  ^`);
  });
});
