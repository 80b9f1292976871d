import {expect} from 'chai';
import {checklistWith, linted} from '../linted.ts';

const CHECKLIST = checklistWith(
  '  - {id: dns-record, title: x, check: ecs/is-stable, with: {service: service}}\n',
).replace('items:\n', 'environments: {staging: {}}\nitems:\n');

const load = (waivers: string) => linted({'checklist.yaml': CHECKLIST, 'waivers.yaml': waivers});

describe('waivers.yaml', () => {
  it('is read beside the checklist', async () => {
    const {waivers, text} = await load(`version: 1
waivers:
  - {item: dns-*, reason: Known, approver: mg, expires: 2026-12-31}
  - item: dns-record
    reason: Known
    approver: jd
    expires: 2026-12-31
    env: staging
    ticket: OPS-1
`);
    expect(text).to.equal('');
    const rest = {reason: 'Known', expires: '2026-12-31'};
    expect(waivers.map(({source, ...waiver}) => ({...waiver, line: source.line}))).to.deep.equal([
      {...rest, item: 'dns-*', approver: 'mg', env: null, ticket: null, line: 3},
      {...rest, item: 'dns-record', approver: 'jd', env: 'staging', ticket: 'OPS-1', line: 4},
    ]);
  });

  it('is checked as strictly as the checklist', async () => {
    const {checklist, text} = await load(`version: 1
waivers:
  - {item: dns-record, reason: "", approver: mg, expires: 2026-02-30, until: 5}
  - {item: dns-record, reason: x, expires: soon, approver: jd, env: stagin}
`);
    expect(checklist).to.equal(null);
    expect(text).to.equal(`waivers.yaml:3:32: error: waivers[0].reason is an empty text
    - {item: dns-record, reason: "", approver: mg, expires: 2026-02-30, until: 5}
                                 ^
waivers.yaml:3:59: error: waivers[0].expires is the text "2026-02-30", not a date (YYYY-MM-DD)
    - {item: dns-record, reason: "", approver: mg, expires: 2026-02-30, until: 5}
                                                            ^
waivers.yaml:3:71: error: unknown key "until" in waivers[0]
    - {item: dns-record, reason: "", approver: mg, expires: 2026-02-30, until: 5}
                                                                        ^
waivers.yaml:4:44: error: waivers[1].expires is the text "soon", not a date (YYYY-MM-DD)
    - {item: dns-record, reason: x, expires: soon, approver: jd, env: stagin}
                                             ^`);
  });

  it('names an environment that there is', async () => {
    const {checklist, text} = await load(`version: 1
waivers:
  - {item: dns-record, reason: x, expires: 2026-12-31, approver: jd, env: stagin}
`);
    expect(checklist).to.equal(null);
    expect(text).to.match(
      /^waivers\.yaml:3:75: error: the checklist has no environment "stagin"\. Did you mean "staging"\?/,
    );
  });

  it('may waive nothing, which is a warning', async () => {
    const {checklist, text} = await load(`version: 1
waivers:
  - {item: dns-recrod, reason: x, expires: 2020-12-31, approver: jd}
`);
    expect(checklist).not.to.equal(null);
    expect(
      text,
    ).to.equal(`waivers.yaml:3:12: warning: no item matches "dns-recrod", so this waives nothing. Did you mean "dns-record"?
    - {item: dns-recrod, reason: x, expires: 2020-12-31, approver: jd}
             ^`);
  });

  it('counts for nothing when its approver is nobody of the checklist', async () => {
    const waivers = `version: 1
waivers:
  - {item: dns-record, reason: x, expires: 2026-12-31, approver: jdd}
`;
    const {checklist, text} = await load(waivers);
    expect(checklist).not.to.equal(null);
    expect(text).to.match(/^waivers\.yaml:3:66: warning: "jdd" is not listed under people:, so this waives nothing/);
    const nobody = {'checklist.yaml': CHECKLIST.replace('people:\n  ops: [mg, jd]\n', ''), 'waivers.yaml': waivers};
    expect((await linted(nobody)).text).to.equal('');
  });

  it('is reported beside a checklist that cannot be read', async () => {
    const files = {'checklist.yaml': 'title: [\n', 'waivers.yaml': 'version: 1\nwaivers: 5\n'};
    expect((await linted(files)).text).to.equal(`checklist.yaml:1:8: error: the [ that begins here is never closed
  title: [
         ^
waivers.yaml:2:10: error: waivers is the number 5, not a list
  waivers: 5
           ^`);
  });
});
