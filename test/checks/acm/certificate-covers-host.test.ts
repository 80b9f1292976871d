import {expect} from 'chai';
import {certificateCoversHost as check} from '../../../src/checks/acm/certificate-covers-host.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {Certificate} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {certificate, HOST, LISTENER, LOAD_BALANCER} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const PARAMS = {host: HOST, alb: 'alb', minDaysLeft: 14, clientsTrustIssuer: false};

neverPassesUnanswered(check, {host: 'mcp.run.georgi.io', alb: 'alb'});

describe('acm/certificate-covers-host', () => {
  it('passes on an issued certificate that covers the host', async () => {
    const world = awsWorld();
    const verdict = await check.run(PARAMS, world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include(`${HOST} covers it, valid until 2027-06-02`);
    expect(world.usedActions(), 'the list of all certificates is for failures').not.to.include('acm:ListCertificates');
  });

  it('names the certificates that would cover and are not on the listener, and uses the actions it declares', async () => {
    const short = certificate(['*.georgi.io']);
    const spare = certificate([HOST], {arn: acm('spare')});
    const world = awsWorld({
      listenerCertificates: [{arn: short.arn, isDefault: true}],
      certificates: [short, spare, certificate(['api.georgi.io'])],
    });
    const verdict = await check.run(PARAMS, world);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include(`${spare.arn} covers it (ISSUED) and is not on the listener`);
    expect(verdict.summary).not.to.include('api.georgi.io');
    expect(verdict.fix).to.equal(
      `Add it to the listener: \`aws elbv2 add-listener-certificates --listener-arn ${LISTENER.arn} --certificates CertificateArn=${spare.arn}\`.`,
    );
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('fails on one of a private authority where clients come from the internet', async () => {
    const own = certificate([HOST], {type: 'PRIVATE', issuer: 'Georgi Internal CA'});
    const held = {certificates: [own], listenerCertificates: [{arn: own.arn, isDefault: true}]};
    const verdict = await check.run(PARAMS, awsWorld(held));
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('a private authority issued it (PRIVATE)');
    const stated = await check.run({...PARAMS, clientsTrustIssuer: true}, awsWorld(held));
    expect(stated.status).to.equal('pass');
    expect(stated.summary).to.include('which the clients are said to trust');
    const inside = awsWorld({...held, loadBalancer: {...LOAD_BALANCER, scheme: 'internal'}});
    const passed = await check.run(PARAMS, inside);
    expect(passed.status).to.equal('pass');
    expect(passed.summary).to.include('whether its clients trust that was not looked at');
  });

  it('cannot tell whether clients trust an issuer that nobody here knows', async () => {
    const own = certificate([HOST], {type: 'IMPORTED', issuer: 'Georgi Internal CA'});
    const held = {certificates: [own], listenerCertificates: [{arn: own.arn, isDefault: true}]};
    const thrown = await thrownBy(check.run(PARAMS, awsWorld(held)), CannotTell);
    expect(thrown.message).to.include('whether clients trust Georgi Internal CA');
    expect(thrown.fix).to.include('`clientsTrustIssuer: true`');
  });

  it('never advises one that ends before the days that are asked for', async () => {
    const tomorrow = certificate([HOST], {arn: acm('spare'), notAfter: '2026-11-21T09:00:00.000Z'});
    const world = awsWorld({listenerCertificates: [], certificates: [tomorrow]});
    const verdict = await check.run(PARAMS, world);
    expect(verdict.summary).to.include(`${tomorrow.arn} covers it`);
    expect(verdict.fix).to.include('Request a certificate').and.not.to.include('add-listener-certificates');
  });

  it('does not call one a spare that is on the listener and has expired', async () => {
    const ended = certificate([HOST], {notAfter: '2026-11-01T00:00:00.000Z'});
    const world = awsWorld({
      listenerCertificates: [{arn: ended.arn, isDefault: true}],
      certificates: [ended],
    });
    const verdict = await check.run(PARAMS, world);
    expect(verdict.summary).to.include('has expired').and.not.to.include('is not on the listener');
    expect(verdict.fix).to.include('Request a certificate');
  });

  it('reads the names of a spare one beyond the first hundred, and does not offer one that is not issued', async () => {
    const hundred = Array.from({length: 100}, (_, i) => `${i}.example.com`);
    const pending = certificate([...hundred, HOST], {arn: acm('spare'), status: 'PENDING_VALIDATION'});
    const world = awsWorld({listenerCertificates: [], certificates: [pending]});
    const verdict = await check.run(PARAMS, world);
    expect(verdict.summary).to.include('covers it (PENDING_VALIDATION) and is not on the listener');
    expect(verdict.fix).to.include('Request a certificate for mcp.run.georgi.io or *.run.georgi.io in eu-central-1');
  });

  it('passes when one of several does, whatever the others are', async () => {
    const good = certificate(['georgi.io', HOST]);
    const verdict = await look([
      certificate(['*.georgi.io']),
      certificate([HOST], {status: 'EXPIRED', arn: acm('old')}),
      good,
    ]);
    expect(verdict.status).to.equal('pass');
    expect(verdict.evidence.map(({what}) => what)).to.include(`covers ${HOST}`);
  });

  it('fails on the wildcard that is one label short, saying why and which names would cover', async () => {
    const verdict = await look([certificate(['*.georgi.io', 'georgi.io'])]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('*.georgi.io stands for one label only, and "mcp.run" are 2');
    expect(verdict.summary).to.include('mcp.run.georgi.io or *.run.georgi.io');
  });

  it('judges the SANs alone, not the domain name', async () => {
    expect((await look([certificate(['api.georgi.io'], {domainName: HOST})])).status).to.equal('fail');
  });

  it('fails when it covers but is not issued', async () => {
    const verdict = await look([certificate([HOST], {status: 'PENDING_VALIDATION', notAfter: null})]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('is PENDING_VALIDATION, not ISSUED');
  });

  it('wants the days left to be at least the least, to the millisecond', async () => {
    expect((await look([certificate([HOST], {notAfter: '2026-12-06T12:00:00.000Z'})])).status).to.equal('pass');
    const short = await look([certificate([HOST], {notAfter: '2026-12-06T11:59:59.999Z'})]);
    expect(short.status).to.equal('fail');
    expect(short.summary).to.include('expires in 13.9 days (2026-12-06T11:59:59.999Z)');
    expect((await look([certificate([HOST], {notAfter: '2026-11-22T12:00:00.000Z'})], 0)).status).to.equal('pass');
    const ended = await look([certificate([HOST], {notAfter: '2026-11-22T11:59:59.999Z'})], 0);
    expect(ended.summary).to.include('has expired');
  });

  it('fails when the listener has no certificate, or is none that could', async () => {
    expect((await look([])).summary).to.include('it has no certificate');
    const plain = {...LISTENER, port: 80, protocol: 'HTTP'};
    const verdict = await check.run(PARAMS, awsWorld({listener: plain}));
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('it speaks HTTP');
  });

  it('cannot tell what a certificate of IAM holds, unless one of ACM will do', async () => {
    const uploaded = {arn: 'arn:aws:iam::444444444444:server-certificate/old', isDefault: true};
    const inAcm = certificate(['*.georgi.io']);
    const listed = [uploaded, {arn: inAcm.arn, isDefault: false}];
    const params = PARAMS;
    const short = awsWorld({listenerCertificates: listed, certificates: [inAcm]});
    expect((await thrownBy(check.run(params, short), CannotTell)).message).to.include(uploaded.arn);
    const good = {...inAcm, subjectAlternativeNames: [HOST]};
    const fine = awsWorld({listenerCertificates: listed, certificates: [good]});
    expect((await check.run(params, fine)).status).to.equal('pass');
  });

  it('cannot tell how long an issued certificate without an end lasts', async () => {
    expect((await thrownBy(look([certificate([HOST], {notAfter: null})]), CannotTell)).message).to.include('NotAfter');
    // Another host's certificate could not help, however long it lasts.
    expect((await look([certificate(['api.georgi.io'], {notAfter: null})])).status).to.equal('fail');
  });

  it('wants 14 days by default', () => {
    expect(check.params.parse({host: HOST, alb: 'alb'})).to.have.property('minDaysLeft', 14);
  });
});

function look(certificates: readonly Certificate[], minDaysLeft = 14) {
  const listenerCertificates = certificates.map(({arn}, i) => ({arn, isDefault: i === 0}));
  return check.run({...PARAMS, minDaysLeft}, awsWorld({certificates, listenerCertificates}));
}

function acm(id: string): string {
  return `arn:aws:acm:eu-central-1:444444444444:certificate/${id}`;
}
