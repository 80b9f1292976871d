import {expect} from 'chai';
import {webAclAllows as check} from '../../../src/checks/alb/web-acl-allows.ts';
import type {AwsWorld} from '../../../src/lab/aws-world.ts';
import {OWN_RULES} from '../../../src/lab/worlds/wafv2.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {WebAclRule} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {HOST} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';
import {bytes, FOR_SCANNERS, FROM_OFFICES, MANAGED, OWN, RATE, wafRule, webAcl} from '../../support/web-acl.ts';

const REQUEST = {host: HOST, path: '/jessica-service/mcp/sse'};
const EVERYTHING = webAcl([
  wafRule('scanners', 'block', FOR_SCANNERS),
  wafRule('own', 'group', OWN),
  wafRule('strangers', 'block', {type: 'not', statement: FROM_OFFICES}),
]);
const FROM_OFFICE = {...REQUEST, sourceIp: '203.0.113.9', country: 'DE'};

neverPassesUnanswered(check, {alb: 'alb', request: FROM_OFFICE}, {world: {webAcl: EVERYTHING}});

describe('alb/web-acl-allows', () => {
  it('passes on a request that no rule refuses, and uses the actions it declares', async () => {
    const world = awsWorld({webAcl: EVERYTHING});
    const verdict = await check.run(check.params.parse({alb: 'alb', request: FROM_OFFICE}), world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      `GET ${HOST}/jessica-service/mcp/sse from 203.0.113.9 at web ACL central-alb: no rule refuses it, and its default action allows it`,
    );
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('asks for no set that the verdict does not depend on', async () => {
    const blocked = webAcl([wafRule('all', 'block', bytes('/')), wafRule('strangers', 'block', FROM_OFFICES)]);
    const world = awsWorld({webAcl: blocked});
    expect((await check.run(check.params.parse({alb: 'alb', request: FROM_OFFICE}), world)).status).to.equal('fail');
    expect(world.usedActions()).not.to.include('wafv2:GetIPSet');
  });

  it('passes without a web ACL, and says so', async () => {
    const verdict = await look({}, {webAcl: null});
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include('no web ACL is associated with it');
  });

  it('fails on a rule that blocks the request, or asks for what a client of streams cannot solve', async () => {
    const blocked = await look({}, withRules(wafRule('no-sse', 'block', bytes('/jessica-service/mcp'))));
    expect(blocked.status).to.equal('fail');
    expect(blocked.summary).to.include('web ACL central-alb: rule no-sse blocks it');
    expect(blocked.fix).to.include('sampled requests of rule no-sse');
    for (const action of ['captcha', 'challenge'] as const) {
      const verdict = await look({}, withRules(wafRule('bots', action, bytes('/'))));
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.include('only a page in a browser can solve');
    }
  });

  it('fails where the default is to block and no rule allows it', async () => {
    const closed = {webAcl: webAcl([wafRule('api', 'allow', bytes('/api/'))], {defaultAction: 'block'})};
    const verdict = await look({}, closed);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('its default action blocks it, and no rule allows it');
    expect((await look({path: '/api/v1'}, closed)).summary).to.include('rule api allows it');
  });

  it('goes by priority: the first that ends it decides', async () => {
    const rules = [wafRule('mcp', 'allow', bytes('/jessica-service/')), wafRule('rest', 'block', bytes('/'))];
    expect((await look({}, withRules(...rules))).status).to.equal('pass');
    expect((await look({}, withRules(...rules.toReversed()))).status).to.equal('fail');
    const counted = [wafRule('seen', 'count', bytes('/')), ...rules];
    expect((await look({}, withRules(...counted))).status).to.equal('pass');
  });

  it('cannot tell what a managed group, a rate limit or Firewall Manager makes of it, unless it is assumed', async () => {
    const undecided = {
      webAcl: webAcl([wafRule('common', 'group', MANAGED), wafRule('rate', 'block', RATE)], {
        firewallManagerGroups: [{name: 'central', isFirst: true}],
      }),
    };
    const thrown = await thrownBy(look({}, undecided), CannotTell);
    expect(thrown.message).to.include('rule common: what the managed group AWS AWSManagedRulesCommonRuleSet makes');
    expect(thrown.message).to.include('rule rate: whether 100 in 300 s are exceeded (counted by IP)');
    expect(thrown.message).to.include('rule central: what a group of Firewall Manager holds');
    expect(thrown.fix).to.include('`assume:`');
    const assumed = await look({}, undecided, ['common', 'rate', 'central']);
    expect(assumed.status).to.equal('pass');
    expect(assumed.summary).to.include('central, common, rate let it through by `assume`');
    // What certainly refuses is not assumed away.
    const blocked = withRules(wafRule('no-sse', 'block', bytes('/')));
    expect((await look({}, blocked, ['no-sse'])).status).to.equal('fail');
    const stray = await thrownBy(look({}, undecided, ['comon']), CannotTell);
    expect(stray.message).to.include('`assume` names comon').and.to.include('common');
  });

  it('reads a group of its own where only that may allow what is blocked otherwise', async () => {
    const closed = (...rules: readonly WebAclRule[]) => ({webAcl: webAcl(rules, {defaultAction: 'block'})});
    const allowing = {...OWN_RULES, rules: [wafRule('mcp', 'allow', bytes('/jessica-service/mcp'))]};
    const own = closed(wafRule('own', 'group', OWN));
    const let_ = await look({}, {...own, wafRuleGroups: [allowing]});
    expect(let_.status).to.equal('pass');
    expect(let_.summary).to.include('rule own/mcp allows it');
    expect((await look({path: '/other'}, {...own, wafRuleGroups: [allowing]})).status).to.equal('fail');
    const before = withRules(wafRule('own', 'group', OWN), wafRule('rest', 'block', bytes('/')));
    expect((await look({}, {...before, wafRuleGroups: [allowing]})).status).to.equal('pass');
  });

  it('cannot tell where what is not known here may allow what is blocked otherwise', async () => {
    const managed = {
      webAcl: webAcl([], {defaultAction: 'block', firewallManagerGroups: [{name: 'fm', isFirst: true}]}),
    };
    const thrown = await thrownBy(look({}, managed), CannotTell);
    expect(thrown.message).to.include('rule fm: what a group of Firewall Manager holds is not known');
    // That it lets the request through may mean that it leaves it to the default, which blocks.
    expect((await thrownBy(look({}, managed, ['fm']), CannotTell)).message).to.include('rule fm: ');
    const novel = {webAcl: webAcl([wafRule('new', 'unknown', bytes('/'))], {defaultAction: 'block'})};
    expect((await thrownBy(look({}, novel), CannotTell)).message).to.include('its action unknown');
  });

  it('cannot tell what a challenge makes of a request that brings a token', async () => {
    const bots = withRules(wafRule('bots', 'challenge', bytes('/')));
    for (const headers of [{cookie: 'a=b; aws-waf-token=xyz'}, {'x-aws-waf-token': 'xyz'}]) {
      const thrown = await thrownBy(look({headers}, bots), CannotTell);
      expect(thrown.message).to.include('rule bots: whether its token is valid is not known');
      expect((await look({headers}, bots, ['bots'])).status).to.equal('pass');
    }
    expect((await look({headers: {cookie: 'a=b'}}, bots)).status).to.equal('fail');
  });

  it('cannot tell where a rule asks for what is not stated, and can where it is the same either way', async () => {
    const agent = bytes('curl', {part: 'SingleHeader:user-agent'});
    const thrown = await thrownBy(look({}, withRules(wafRule('no-curl', 'block', agent))), CannotTell);
    expect(thrown.message).to.include('it asks for the header user-agent: state it in `request.headers`');
    const all = withRules(wafRule('no-curl', 'block', agent), wafRule('rest', 'block', bytes('/')));
    expect((await look({}, all)).status).to.equal('fail');
    const headers = (value: string | false) => ({headers: {'User-Agent': value}});
    const named = withRules(wafRule('no-curl', 'block', agent));
    expect((await look(headers('curl/8'), named)).status).to.equal('fail');
    expect((await look(headers('python-httpx/0.28'), named)).status).to.equal('pass');
    expect((await look(headers(false), named)).status).to.equal('pass');
  });
});

function withRules(...rules: readonly WebAclRule[]): Partial<AwsWorld> {
  return {webAcl: webAcl(rules)};
}

function look(request: object, facts: Partial<AwsWorld>, assume: readonly string[] = []) {
  const params = check.params.parse({alb: 'alb', request: {...REQUEST, ...request}, assume});
  return check.run(params, awsWorld(facts));
}
