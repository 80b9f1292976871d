import {expect} from 'chai';
import {listenerTerminatesTls as check} from '../../../src/checks/alb/listener-terminates-tls.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {Listener} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {forward, LISTENER, LOAD_BALANCER} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

neverPassesUnanswered(check, {alb: 'alb', defaultAction: {fixedResponse: {status: 404}}});

describe('alb/listener-terminates-tls', () => {
  it('passes on HTTPS from TLS 1.2 on, and uses the actions it declares', async () => {
    const world = awsWorld();
    const verdict = await check.run(params(), world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal('listener 443: HTTPS with ELBSecurityPolicy-TLS13-1-2-2021-06');
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('fails on a policy that admits an older version, and passes on its exact one', async () => {
    const verdict = await look({sslPolicy: 'ELBSecurityPolicy-2016-08'});
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.equal(
      'listener 443: its policy ELBSecurityPolicy-2016-08 admits TLS 1.0, not only 1.2 or newer',
    );
    expect((await look({}, {minTls: '1.3'})).status).to.equal('fail');
    expect((await look({sslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06'}, {minTls: '1.3'})).status).to.equal('pass');
    expect((await look({sslPolicy: 'ELBSecurityPolicy-2016-08'}, {minTls: '1.0'})).status).to.equal('pass');
  });

  it('fails on a listener that speaks HTTP', async () => {
    const verdict = await look({port: 80, protocol: 'HTTP', sslPolicy: null});
    expect(verdict.summary).to.equal('listener 80: it speaks HTTP, not HTTPS');
  });

  it('lets a list of policies count instead of the version', async () => {
    const policies = ['ELBSecurityPolicy-2016-08', 'ELBSecurityPolicy-Ours'];
    expect((await look({}, {policies})).summary).to.include('not ELBSecurityPolicy-2016-08 or ELBSecurityPolicy-Ours');
    expect((await look({sslPolicy: 'ELBSecurityPolicy-2016-08'}, {policies})).status).to.equal('pass');
    expect((await look({sslPolicy: 'ELBSecurityPolicy-Ours'}, {policies})).status).to.equal('pass');
  });

  it('judges the default action only when it is stated', async () => {
    const stated = {defaultAction: {fixedResponse: {status: 404}}};
    const passed = await look({}, stated);
    expect(passed.summary).to.include('by default fixed response 404');
    expect(passed.status).to.equal('pass');
    const other = await look({}, {defaultAction: {fixedResponse: {status: 403}}});
    expect(other.summary).to.include('its default action is fixed response 404, not fixed response 403');
    const open = {defaultActions: [forward(['jessica-service-api', 1])]};
    expect((await look(open, stated)).summary).to.include('its default action is forward');
    expect((await look(open)).status).to.equal('pass');
    const login = {type: 'authenticate-oidc', order: 1, onUnauthenticatedRequest: 'authenticate'} as const;
    const behindLogin = {defaultActions: [login, ...LISTENER.defaultActions.map((one) => ({...one, order: 2}))]};
    expect((await look(behindLogin, stated)).summary).to.include(
      'its default action is authenticate-oidc, then fixed response 404, not fixed response 404',
    );
    expect((await look({defaultActions: []}, stated)).summary).to.include('its default action is none');
  });

  it('names all that is wrong at once', async () => {
    const verdict = await look({protocol: 'HTTP'}, {defaultAction: {fixedResponse: {status: 403}}});
    expect(verdict.summary).to.include('it speaks HTTP, not HTTPS; its default action is');
  });

  it('cannot tell what a policy of another name admits, or without any', async () => {
    const thrown = await thrownBy(look({sslPolicy: 'ELBSecurityPolicy-2031-01'}), CannotTell);
    expect(thrown.message).to.include('ELBSecurityPolicy-2031-01 admits is not known');
    expect(thrown.fix).to.include('describe-ssl-policies');
    await thrownBy(look({sslPolicy: null}), CannotTell);
  });

  it('fails where clients without a certificate of their own are refused, and says what else is asked of them', async () => {
    const mutualTls = (mode: string) => ({mutualTls: {...LISTENER.mutualTls, mode}});
    const verdict = await look(mutualTls('verify'));
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('those that present none are refused in the handshake');
    expect(verdict.fix).to.include('`clientCertificates: true`');
    expect((await look(mutualTls('verify'), {clientCertificates: true})).summary).to.include('have to present');
    expect((await look(mutualTls('passthrough'))).summary).to.include('unverified');
    await thrownBy(look(mutualTls('attest')), CannotTell);
    // A listener without TLS asks for no certificate, whatever is left in its configuration.
    expect((await look({...mutualTls('verify'), protocol: 'HTTP'})).summary).not.to.include('mutual TLS');
  });

  it('fails where the load balancer takes no requests, and says when it cannot grow', async () => {
    const inState = (code: string) =>
      check.run(params(), awsWorld({loadBalancer: {...LOAD_BALANCER, state: {code, reason: null}}}));
    expect((await inState('provisioning')).summary).to.include('still being set up');
    expect((await inState('failed')).status).to.equal('fail');
    const impaired = await inState('active_impaired');
    expect(impaired.status).to.equal('pass');
    expect(impaired.summary).to.include('active_impaired');
  });

  it('wants TLS 1.2 by default', () => {
    expect(check.params.parse({alb: 'alb'})).to.deep.equal({alb: 'alb', minTls: '1.2', clientCertificates: false});
    expect(check.params.safeParse({alb: 'alb', minTls: '1.4'}).success).to.equal(false);
  });
});

type Params = Parameters<typeof check.run>[0];

function params(more: Partial<Params> = {}): Params {
  return {alb: 'alb', minTls: '1.2', clientCertificates: false, ...more};
}

function look(members: Partial<Listener>, more: Partial<Params> = {}) {
  return check.run(params(more), awsWorld({listener: {...LISTENER, ...members}}));
}
