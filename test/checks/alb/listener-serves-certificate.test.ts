import {expect} from 'chai';
import {listenerServesCertificate as check} from '../../../src/checks/alb/listener-serves-certificate.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {Certificate} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {certificate, HOST, LISTENER, LOAD_BALANCER} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const PARAMS = {alb: 'alb', host: HOST, clientCertificates: false, clientsTrustIssuer: false};
const WILDCARD = certificate(['*.georgi.io']);
const IAM = 'arn:aws:iam::444444444444:server-certificate/old';

neverPassesUnanswered(check, {alb: 'alb', host: 'mcp.run.georgi.io'});

describe('alb/listener-serves-certificate', () => {
  it('passes on the one in the list that covers the host, and uses the actions it declares', async () => {
    const world = listenerWith(WILDCARD, certificate([HOST]));
    const verdict = await check.run(PARAMS, world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      `listener 443: it presents ${HOST} with certificate of ${HOST} (it alone in the list is for ${HOST})`,
    );
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('passes on a default that covers the host when none in the list does', async () => {
    const verdict = await look(certificate(['*.run.georgi.io']), certificate(['api.georgi.io']));
    expect(verdict.status).to.equal('pass');
    expect(verdict.actual).to.include('its default certificate of *.run.georgi.io');
  });

  it('fails when the default answers and does not cover it: a wildcard one label short', async () => {
    const verdict = await look(WILDCARD, certificate(['api.georgi.io']));
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include(`none in the list is for ${HOST}: the default`);
    expect(verdict.summary).to.include('*.georgi.io stands for one label only');
  });

  it('fails on the one presented although another would do', async () => {
    const ended = certificate([HOST], {keyAlgorithm: 'EC_prime256v1', notAfter: '2026-11-22T11:59:59.999Z'});
    const good = certificate(['*.run.georgi.io']);
    const verdict = await look(WILDCARD, ended, good);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('of several it has the better kind of key');
    expect(verdict.summary).to.include('has expired');
    expect((await look(WILDCARD, {...ended, notAfter: '2026-11-22T12:00:00.000Z'}, good)).status).to.equal('pass');
  });

  it('fails when it is not issued', async () => {
    expect((await look(WILDCARD, certificate([HOST], {status: 'REVOKED'}))).summary).to.include(
      'is REVOKED, not ISSUED',
    );
  });

  it('passes on a TLS listener of a network load balancer, which presents one too', async () => {
    const verdict = await check.run(PARAMS, awsWorld({listener: {...LISTENER, protocol: 'TLS'}}));
    expect(verdict.status).to.equal('pass');
  });

  it('fails without any certificate, or over plain HTTP', async () => {
    expect((await look()).summary).to.include('it has no certificate');
    const plain = await check.run(PARAMS, awsWorld({listener: {...LISTENER, port: 80, protocol: 'HTTP'}}));
    expect(plain.status).to.equal('fail');
    expect(plain.summary).to.include('listener 80: it speaks HTTP');
  });

  it('fails where clients are asked for a certificate of their own, unless they have one', async () => {
    const right = {...listed(WILDCARD, certificate([HOST])), listener: verifying('verify')};
    const verdict = await check.run(PARAMS, awsWorld(right));
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('listener 443: it verifies certificates of clients (mutual TLS)');
    const stated = await check.run({...PARAMS, clientCertificates: true}, awsWorld(right));
    expect(stated.status).to.equal('pass');
    expect(stated.summary).to.include('which was not looked at');
    const passed = await check.run(PARAMS, awsWorld({...right, listener: verifying('passthrough')}));
    expect(passed.status).to.equal('pass');
    expect(passed.summary).to.include('unverified');
  });

  it('fails where the load balancer takes no requests', async () => {
    const right = listed(WILDCARD, certificate([HOST]));
    const failed = {...LOAD_BALANCER, state: {code: 'failed', reason: null}};
    expect((await check.run(PARAMS, awsWorld({...right, loadBalancer: failed}))).status).to.equal('fail');
  });

  it('passes on what has not expired beside an expired one with a larger key', async () => {
    const ended = certificate([HOST], {keyAlgorithm: 'RSA_4096', notAfter: '2026-11-22T11:59:59.999Z'});
    const good = certificate(['*.run.georgi.io'], {keyAlgorithm: 'RSA_2048'});
    const verdict = await look(WILDCARD, ended, good);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include('of several it has not expired');
  });

  it('fails on one of a private authority, unless its clients trust that', async () => {
    const own = certificate([HOST], {type: 'PRIVATE', issuer: 'Georgi Internal CA'});
    expect((await look(WILDCARD, own)).summary).to.include('a private authority issued it');
    const inside = awsWorld({...listed(WILDCARD, own), loadBalancer: {...LOAD_BALANCER, scheme: 'internal'}});
    expect((await check.run(PARAMS, inside)).summary).to.include('was issued by Georgi Internal CA, and whether');
    const stated = await check.run({...PARAMS, clientsTrustIssuer: true}, listenerWith(WILDCARD, own));
    expect(stated.status).to.equal('pass');
    const imported = {...own, type: 'IMPORTED'};
    const thrown = await thrownBy(look(WILDCARD, imported), CannotTell);
    expect(thrown.message).to.include('whether clients trust Georgi Internal CA');
  });

  it('cannot tell which of two alike is presented, where it matters', async () => {
    const revoked = certificate([HOST], {status: 'REVOKED'});
    const good = certificate(['*.run.georgi.io']);
    const thrown = await thrownBy(look(WILDCARD, revoked, good), CannotTell);
    expect(thrown.message).to.include('depends on which');
    expect(thrown.fix).to.include('command by hand');
    expect((await look(WILDCARD, {...revoked, status: 'ISSUED'}, good)).status).to.equal('pass');
    expect((await look(WILDCARD, revoked, {...good, status: 'EXPIRED'})).status).to.equal('fail');
  });

  it('cannot tell what a certificate of IAM is for, where it matters', async () => {
    const withIam = [
      {arn: IAM, isDefault: false},
      {arn: WILDCARD.arn, isDefault: true},
    ];
    const asListed = awsWorld({certificates: [WILDCARD], listenerCertificates: withIam});
    expect((await thrownBy(check.run(PARAMS, asListed), CannotTell)).message).to.include(IAM);
    // As the default it is presented to nobody who asks for a host of the list.
    const good = certificate([HOST]);
    const byDefault = [
      {arn: IAM, isDefault: true},
      {arn: good.arn, isDefault: false},
    ];
    const asDefault = awsWorld({certificates: [good], listenerCertificates: byDefault});
    expect((await check.run(PARAMS, asDefault)).status).to.equal('pass');
  });

  it('cannot tell how long one without an end lasts', async () => {
    await thrownBy(look(WILDCARD, certificate([HOST], {notAfter: null})), CannotTell);
  });
});

/** The first is the default. */
function listed(...certificates: readonly Certificate[]) {
  return {certificates, listenerCertificates: certificates.map(({arn}, i) => ({arn, isDefault: i === 0}))};
}

function listenerWith(...certificates: readonly Certificate[]) {
  return awsWorld(listed(...certificates));
}

function verifying(mode: string) {
  return {...LISTENER, mutualTls: {...LISTENER.mutualTls, mode}};
}

function look(...certificates: readonly Certificate[]) {
  return check.run(PARAMS, listenerWith(...certificates));
}
