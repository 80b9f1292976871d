import {expect} from 'chai';
import {routeReachesVpcLink as check} from '../../../src/checks/apigateway/route-reaches-vpc-link.ts';
import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {ApiIntegration, ListenerRule, RuleCondition} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {
  API,
  apiRoute,
  apiStage,
  forward,
  integration,
  LISTENER,
  LOAD_BALANCER,
  NOT_FOUND,
  rule,
  servedApi,
  targetGroup,
  targetHealth,
  vpcLink,
} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

type Params = Parameters<typeof check.run>[0];
const PARAMS: Params = {api: 'api', stage: 'prod', method: 'GET', path: '/jessica-service/mcp', alb: 'alb'};
const PROXY = '/jessica-service/{proxy+}';
const LINK = vpcLink();
/** The path of the uri is that of the route. */
const ALIGNED = 'https://api.georgi.io/jessica-service/{proxy}';
const RIGHT = rule(10, {host: 'api.georgi.io', path: '/prod/jessica-service/*'}, forward(['jessica-service-sse', 1]));
const MAPPED = {'integration.request.path.proxy': 'method.request.path.proxy'};
const OTHER_ARN = LOAD_BALANCER.arn.replace('central-alb', 'other-alb');
const LINK_VARIABLE = `\${stageVariables.link}`;
const DEFAULT = rule('default', {}, NOT_FOUND);

neverPassesUnanswered(check, {
  api: 'api',
  stage: 'jessica-service',
  method: 'GET',
  path: '/api/v1/status',
  vpcLink: 'central-link',
  alb: 'alb',
  targetGroup: 'jessica-service-api',
});

describe('apigateway/route-reaches-vpc-link', () => {
  it('passes when the rules take what the load balancer sees, naming the rule', async () => {
    const verdict = await look({}, {targetGroup: 'jessica-service-sse', vpcLink: 'central-link'});
    expect(verdict.status).to.equal('pass');
    expect(verdict.actual).to.equal(
      'VPC link central-link, then GET api.georgi.io/prod/jessica-service/mcp: rule 10, target group jessica-service-sse',
    );
  });

  it('fails when the stage in the path, or the host of the uri, misses the rule', async () => {
    const unstaged = rule(10, {host: 'api.georgi.io', path: '/jessica-service/*'}, forward(['jessica-service-sse', 1]));
    const verdict = await look({}, {}, {listenerRules: [unstaged, DEFAULT]});
    expect(verdict.status).to.equal('fail');
    expect(verdict.actual).to.equal(
      'the load balancer sees GET api.georgi.io/prod/jessica-service/mcp: the default rule, fixed response 404',
    );
    const named = rule(10, {host: 'mcp.run.georgi.io', path: '/prod/*'}, forward(['jessica-service-sse', 1]));
    expect((await look({}, {}, {listenerRules: [named, DEFAULT]})).status).to.equal('fail');
  });

  describe('where the rule rewrites what it takes', () => {
    const rewriting = (regex: string, replace: string) => ({
      listenerRules: [{...RIGHT, transforms: [{type: 'url-rewrite', rewrites: [{regex, replace}]}]}, DEFAULT],
    });
    const unstaged = rewriting('^/prod/(.*)$', '/$1');

    it('says what the target sees, and judges it where an item states that', async () => {
      expect((await look({}, {}, unstaged)).actual).to.include(
        'rule 10, target group jessica-service-sse, the target sees path /jessica-service/mcp',
      );
      const targetSees = {path: '/jessica-service/mcp'};
      expect((await look({}, {targetSees}, unstaged)).status).to.equal('pass');
      expect((await look({}, {targetSees}, rewriting('^/prod/jessica-service/(.*)$', '/$1'))).actual).to.equal(
        'the target sees path /mcp, not /jessica-service/mcp',
      );
      expect((await look({}, {targetSees})).actual).to.equal(
        'the target sees path /prod/jessica-service/mcp, not /jessica-service/mcp',
      );
    });

    it('cannot tell where it is not clear what the target sees', async () => {
      const unclear = look({}, {targetSees: {path: '/x'}}, rewriting('^/Prod/', '/'));
      expect((await thrownBy(unclear, CannotTell)).message).to.include('is not clear');
    });
  });

  it('advises to send the header that the rule asks for, where that alone is missing', async () => {
    const secret: RuleCondition = {field: 'http-header', name: 'X-Origin-Verify', values: ['abc'], regexValues: []};
    const guarded = {...RIGHT, conditions: [...RIGHT.conditions, secret]};
    const verdict = await look({}, {headers: {'x-origin-verify': []}}, {listenerRules: [guarded, DEFAULT]});
    expect(verdict.fix).to.include(
      'Let the integration send what rule 10 asks for in X-Origin-Verify (integration.request.header.X-Origin-Verify)',
    );
    const elsewhere = rule(10, {host: 'x.georgi.io', path: '/prod/*'}, forward(['jessica-service-sse', 1]));
    const other = {...elsewhere, conditions: [...elsewhere.conditions, secret]};
    expect((await look({}, {headers: {'x-origin-verify': []}}, {listenerRules: [other, DEFAULT]})).fix).to.include(
      'Let a listener rule match the host and path',
    );
  });

  it('fails on another target group', async () => {
    expect((await look({}, {targetGroup: 'jessica-service-api'})).actual).to.include(
      'rule 10, target group jessica-service-sse',
    );
  });

  it('fails when a login comes first', async () => {
    const login = {type: 'authenticate-oidc', order: 1, onUnauthenticatedRequest: 'authenticate'} as const;
    const gated = {...RIGHT, actions: [login, forward(['jessica-service-sse', 1])]};
    expect((await look({}, {}, {listenerRules: [gated, DEFAULT]})).actual).to.include('authenticate-oidc, then target');
    const allowing = {
      ...RIGHT,
      actions: [{...login, onUnauthenticatedRequest: 'allow'} as const, forward(['jessica-service-sse', 1])],
    };
    expect((await look({}, {}, {listenerRules: [allowing, DEFAULT]})).status).to.equal('pass');
  });

  for (const [what, members, facts] of [
    ['uses no VPC link', {connectionType: 'INTERNET', connectionId: null}, {}],
    ['there is no VPC link vl-9', {connectionId: 'vl-9'}, {}],
    ['VPC link central-link is FAILED', {}, {vpcLinks: [vpcLink({status: 'FAILED'})]}],
    ['VPC link central-link is INACTIVE', {}, {vpcLinks: [vpcLink({status: 'INACTIVE'})]}],
    ['VPC link central-link is DELETING', {}, {vpcLinks: [vpcLink({status: 'DELETING'})]}],
    ['it calls arn:other, which is not a load balancer', {integrationTarget: 'arn:other'}, {}],
    [`it calls ${OTHER_ARN}, not listener 443 of central-alb`, {integrationTarget: OTHER_ARN}, {}],
    [
      'it verifies api.example.com, and the certificate of',
      {uri: 'https://api.example.com/jessica-service/{proxy}'},
      {},
    ],
    ['it speaks http to a listener for HTTPS', {uri: 'http://api.georgi.io:443'}, {}],
    ['no variable for the VPC link', {connectionId: LINK_VARIABLE}, {}],
    ['no resource and method takes', {}, {apiRoutes: []}],
    ['it has no integration', {}, {apiRoutes: [apiRoute({path: PROXY, integration: null})]}],
  ] as [string, Partial<ApiIntegration>, Partial<AwsWorld>][]) {
    it(`fails: ${what}`, async () => {
      const verdict = await look(members, {}, facts);
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.include(what);
    });
  }

  it('resolves stage variables and takes a listener for a target', async () => {
    const members = {connectionId: LINK_VARIABLE, integrationTarget: LISTENER.arn};
    const routes = [apiRoute({path: PROXY, integration: integration({uri: ALIGNED, ...members})})];
    const stages = {servedApis: {prod: servedApi({routes, variables: {link: LINK.id}})}};
    expect((await look(members, {vpcLink: LINK.id}, stages)).status).to.equal('pass');
    expect((await look(members, {vpcLink: 'other'}, stages)).actual).to.equal(
      `it goes over VPC link central-link (${LINK.id}), not other`,
    );
  });

  it('cannot tell when AWS does not say which load balancer is called', async () => {
    expect((await thrownBy(look({integrationTarget: null}), CannotTell)).message).to.include('does not say which');
  });

  describe('through a network load balancer, the way of version 1 links', () => {
    const nlb = {
      ...LOAD_BALANCER,
      arn: LOAD_BALANCER.arn.replace('loadbalancer/app/central-alb', 'loadbalancer/net/edge-nlb'),
      name: 'edge-nlb',
      type: 'network',
      scheme: 'internal',
      securityGroupIds: [],
    } as const;
    const group = targetGroup('to-alb', {targetType: 'alb', protocol: 'TCP', port: 443});
    const entrance = {
      ...LISTENER,
      arn: `${nlb.arn.replace('loadbalancer/', 'listener/')}/1`,
      loadBalancerArn: nlb.arn,
      protocol: 'TCP',
      defaultActions: [forward(['to-alb', 1])],
    };
    const chain = (changes: Partial<AwsWorld> = {}): Partial<AwsWorld> => ({
      vpcLinks: [vpcLink({version: 1, targetArns: [nlb.arn], subnetIds: [], securityGroupIds: []})],
      otherLoadBalancers: [{loadBalancer: nlb, listeners: [entrance]}],
      targetGroups: [...HEALTHY.targetGroups, group],
      targetHealth: {...HEALTHY.targetHealth, [group.arn]: [targetHealth(LOAD_BALANCER.arn, 'healthy', {port: 443})]},
      ...changes,
    });
    const V1 = {integrationTarget: null};

    it('passes, names what stands between, and uses the actions that it declares', async () => {
      const inside: RuleCondition = {field: 'source-ip', values: ['10.0.0.0/8']};
      const rules = {listenerRules: [{...RIGHT, conditions: [...RIGHT.conditions, inside]}, DEFAULT]};
      const world = worldOf(V1, chain(rules));
      const verdict = await check.run({...PARAMS, targetGroup: 'jessica-service-sse'}, world);
      expect(world.usedActions()).to.deep.equal(check.iam);
      expect(verdict.status, verdict.summary).to.equal('pass');
      expect(verdict.evidence.map(({what}) => what)).to.include('targets of network load balancer edge-nlb');
    });

    it('fails without a listener on the port, and with another target', async () => {
      expect((await look({...V1, uri: 'https://api.georgi.io:8443'}, {}, chain())).actual).to.include(
        'network load balancer edge-nlb has no listener on port 8443; it has: 443',
      );
      const lost = chain({targetHealth: {...HEALTHY.targetHealth, [group.arn]: []}});
      expect((await look(V1, {}, lost)).actual).to.include('nothing passes it on to listener 443');
      const elsewhere = chain({
        targetHealth: {...HEALTHY.targetHealth, [group.arn]: [targetHealth(OTHER_ARN, 'healthy', {port: 443})]},
      });
      expect((await look(V1, {}, elsewhere)).actual).to.include(`it calls ${OTHER_ARN}, port 443, not listener 443`);
    });

    it('fails where the target gets no connections, and not where it is unhealthy, and the only one', async () => {
      const state = (word: string) =>
        chain({
          targetHealth: {...HEALTHY.targetHealth, [group.arn]: [targetHealth(LOAD_BALANCER.arn, word, {port: 443})]},
        });
      for (const word of ['draining', 'unused']) {
        expect((await look(V1, {}, state(word))).actual).to.include(
          `hands nothing on: its target ${LOAD_BALANCER.arn} is ${word}`,
        );
      }
      expect((await look(V1, {}, state('unhealthy'))).status).to.equal('pass');
    });

    it('cannot tell where it ends at addresses, at TLS, or at nothing that is there', async () => {
      const ip = chain({targetGroups: [...HEALTHY.targetGroups, {...group, targetType: 'ip'}]});
      expect((await thrownBy(look(V1, {}, ip), CannotTell)).message).to.include('has targets of type ip');
      const tls = chain({otherLoadBalancers: [{loadBalancer: nlb, listeners: [{...entrance, protocol: 'TLS'}]}]});
      expect((await thrownBy(look(V1, {}, tls), CannotTell)).message).to.include('is for TLS');
      const gone = chain({otherLoadBalancers: []});
      expect((await thrownBy(look(V1, {}, gone), CannotTell)).message).to.include('is not in this account and region');
      const ungrouped = chain({targetGroups: HEALTHY.targetGroups});
      expect((await thrownBy(look(V1, {}, ungrouped), CannotTell)).message).to.include('not among the target groups');
      const unnamed = chain({vpcLinks: [vpcLink({version: 1, targetArns: []})]});
      expect((await thrownBy(look(V1, {}, unnamed), CannotTell)).message).to.include('names no network load balancer');
    });
  });

  it('cannot tell which listener is called when ports differ, unless one is named', async () => {
    const members = {uri: 'https://api.georgi.io:8443'};
    expect((await thrownBy(look(members), CannotTell)).message).to.include('names the load balancer and port 8443');
    expect((await look({...members, integrationTarget: LISTENER.arn})).status).to.equal('pass');
  });

  it('cannot tell when the path of caller and uri differ, and it decides', async () => {
    const members = {uri: 'https://api.georgi.io/{proxy}'};
    expect((await thrownBy(look(members), CannotTell)).message).to.include('/prod/mcp: the default rule');
    const broad = rule(10, {host: 'api.georgi.io'}, forward(['jessica-service-sse', 1]));
    expect((await look(members, {}, {listenerRules: [broad, DEFAULT]})).status).to.equal('pass');
  });

  describe('at rules that ask for more than host and path', () => {
    const verify = {field: 'http-header', name: 'X-Origin-Verify', values: ['hush'], regexValues: []} as const;
    const asking = (other: RuleCondition) => ({
      listenerRules: [{...RIGHT, conditions: [...RIGHT.conditions, other]}, DEFAULT],
    });
    const adding = (value: string) => ({
      requestParameters: {...MAPPED, 'integration.request.header.X-Origin-Verify': value},
    });

    it('uses the headers that the integration adds, and never shows what may be a secret', async () => {
      const verdict = await look(adding("'hush'"), {}, asking(verify));
      expect(verdict.status).to.equal('pass');
      expect(JSON.stringify(verdict)).not.to.include('hush');
      expect((await look(adding("'other'"), {}, asking(verify))).status).to.equal('fail');
    });

    it('uses what is stated of the request, and says what is missing', async () => {
      const accept = {field: 'http-header', name: 'Accept', values: ['*event-stream*'], regexValues: []} as const;
      const unstated = await thrownBy(look({}, {}, asking(accept)), CannotTell);
      expect(unstated.fix).to.include("state what clients send: `headers: {accept: '…'}`");
      expect((await look({}, {headers: {accept: ['text/event-stream']}}, asking(accept))).status).to.equal('pass');
      expect((await look({}, {headers: {accept: []}}, asking(accept))).status).to.equal('fail');
      const query = {field: 'query-string', pairs: [{key: 'v', value: '2'}]} as const;
      expect((await thrownBy(look({}, {}, asking(query)), CannotTell)).fix).to.include("`query: '…'`");
      expect((await look({}, {query: 'v=2'}, asking(query))).status).to.equal('pass');
    });

    it('tries the addresses of the VPC link, unless one is stated', async () => {
      const inside = HEALTHY.subnets.flatMap(({cidrs}) => cidrs).filter((cidr) => !cidr.includes(':'));
      const from = (...values: string[]) => asking({field: 'source-ip', values});
      expect((await look({}, {}, from(...inside))).status).to.equal('pass');
      const shutOut = await look({}, {}, from('192.0.2.0/24'));
      expect(shutOut.status).to.equal('fail');
      expect(shutOut.fix).to.match(/Let rule 10 admit .*: it asks for source-ip 192\.0\.2\.0\/24\./);
      const divided = await thrownBy(look({}, {}, from(inside[0] ?? '')), CannotTell);
      expect(divided.message).to.include('which address of the VPC link the load balancer sees decides');
      expect((await look({}, {sourceIp: '192.0.2.7'}, from('192.0.2.0/24'))).status).to.equal('pass');
    });
  });

  it('names what the uri of the integration is mapped from, where that is nothing', async () => {
    const unmapped = await thrownBy(look({requestParameters: {}}), CannotTell);
    expect(unmapped.message).to.include('{proxy} of the uri').and.to.include('integration.request.path.proxy');
  });

  it('cannot tell what a mapping template makes of the path', async () => {
    const requestTemplates = {'application/json': '#set($context.requestOverride.path = $x)'};
    expect((await thrownBy(look({requestTemplates}), CannotTell)).message).to.include('overrides the request');
  });

  it('cannot tell about rules, actions, stages and deployments that are not known', async () => {
    const regex: ListenerRule = {...RIGHT, conditions: [{field: 'unknown', name: 'moon-phase'}]};
    expect((await thrownBy(look({}, {}, {listenerRules: [regex, DEFAULT]}), CannotTell)).message).to.include('rule 10');
    const weightless = {...RIGHT, actions: [forward(['jessica-service-sse', 0])]};
    await thrownBy(look({}, {}, {listenerRules: [weightless, DEFAULT]}), CannotTell);
    expect((await thrownBy(look({}, {stage: 'prd'}), CannotTell)).message).to.include('no stage "prd"');
    expect((await thrownBy(look({}, {targetGroup: 'x'}), CannotTell)).message).to.include('no target group "x"');
    const canary = {percentTraffic: 1, deploymentId: 'd-0', overrides: []};
    const divided = look({}, {}, {apiStages: [apiStage({name: 'prod', canary})]});
    expect((await thrownBy(divided, CannotTell)).message).to.include('1 % of the requests get its canary');
  });

  it('judges what the stage serves, not what was changed since and never deployed', async () => {
    const routes = [apiRoute({path: PROXY, integration: integration({uri: 'https://old.georgi.io'})})];
    const verdict = await look({}, {}, {servedApis: {prod: servedApi({routes})}});
    expect(verdict.actual).to.include('old.georgi.io/prod/jessica-service/mcp: the default rule');
  });

  describe('for an HTTP API', () => {
    const http = {api: {...API, protocol: 'HTTP'} as const};
    const own = {
      uri: LISTENER.arn,
      integrationTarget: null,
      tlsServerName: 'api.georgi.io',
      requestParameters: {'overwrite:path': '$request.path'},
    };
    const byPath = rule(10, {path: '/jessica-service/*'}, forward(['jessica-service-sse', 1]));

    it('passes where no rule asks for the host, which is not documented', async () => {
      const verdict = await look(own, {}, {...http, listenerRules: [byPath, DEFAULT]});
      expect(verdict.status).to.equal('pass');
      const hosted = look(own, {}, {...http, listenerRules: [{...RIGHT, priority: 5}, byPath, DEFAULT]});
      expect((await hosted).status).to.equal('pass');
    });

    it('cannot tell where the host decides, and can when it is overwritten', async () => {
      const byHost = rule(10, {host: 'api.georgi.io', path: '/jessica-service/*'}, forward(['jessica-service-sse', 1]));
      const rules = {...http, listenerRules: [byHost, DEFAULT]};
      const unknown = await thrownBy(look(own, {}, rules), CannotTell);
      expect(unknown.message).to.include('host-header "api.georgi.io" matches is not known: the host is not stated');
      expect(unknown.fix).to.include('`host: …`');
      expect((await look(own, {host: 'api.georgi.io'}, rules)).status).to.equal('pass');
      expect((await look(own, {host: 'elsewhere.georgi.io'}, rules)).status).to.equal('fail');
      const overwrites = {...own.requestParameters, 'overwrite:header.host': 'api.georgi.io'};
      expect((await look({...own, requestParameters: overwrites}, {}, rules)).status).to.equal('pass');
      // What is documented is not to be stated otherwise.
      const stated = {host: 'elsewhere.georgi.io'};
      expect((await look({...own, requestParameters: overwrites}, stated, rules)).status).to.equal('pass');
    });

    it('fails on plain HTTP to a listener for HTTPS, and on another listener', async () => {
      const rules = {...http, listenerRules: [byPath, DEFAULT]};
      expect((await look({...own, tlsServerName: null}, {}, rules)).actual).to.include('it speaks http');
      expect((await look({...own, uri: `${LISTENER.arn}0`}, {}, rules)).actual).to.include('not listener 443');
    });
  });
});

function look(members: Partial<ApiIntegration>, params: Partial<Params> = {}, facts: Partial<AwsWorld> = {}) {
  return check.run({...PARAMS, ...params}, worldOf(members, facts));
}

function worldOf(members: Partial<ApiIntegration>, facts: Partial<AwsWorld> = {}) {
  return awsWorld({
    apiRoutes: [apiRoute({path: PROXY, integration: integration({uri: ALIGNED, ...members})})],
    apiStages: [apiStage({name: 'prod'})],
    listenerRules: [RIGHT, DEFAULT],
    ...facts,
  });
}
