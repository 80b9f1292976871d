import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {expect} from 'chai';
import {runInProcess} from '../../support/run-in-process.ts';

const CHECKLIST = `version: 1
title: Move it
environments: {staging: {}, prod: {vars: {who: x}}}
people: {ops: [mg, jd]}
items:
  - {id: one, title: one, manual: {ask: One?, approvers: [ops], validFor: 4d}}
  - {id: two, title: two, manual: {ask: Two?, approvers: [ops], fresh: true}}
`;
const HOUR_MS = 3_600_000;

const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR_MS).toISOString();
const dayIn = (days: number) => new Date(Date.now() + days * 24 * HOUR_MS).toISOString().slice(0, 10);

describe('lint of sign-offs and waivers', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lint-'));
    await put('checklist.yaml', CHECKLIST);
  });
  afterEach(() => rm(folder, {recursive: true}));

  async function put(name: string, text: string) {
    await mkdir(dirname(join(folder, name)), {recursive: true});
    await writeFile(join(folder, name), text);
  }

  async function lint(...words: string[]) {
    const {status, stdout} = await runInProcess(['lint', join(folder, 'checklist.yaml'), '--json', ...words]);
    const {problems, manual} = JSON.parse(stdout);
    type Found = {file: string; severity: string; message: string};
    const told = problems.map(({file, severity, message}: Found) =>
      [severity, file.replace(`${folder}/`, ''), message].join(' '),
    );
    const asked: string[] = manual.map((question: {asked: string}) => question.asked);
    return {status, told: told as string[], asked};
  }

  const signOff = (asked: string | undefined, at: string, by = 'mg') =>
    `version: 1\nverdict: approved\nby: ${by}\nat: ${at}\nasked: ${asked}\n`;

  it('is silent about what counts', async () => {
    const {asked} = await lint('--env', 'prod');
    await put('signoffs/prod/one.yaml', signOff(asked[0], hoursAgo(1)));
    // Whether it is fresh is known to a run only.
    await put('signoffs/prod/two.yaml', signOff(asked[1], hoursAgo(1000)));
    await put('waivers.yaml', `version: 1\nwaivers: [{item: one, reason: x, approver: jd, expires: ${dayIn(30)}}]\n`);
    expect(await lint('--strict')).to.deep.include({status: 0, told: []});
  });

  it('warns of what is about to end, which is no failure yet', async () => {
    const {asked} = await lint('--env', 'prod');
    const at = hoursAgo(80);
    await put('signoffs/prod/one.yaml', signOff(asked[0], at));
    await put('waivers.yaml', `version: 1\nwaivers: [{item: one, reason: x, approver: jd, expires: ${dayIn(5)}}]\n`);
    const until = new Date(Date.parse(at) + 96 * HOUR_MS).toISOString();
    expect(await lint('--strict')).to.deep.include({
      status: 0,
      told: [
        `warning waivers.yaml the waiver of "one" ends at the end of ${dayIn(5)} (UTC)`,
        `warning signoffs/prod/one.yaml the sign-off by "mg" of ${at} counts until ${until}; ask again before that`,
      ],
    });
  });

  it('says of each environment what does not count, and why; --strict fails on it', async () => {
    const [prod, none] = [(await lint('--env', 'prod')).asked, (await lint()).asked];
    const at = hoursAgo(100);
    await put('signoffs/prod/one.yaml', signOff(prod[0], at));
    await put('signoffs/prod/two.yaml', signOff(prod[1], at, 'zz'));
    await put('signoffs/default/two.yaml', signOff(none[0], at));
    await put('waivers.yaml', 'version: 1\nwaivers: [{item: one, reason: x, approver: jd, expires: 2020-01-01}]\n');
    const until = new Date(Date.parse(at) + 96 * HOUR_MS).toISOString();
    const inProd = [
      `warning signoffs/prod/one.yaml the sign-off by "mg" of ${at} does not count: it was valid for 4 d, until ${until}`,
      `warning signoffs/prod/two.yaml the sign-off by "zz" of ${at} does not count: zz is not one of ops`,
    ];
    const waiver = 'warning waivers.yaml the waiver of "one" expired at the end of 2020-01-01 (UTC)';
    expect(await lint()).to.deep.include({
      status: 0,
      told: [
        `warning signoffs/default/two.yaml the sign-off by "mg" of ${at} does not count: the question has changed since`,
        waiver,
        ...inProd,
      ],
    });
    expect(await lint('--strict', '--env', 'prod')).to.deep.include({status: 1, told: [...inProd, waiver]});
    expect((await lint('--strict', '--env', 'staging')).told).to.deep.equal([waiver]);
  });

  it('fails on a file of an environment that it cannot read, or an environment that has errors', async () => {
    await put('signoffs/prod/one.yaml', 'verdict: perhaps\n');
    const unreadable = await lint();
    expect(unreadable.status).to.equal(2);
    expect(unreadable.told[0]).to.match(/^error signoffs\/prod\/one\.yaml /);
    await put(
      'checklist.yaml',
      CHECKLIST.replace('One?', `"\${vars.who}"`)
        .replace('staging: {}', 'staging: {vars: {who: y}}')
        .replace('{vars: {who: x}}', '{}')
        .replace('title: Move it', 'title: Move it\nvars: {who: z}'),
    );
    await put('signoffs/prod/one.yaml', signOff('a'.repeat(64), hoursAgo(1)));
    expect((await lint('--strict')).status).to.equal(1);
  });

  it('fails, when strict, on what is read nowhere and on approvers whom nobody knows', async () => {
    await put('signoffs/one.yaml', signOff('a'.repeat(64), hoursAgo(1)));
    expect((await lint('--strict')).status).to.equal(1);
    await rm(join(folder, 'signoffs'), {recursive: true});
    expect((await lint('--strict')).status).to.equal(0);
    await put('waivers.yaml', `version: 1\nwaivers: [{item: one, reason: x, approver: zz, expires: ${dayIn(30)}}]\n`);
    expect((await lint('--strict')).status).to.equal(1);
    expect((await lint()).status).to.equal(0);
  });

  it('shows no secret, neither of a question nor of a line that it quotes', async () => {
    const secret = CHECKLIST.replace('One?', `"Is \${vars.token} so?"`).replace(
      'people:',
      'vars: {token: hunter2hunter2}\nsecrets: [token]\npeople:',
    );
    await put('checklist.yaml', secret);
    await put('signoffs/default/one.yaml', 'version: 1\nverdict: approve hunter2hunter2\n');
    const {stdout, stderr} = await runInProcess(['lint', join(folder, 'checklist.yaml')]);
    expect(stdout + stderr).to.contain('verdict: approve **************');
    await rm(join(folder, 'signoffs'), {recursive: true});
    const json = await runInProcess(['lint', join(folder, 'checklist.yaml'), '--json']);
    expect(json.stdout).to.contain('"ask": "Is [redacted] so?"');
    expect(stdout + stderr + json.stdout + json.stderr).not.to.contain('hunter2');
  });
});
