import {mkdtemp, readFile, rm, truncate, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {decideFiles} from '../../../src/cli/run/decide-files.ts';
import {UsageError} from '../../../src/model/errors.ts';
import type {Report} from '../../../src/model/report.ts';
import {row} from '../../model/report-of.ts';
import {CANONICAL} from '../../support/canonical-report.ts';

describe('decide', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'decide-'));
  });
  after(() => rm(folder, {recursive: true}));

  let made = 0;
  const write = async (text: string) => {
    const path = join(folder, `${++made}.json`);
    await writeFile(path, text);
    return path;
  };
  /** A live report of now, in which all is well but for what is given. */
  const reportFile = (more: object = {}) => {
    const items = [row('good'), row('ws', {status: 'skip', summary: 'when: vars.ws is false'})];
    const now = new Date().toISOString();
    const report: Report = {...CANONICAL, mode: 'live', overrides: [], finishedAt: now, items};
    return write(JSON.stringify({...report, summary: {...report.summary, total: 2}, ...more}));
  };
  const options = {explain: false};
  const refusal = async (path: string, flags: Parameters<typeof decideFiles>[1] = options) => {
    const thrown = await decideFiles([path], flags).catch((error: unknown) => error);
    if (!(thrown instanceof UsageError)) throw new Error(`was not refused: ${JSON.stringify(thrown)}`);
    return thrown;
  };

  it('says the verdict, the reasons, and what was skipped, also in three sentences', async () => {
    const path = await reportFile();
    const {decision, text} = await decideFiles([path], options);
    expect(decision.verdict).to.equal('proceed');
    expect(text).to.equal(
      'proceed\n- of 2 items due at stage cutover none is in the way (1 skipped)\n- skipped: ws (when: vars.ws is false)',
    );
    expect((await decideFiles([path], {explain: true})).text).to.contain('\n\n- skipped: ws (when: vars.ws is false)');
  });

  it('is never told by a report what to say: neither by its decision nor by its counts', async () => {
    const items = [row('bad', {status: 'fail', consequence: 'rollback', confirmed: true}), row('good')];
    const forged = {items, decision: {verdict: 'proceed', reasons: [], skipped: []}};
    expect((await decideFiles([await reportFile(forged)], options)).decision.verdict).to.equal('rollback');
  });

  it('refuses a report that is greener than its own attempts and overrides', async () => {
    const failed = {status: 'fail', summary: '', startedAt: new Date().toISOString(), durationMs: 1} as const;
    const forged = (more: Parameters<typeof row>[1]) => ({items: [row('a', {attempts: [failed], ...more}), row('b')]});
    const refused = async (more: object) => (await refusal(await reportFile(more))).message;
    expect(await refused(forged({status: 'pass'}))).to.equal(
      'contradicts itself: the item a is pass, and its last attempt fail; run again',
    );
    expect(await refused(forged({status: 'skip'}))).to.contain('the item a is skip, and its last attempt fail');
    expect(await refused({items: [row('a', {status: 'not-due', stages: []}), row('b')]})).to.contain(
      'the item a is due at no stage',
    );
    expect(await refused({items: [row('a', {status: 'not-due', stages: ['never']}), row('b')]})).to.contain(
      'the item a is due at the stage never, which its checklist does not have',
    );
    expect(await refused({overrides: ['--resolve a:443:127.0.0.1']})).to.contain(
      'it is live, and overridden by --resol',
    );
    const listed = ['environment variable HTTPS_PROXY', 'environment variable NODE_EXTRA_CA_CERTS'];
    const {decision} = await decideFiles([await reportFile({overrides: listed})], options);
    expect(decision.verdict).to.equal('proceed');
  });

  it('refuses a key that is there twice: readers differ in which they take', async () => {
    const text = await readFile(await reportFile(), 'utf8');
    const twice = async (from: string, to: string) => (await refusal(await write(text.replace(from, to)))).message;
    expect(text).to.include('"mode":');
    expect(await twice('"mode":', '"mode": "lab", "mode":')).to.contain('has a key twice in one object');
    expect(await twice('"status":', '"status": "fail" , "status" :')).to.contain('has a key twice in one object');
    const quoted = text.replace('"summary":', '"\\u0073ummary":');
    expect((await decideFiles([await write(quoted)], options)).decision.verdict).to.equal('proceed');
  });

  it('says to repeat the flag where accounts are listed in one', async () => {
    const path = await reportFile();
    expect((await refusal(path, {...options, account: ['111111111111,222222222222']})).message).to.equal(
      '--account 111111111111,222222222222: is not one account number. To give several, repeat the flag: --account 111111111111 --account 222222222222',
    );
  });

  it('counts age from the last attempt of each item', async () => {
    const startedAt = new Date(Date.now() - 16 * 60_000).toISOString();
    const attempts = [{status: 'pass', summary: '', startedAt, durationMs: 1000}];
    const path = await reportFile({items: [row('good', {attempts: attempts as never}), row('b')]});
    expect((await decideFiles([path], options)).decision.reasons.map(({code}) => code)).to.deep.equal(['age']);
    const {decision} = await decideFiles([path], {...options, 'max-age': 3_600_000});
    expect(decision.verdict).to.equal('proceed');
  });

  it('holds for a checklist that has changed, before all else', async () => {
    const checklist = await write('version: 1\n');
    const items = [row('bad', {status: 'fail', consequence: 'rollback', confirmed: true}), row('good')];
    const {decision} = await decideFiles([await reportFile({items})], {...options, checklist});
    expect([decision.verdict, decision.reasons[0]?.code]).to.deep.equal(['hold', 'mismatch']);
  });

  it('refuses the report of a command about one thing', async () => {
    const path = await reportFile({decision: null, checklist: {...CANONICAL.checklist, file: 'dns mcp.example.com'}});
    const {message, where, code} = await refusal(path);
    expect({message, where, code}).to.deep.equal({
      message:
        'is the report of `dns mcp.example.com`, which decides nothing; name one of a checklist, which `run` wrote',
      where: path,
      code: 'nothing-to-decide',
    });
  });

  it('refuses what contradicts itself, naming the file', async () => {
    for (const [more, message] of [
      [{items: [row('a'), row('a')]}, 'contradicts itself: it has the item a twice; run again'],
      [
        {items: [row('a')]},
        'contradicts itself: it counts 2 items in all and has 1: some were taken out or added; run again',
      ],
      [{items: [row('a'), row('\u001b[2Jb', {stages: ['soak']})]}, 'contradicts itself: the item \\u{1b}[2Jb is pass'],
    ] as const) {
      const path = await reportFile(more);
      const thrown = await refusal(path);
      expect(thrown.message).to.contain(message);
      expect(thrown.where).to.equal(path);
    }
  });

  it('refuses a report of another version, naming who wrote it and what to do', async () => {
    const tool = {name: 'migrate-check', version: '0.0.9'};
    const toDo = {
      1: 'Run again with this one, or read it with the one that wrote it',
      3: 'Use migrate-check 0.0.9, or a later one, or run again with this one',
    };
    for (const schemaVersion of [1, 3] as const) {
      const {message, code} = await refusal(await reportFile({schemaVersion, tool, items: 'anything'}));
      expect({message, code}).to.deep.equal({
        message: `is a report of version ${schemaVersion}, written by migrate-check 0.0.9; this migrate-check reads version 2. ${toDo[schemaVersion]}`,
        code: 'other-version',
      });
    }
    const {message} = await refusal(await write('{"schemaVersion": 1}'));
    expect(message).to.contain('is a report of version 1, and does not say what wrote it;');
    expect((await refusal(await write('{"schemaVersion": "2"}'))).code).to.equal('wrong-document');
  });

  it('refuses at once what is no regular file, or is too large to be a report', async () => {
    const large = await write('');
    await truncate(large, 64 * 1024 * 1024 + 1);
    for (const [path, message] of [
      ['/dev/zero', 'is not a regular file'],
      [folder, 'is a folder'],
      [large, 'is larger than 64 MiB'],
      [join(folder, 'nope.json'), 'there is no such file'],
    ] as const) {
      expect((await refusal(path)).message, path).to.contain(message);
      const {message: said, where} = await refusal(await reportFile(), {...options, checklist: path});
      expect([said, where]).to.satisfy(([text]: [string]) => text.includes(message) && text.includes('--checklist'));
    }
    await truncate(large, 64 * 1024 * 1024);
    expect((await refusal(large)).message).to.contain('JSON');
  });
});
