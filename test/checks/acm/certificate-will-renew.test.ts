import {expect} from 'chai';
import {certificateWillRenew as check} from '../../../src/checks/acm/certificate-will-renew.ts';
import {HEALTHY} from '../../../src/lab/aws-world.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {Certificate, DnsRecord, DomainValidation} from '../../../src/model/facts/aws-facts.ts';
import type {ResourceRef} from '../../../src/model/resource-ref.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {certificate, HOST, record, zoneOf} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {namesOf} from '../../support/names-probe.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const BY_DNS: DomainValidation = {
  domainName: '*.run.georgi.io',
  status: 'SUCCESS',
  method: 'DNS',
  record: {name: '_abc.run.georgi.io.', type: 'CNAME', value: '_def.acm-validations.aws.'},
};
const CNAME = record({
  name: '_abc.run.georgi.io',
  type: 'CNAME',
  values: ['_def.acm-validations.aws.'],
  ttlSeconds: 300,
});
const PARAMS = {host: HOST, alb: 'alb', minShareLeft: 0.1, caaSeen: [] as string[]};

neverPassesUnanswered(check, {host: 'mcp.run.georgi.io', alb: 'alb', zone: 'zone'});

describe('acm/certificate-will-renew', () => {
  it('passes on one that ACM issued, validates by DNS and calls eligible', async () => {
    const verdict = await look({});
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include(`${HOST}: ACM renews it: *.run.georgi.io (expires in 365 d`);
    expect((await look({type: 'PRIVATE', domainValidation: []})).status).to.equal('pass');
    for (const status of ['SUCCESS', 'PENDING_AUTO_RENEWAL']) {
      expect((await look({renewal: {status, reason: null, domains: []}})).status, status).to.equal('pass');
    }
  });

  it('fails when ACM says that it will not, or has not', async () => {
    expect((await look({renewalEligibility: 'INELIGIBLE'})).summary).to.include('INELIGIBLE for renewal');
    const failed = await look({renewal: {status: 'FAILED', reason: 'CAA_ERROR', domains: []}});
    expect(failed.status).to.equal('fail');
    expect(failed.summary).to.include('its renewal has FAILED (CAA_ERROR)');
    expect((await look({renewal: {status: 'PENDING_VALIDATION', reason: null, domains: []}})).summary).to.include(
      'PENDING_VALIDATION',
    );
  });

  it('names the names whose validation fails, and the cause that AWS gives', async () => {
    const domains = [
      {domainName: '*.run.georgi.io', status: 'SUCCESS'},
      {domainName: 'georgi.io', status: 'FAILED'},
    ];
    const one = await look({renewal: {status: 'PENDING_AUTO_RENEWAL', reason: null, domains}});
    expect(one.status).to.equal('fail');
    expect(one.summary).to.include('its renewal has FAILED for georgi.io').and.not.to.include('*.run.georgi.io,');
    const waiting = {
      status: 'PENDING_VALIDATION',
      reason: null,
      domains: [{domainName: HOST, status: 'PENDING_VALIDATION'}],
    };
    expect((await look({renewal: waiting})).summary).to.include(`PENDING_VALIDATION for ${HOST}: ACM does not find`);
    const caa = await look({renewal: {...waiting, reason: 'CAA_ERROR'}});
    expect(caa.summary).to.include('(CAA_ERROR)').and.not.to.include('CNAMEs');
    expect(caa.fix).to.include('`0 issue "amazon.com"`');
    const first = await look({domainValidation: [{...BY_DNS, status: 'FAILED'}]});
    expect(first.summary).to.include('has FAILED for');
  });

  it('fails where nothing uses it, and says what an exported one leaves undone', async () => {
    const unused = await look({renewalEligibility: 'INELIGIBLE', inUseBy: []});
    expect(unused.summary).to.include('nothing uses it');
    const exported = await look({isExportable: true});
    expect(exported.status).to.equal('pass');
    expect(exported.summary).to.include('ACM renews it here, and not where it was exported to');
  });

  it('fails where a CAA record keeps Amazon from issuing, and cannot tell above the zones of the account', async () => {
    const caa = (value: string, name = 'georgi.io') => record({name, type: 'CAA', values: [value], ttlSeconds: 300});
    const verdict = await look({}, {zone: 'zone'}, [CNAME, caa('0 issue "letsencrypt.org"')]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include(
      '*.run.georgi.io: CAA 0 issue "letsencrypt.org" does not let Amazon issue (at georgi.io)',
    );
    expect(verdict.fix).to.include('beside what is there');
    // The closest name that has any decides.
    const closer = [CNAME, caa('0 issue "letsencrypt.org"'), caa('0 issuewild "amazon.com"', 'run.georgi.io')];
    expect((await look({}, {zone: 'zone'}, closer)).status).to.equal('pass');

    const child = {id: 'ZRUN', name: 'run.georgi.io', isPrivate: false};
    const alone = awsWorld({...attachedTo(covering({})), hostedZone: child, records: [CNAME]});
    const {aws} = alone;
    const stated = {
      ...alone,
      aws: {
        ...aws,
        hostedZone: async (name: ResourceRef<'hostedZone'>) => ({
          ...(await aws.hostedZone(name)),
          statedNameServers: HEALTHY.delegation.nameServers,
        }),
      },
    };
    const thrown = await thrownBy(check.run({...PARAMS, zone: 'zone'}, stated), CannotTell);
    expect(thrown.message).to.include('the CAA records of georgi.io were not read');
    const seen = await check.run({...PARAMS, zone: 'zone', caaSeen: ['georgi.io']}, stated);
    expect(seen.status).to.equal('pass');
    // What the account does not have, the name servers say.
    const live = (caa: string) => {
      const names = namesOf({zones: {'georgi.io': {'georgi.io CAA': [caa]}, 'run.georgi.io': {}}});
      return check.run({...PARAMS, zone: 'zone'}, {...stated, names});
    };
    expect((await live('0 issue "amazon.com"')).status).to.equal('pass');
    const forbidden = await live('0 issue "letsencrypt.org"');
    expect(forbidden.status).to.equal('fail');
    expect(forbidden.summary).to.include('(at georgi.io, as its name servers say)');
  });

  it('says that CNAMEs and CAA records were not looked at without a zone, and which names are in another', async () => {
    expect((await look({})).summary).to.include('CAA records were not looked at');
    const two = {subjectAlternativeNames: ['*.run.georgi.io', 'example.com']};
    expect((await look(two, {zone: 'zone'}, [CNAME])).summary).to.include(
      'the zones of example.com hold was not looked at',
    );
  });

  it('wants the share of its lifetime to be left, to the millisecond', async () => {
    // A hundred days long, ten of them left.
    const brief = {notBefore: '2026-08-24T12:00:00.000Z', notAfter: '2026-12-02T12:00:00.000Z'};
    expect((await look(brief)).status).to.equal('pass');
    const late = await look({...brief, notAfter: '2026-12-02T11:59:59.999Z'});
    expect(late.status).to.equal('fail');
    expect(late.summary).to.include('(9.9 % of its life is left, less than 10.0 %), and ACM has not renewed it yet');
    expect((await look({...brief, notAfter: '2026-11-23T12:00:00.000Z'}, {minShareLeft: 0.01})).status).to.equal(
      'pass',
    );
  });

  it('fails on what a person has to renew, unless the days that are asked for are left', async () => {
    const byHand: Partial<Certificate>[] = [
      {type: 'IMPORTED', domainValidation: [], renewalEligibility: 'INELIGIBLE'},
      {domainValidation: [{...BY_DNS, method: 'EMAIL', record: null}]},
    ];
    for (const members of byHand) {
      const verdict = await look(members);
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.match(/never renews what was imported|only when somebody answers/);
      expect((await look(members, {minDaysLeft: 365})).status).to.equal('pass');
      const short = await look({...members, notAfter: '2027-11-22T11:59:59.999Z'}, {minDaysLeft: 365});
      expect(short.status).to.equal('fail');
      expect(short.summary).to.include('not in 365 days or more');
    }
  });

  it('fails on one that has expired, or is not issued, however much is asked for', async () => {
    const ended = {notAfter: '2026-11-22T11:59:59.999Z'};
    expect((await look(ended, {minShareLeft: 0})).summary).to.include('an expired certificate is not renewed');
    expect((await look({...ended, type: 'IMPORTED'}, {minDaysLeft: 0})).status).to.equal('fail');
    expect((await look({status: 'REVOKED'})).summary).to.include('it is REVOKED');
  });

  it('judges those in force, and every one of them', async () => {
    const good = covering({});
    const ended = covering({arn: acm('old'), notAfter: '2026-11-01T00:00:00.000Z', status: 'EXPIRED'});
    const imported = covering({arn: acm('imported'), type: 'IMPORTED'});
    const both = (certificates: readonly Certificate[]) =>
      check.run(
        PARAMS,
        awsWorld({certificates, listenerCertificates: certificates.map(({arn}) => ({arn, isDefault: false}))}),
      );
    expect((await both([ended, good])).status).to.equal('pass');
    const verdict = await both([good, imported]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include(imported.arn).and.not.to.include(good.arn);
  });

  it('leaves out the default one where another in the list is for the host: no client gets it', async () => {
    const good = covering({});
    const imported = covering({arn: acm('imported'), type: 'IMPORTED'});
    const attached = (isListed: boolean) =>
      awsWorld({
        certificates: [imported, good],
        listenerCertificates: [
          {arn: imported.arn, isDefault: true},
          {arn: good.arn, isDefault: false},
          ...(isListed ? [{arn: imported.arn, isDefault: false}] : []),
        ],
      });
    expect((await check.run(PARAMS, attached(false))).status).to.equal('pass');
    expect((await check.run(PARAMS, attached(true))).status).to.equal('fail');
  });

  it('fails when no certificate covers the host; cannot tell when one is in IAM', async () => {
    const other = certificate(['*.georgi.io']);
    const attached = {certificates: [other], listenerCertificates: [{arn: other.arn, isDefault: true}]};
    expect((await check.run(PARAMS, awsWorld(attached))).summary).to.include(`no certificate covers ${HOST}`);
    const uploaded = {arn: 'arn:aws:iam::444444444444:server-certificate/old', isDefault: true};
    await thrownBy(check.run(PARAMS, awsWorld({listenerCertificates: [uploaded]})), CannotTell);
  });

  it('looks for the validation records too where a zone is given, and uses the actions it declares', async () => {
    const cut = record({name: 'run.georgi.io', type: 'NS', values: ['ns-1.example']});
    const lost = await look({}, {zone: 'zone'}, []);
    expect(lost.status).to.equal('fail');
    expect(lost.summary).to.include('there is no CNAME, not one with _def.acm-validations.aws');
    expect((await look({}, {zone: 'zone'}, [CNAME])).status).to.equal('pass');
    await thrownBy(look({}, {zone: 'zone'}, [cut, CNAME]), CannotTell);
    const closed = awsWorld({
      ...attachedTo(covering({})),
      hostedZone: {id: 'ZVPC', name: 'georgi.io', isPrivate: true},
    });
    const inside = check.run({...PARAMS, zone: 'zone'}, closed);
    expect((await thrownBy(inside, CannotTell)).message).to.include('is private, and ACM asks from outside');

    const child = {id: 'ZRUN', name: 'run.georgi.io', isPrivate: false};
    const world = awsWorld({
      ...attachedTo(covering({})),
      records: [cut],
      otherZones: [zoneOf(child, [CNAME], ['ns-1.example'])],
    });
    expect((await check.run({...PARAMS, zone: 'zone'}, world)).status).to.equal('pass');
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('cannot tell where ACM does not say', async () => {
    const silent: Partial<Certificate>[] = [
      {notAfter: null},
      {notBefore: null},
      {renewalEligibility: null},
      {domainValidation: []},
      {domainValidation: [{...BY_DNS, method: null}]},
      {type: 'NEW_TYPE'},
      {renewal: {status: 'NEW_STATUS', reason: null, domains: []}},
    ];
    for (const members of silent) await thrownBy(look(members), CannotTell);
  });

  it('wants a tenth by default, and days only when asked to', () => {
    expect(check.params.parse({host: HOST, alb: 'alb'})).to.deep.equal(PARAMS);
  });
});

function look(members: Partial<Certificate>, params: object = {}, records?: readonly DnsRecord[]) {
  const facts = attachedTo(covering(members));
  return check.run({...PARAMS, ...params}, awsWorld(records === undefined ? facts : {...facts, records}));
}

function attachedTo(of: Certificate) {
  return {certificates: [of], listenerCertificates: [{arn: of.arn, isDefault: true}]};
}

function covering(members: Partial<Certificate>): Certificate {
  return certificate(['*.run.georgi.io'], {domainValidation: [BY_DNS], ...members});
}

function acm(id: string): string {
  return `arn:aws:acm:eu-central-1:444444444444:certificate/${id}`;
}
