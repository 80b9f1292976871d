import {expect} from 'chai';
import {caaAllowsAmazon as check} from '../../../src/checks/dns/caa-allows-amazon.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {nameRecord} from '../../support/name-looks.ts';
import {type NamesWorld, namesOf} from '../../support/names-probe.ts';
import {worldOf} from '../../support/wire-facts.ts';

const HOST = 'mcp.run.example.com';
const ROOT = 'example.com';

async function look(
  zone: NamesWorld['zones'][string],
  names: string | readonly string[] = HOST,
  says: NamesWorld['says'] = {},
) {
  const probe = namesOf({zones: {[ROOT]: {[`${HOST} A`]: ['198.51.100.1'], ...zone}, 'example.net': {}}, says});
  const parsed = check.params.parse({names});
  const outcome = await check.run(parsed as never, worldOf({names: probe})).catch((error: unknown) => error);
  if (outcome instanceof CannotTell) return {status: 'error', summary: outcome.message};
  if (outcome instanceof Error) throw outcome;
  return outcome as {status: string; summary: string; fix?: string};
}

describe('dns/caa-allows-amazon', () => {
  it('passes where no name has CAA records', async () => {
    expect(await look({})).to.include({
      status: 'pass',
      summary: `${HOST}: no name from ${HOST} upwards has CAA records; whether DNSSEC of these zones holds was not looked at`,
    });
  });

  it('takes the closest name that has some', async () => {
    const above = {[`${ROOT} CAA`]: ['0 issue "letsencrypt.org"']};
    const {status, summary, fix} = await look(above);
    expect(status).to.equal('fail');
    expect(summary).to.include('does not let Amazon issue (at example.com)');
    expect(fix).to.include('to the CAA records of example.com');
    const closer = {...above, 'run.example.com CAA': ['0 issue "amazon.com"', '0 issue "letsencrypt.org"']};
    expect((await look(closer)).status).to.equal('pass');
  });

  it('lets issuewild decide for a wildcard only', async () => {
    const zone = {[`${ROOT} CAA`]: ['0 issue "amazon.com"', '0 issuewild ";"']};
    expect((await look(zone, ROOT)).status).to.equal('pass');
    const wildcard = await look(zone, `*.${ROOT}`);
    expect(wildcard.status).to.equal('fail');
    expect(wildcard.fix).to.include('issuewild');
  });

  it('fails with a critical property that nobody knows', async () => {
    const {summary, fix} = await look({[`${ROOT} CAA`]: ['128 future "x"', '0 issue "amazon.com"']});
    expect(summary).to.include('is critical');
    expect(fix).to.include('Take the flag 128').and.not.include('Add');
  });

  it('looks at a name of two labels, whoever has it', async () => {
    const zones = {'co.de': {'mcp.co.de A': ['198.51.100.1'], 'co.de CAA': ['0 issue "letsencrypt.org"']}};
    const verdict = await check.run({names: 'mcp.co.de'} as never, worldOf({names: namesOf({zones})}));
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('(at co.de)');
  });

  it('says where records are that a CNAME leads to: the name itself can have none', async () => {
    const zones = {
      [ROOT]: {[`${HOST} CNAME`]: ['target.example.net']},
      'example.net': {'target.example.net CAA': ['0 issue "letsencrypt.org"']},
    };
    const verdict = await check.run({names: HOST} as never, worldOf({names: namesOf({zones})}));
    expect(verdict.summary).to.include(`(at target.example.net, where CNAMEs of ${HOST} lead)`);
    expect(verdict.status === 'fail' && verdict.fix).to.include('Let whoever has target.example.net add');
  });

  it('follows a CNAME, and does not climb from where it ends', async () => {
    const zone = {
      [`${HOST} CNAME`]: ['target.example.net'],
      [`${ROOT} CAA`]: ['0 issue "amazon.com"'],
    };
    const says = (at: string): NamesWorld['says'] => ({
      [`203.0.113.1 ${HOST} CAA`]: {answers: [nameRecord(HOST, 'CNAME', 'target.example.net')]},
      [`203.0.113.2 ${HOST} CAA`]: {answers: [nameRecord(HOST, 'CNAME', 'target.example.net')]},
      [`203.0.113.1 ${at} CAA`]: {answers: [nameRecord(at, 'CAA', '0 issue "letsencrypt.org"')]},
      [`203.0.113.2 ${at} CAA`]: {answers: [nameRecord(at, 'CAA', '0 issue "letsencrypt.org"')]},
    });
    expect((await look(zone, HOST, says('target.example.net'))).status).to.equal('fail');
    expect((await look(zone, HOST, says('example.net'))).status).to.equal('pass');
  });

  it('fails where one name server of several forbids it: an authority asks any', async () => {
    const says = {[`203.0.113.2 ${ROOT} CAA`]: {answers: [nameRecord(ROOT, 'CAA', '0 issue "letsencrypt.org"')]}};
    expect((await look({}, HOST, says)).status).to.equal('fail');
  });

  it('cannot tell where a name server does not answer on the way up', async () => {
    const silent = {kind: 'silent', message: 'nothing came within 3 s'} as const;
    const {status, summary} = await look({}, HOST, {'203.0.113.1 run.example.com CAA': silent});
    expect(status).to.equal('error');
    expect(summary).to.include(
      'the CAA records of run.example.com are not known: ns1.example.com (203.0.113.1) does not answer',
    );
  });

  it('judges each name, and what it cannot know beside a failure does not hide it', async () => {
    const zone = {'other.example.com CAA': ['0 issue "letsencrypt.org"']};
    const says = {[`203.0.113.1 ${HOST} CAA`]: {rcode: 'SERVFAIL'}};
    expect((await look(zone, [HOST, 'other.example.com'], says)).status).to.equal('fail');
    expect((await look(zone, [HOST], says)).status).to.equal('error');
  });

  it('cannot tell of Amazon’s records with conditions', async () => {
    const zone = {[`${ROOT} CAA`]: ['0 issue "amazon.com; validationmethods=dns-01"']};
    expect((await look(zone)).status).to.equal('error');
  });

  it('takes names of certificates only', () => {
    for (const names of ['https://example.com', 'a.*.example.com', [], '']) {
      expect(check.params.safeParse({names}).success, String(names)).to.equal(false);
    }
    expect(check.touches).to.equal('wire');
  });
});
