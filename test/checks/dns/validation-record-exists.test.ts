import {expect} from 'chai';
import {validationRecordExists as check} from '../../../src/checks/dns/validation-record-exists.ts';
import type {AwsWorld} from '../../../src/lab/aws-world.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {Certificate, DnsRecord, DomainValidation} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {certificate, HOST, record, ZONE, zoneOf} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const NAME = '_abc.run.georgi.io';
const VALUE = '_def.acm-validations.aws';
const CHILD = {id: 'ZRUN', name: 'run.georgi.io', isPrivate: false};
const PARAMS = {host: HOST, alb: 'alb', zone: 'zone', caaSeen: []};

neverPassesUnanswered(check, {host: 'mcp.run.georgi.io', alb: 'alb', zone: 'zone'});

describe('dns/validation-record-exists', () => {
  it('passes when the CNAME is there with the value, in any spelling', async () => {
    const verdict = await look([cname(VALUE.toUpperCase())]);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include(`${NAME} in zone georgi.io (${ZONE.id}): the CNAME names ${VALUE}`);
  });

  it('fails when it is absent, another type, or names something else', async () => {
    for (const records of [[], [record({name: NAME, type: 'TXT', values: [VALUE]})]]) {
      const verdict = await look(records);
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.include(`there is no CNAME, not one with ${VALUE}`);
      expect(verdict.fix).to.include(`${NAME} CNAME ${VALUE}`);
    }
    const other = await look([cname('_old.acm-validations.aws')]);
    expect(other.summary).to.include(`the CNAME names _old.acm-validations.aws, not ${VALUE}`);
  });

  it('wants every CNAME of the certificate that lies in the zone, and shares one between a name and its wildcard', async () => {
    const validation = [
      dns('*.run.georgi.io', NAME, VALUE),
      dns('run.georgi.io', NAME, VALUE),
      dns('georgi.io', '_root.georgi.io', '_r.acm-validations.aws'),
      dns('example.com', '_else.example.com', '_e.acm-validations.aws'),
    ];
    const one = await look([cname(VALUE)], validated(validation));
    expect(one.summary).to.include('_root.georgi.io in zone georgi.io').and.not.to.include('_else');
    const both = [cname(VALUE), cname('_r.acm-validations.aws', '_root.georgi.io')];
    const verdict = await look(both, validated(validation));
    expect(verdict.status).to.equal('pass');
    expect(verdict.evidence).to.have.length(2);
  });

  it('fails on a CNAME that was left above a delegation, and uses the actions it declares', async () => {
    const cut = record({name: 'run.georgi.io', type: 'NS', values: ['ns-1.example']});
    const records = [cut, cname(VALUE)];
    const child = (...inChild: DnsRecord[]) => ({otherZones: [zoneOf(CHILD, inChild, ['ns-1.example'])]});
    const world = worldWith(records, validated(), child());
    const verdict = await check.run(PARAMS, world);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include(
      `${NAME} in zone run.georgi.io (ZRUN): there is no CNAME, not one with ${VALUE}; the one in zone georgi.io (${ZONE.id}) is dead`,
    );
    expect(world.usedActions()).to.deep.equal(check.iam);
    const moved = await look(records, validated(), child(cname(VALUE)));
    expect(moved.status).to.equal('pass');
    const foreign = look(records, validated());
    expect((await thrownBy(foreign, CannotTell)).message).to.include('not a zone of this account');
  });

  it('fails when nobody is sent to the zone', async () => {
    const facts = {hostedZone: CHILD, otherZones: [zoneOf(ZONE)]};
    const verdict = await look([cname(VALUE)], validated(), facts);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('nobody is sent there');
  });

  it('fails when a CAA record keeps Amazon from issuing', async () => {
    const caa = record({name: 'georgi.io', type: 'CAA', values: ['0 issue ";"']});
    const verdict = await look([cname(VALUE), caa]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('CAA 0 issue ";" does not let Amazon issue (at georgi.io)');
  });

  it('fails when ACM validates by email, or not at all', async () => {
    const byMail = [{domainName: '*.run.georgi.io', status: 'SUCCESS', method: 'EMAIL', record: null}];
    expect((await look([], validated(byMail))).summary).to.include('is validated by EMAIL for *.run.georgi.io');
    expect((await look([], validated([], {type: 'IMPORTED'}))).summary).to.include('is IMPORTED');
  });

  it('fails when no certificate on the listener covers the host', async () => {
    const verdict = await look([cname(VALUE)], certificate(['*.georgi.io']));
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include(`listener 443: no certificate covers ${HOST}`);
  });

  it('cannot tell when ACM names no CNAME, or none in this zone, or the zone is private', async () => {
    expect((await thrownBy(look([], validated([])), CannotTell)).message).to.include(
      'names no CNAME in zone georgi.io',
    );
    const elsewhere = validated([dns('*.run.georgi.io', '_else.example.com', VALUE)]);
    await thrownBy(look([cname(VALUE)], elsewhere), CannotTell);
    await thrownBy(look([cname(VALUE)], validated(), {hostedZone: {...ZONE, isPrivate: true}}), CannotTell);
  });

  it('cannot tell when ACM names one CNAME and not the other, of one certificate or of two', async () => {
    const silent: DomainValidation = {domainName: 'georgi.io', status: null, method: 'DNS', record: null};
    const half = validated([dns('*.run.georgi.io', NAME, VALUE), silent]);
    expect((await thrownBy(look([cname(VALUE)], half), CannotTell)).message).to.include('for georgi.io');

    const [named, unnamed] = [
      validated(),
      validated([], {arn: 'arn:aws:acm:eu-central-1:444444444444:certificate/two'}),
    ];
    const both = {
      certificates: [named, unnamed],
      listenerCertificates: [named, unnamed].map(({arn}, i) => ({arn, isDefault: i === 0})),
    };
    expect((await thrownBy(look([cname(VALUE)], named, both), CannotTell)).message).to.include('the certificate of');
  });

  it('cannot tell what a certificate of IAM is validated by', async () => {
    const uploaded = {arn: 'arn:aws:iam::444444444444:server-certificate/old', isDefault: true};
    const world = look([], validated(), {listenerCertificates: [uploaded]});
    expect((await thrownBy(world, CannotTell)).message).to.include(uploaded.arn);
  });
});

function look(records: readonly DnsRecord[], of: Certificate = validated(), facts: Partial<AwsWorld> = {}) {
  return check.run(PARAMS, worldWith(records, of, facts));
}

function worldWith(records: readonly DnsRecord[], of: Certificate, facts: Partial<AwsWorld> = {}) {
  return awsWorld({certificates: [of], listenerCertificates: [{arn: of.arn, isDefault: true}], ...facts, records});
}

function validated(
  domainValidation: readonly DomainValidation[] = [dns('*.run.georgi.io', `${NAME}.`, `${VALUE}.`)],
  members: Partial<Certificate> = {},
): Certificate {
  return certificate(['*.run.georgi.io'], {domainValidation, ...members});
}

function dns(domainName: string, name: string, value: string): DomainValidation {
  return {domainName, status: 'SUCCESS', method: 'DNS', record: {name, type: 'CNAME', value}};
}

function cname(value: string, name = NAME): DnsRecord {
  return record({name, type: 'CNAME', values: [`${value}.`], ttlSeconds: 300});
}
