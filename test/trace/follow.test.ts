import {expect} from 'chai';
import {type AwsWorld, HEALTHY} from '../../src/lab/aws-world.ts';
import {PUBLIC_GROUP, PUBLIC_SUBNETS, TASK_ADDRESS, TASK_SUBNETS} from '../../src/lab/worlds/names.ts';
import {AwsRefusal} from '../../src/model/errors.ts';
import type {ApiIntegration} from '../../src/model/facts/aws-facts.ts';
import type {HopKind} from '../../src/model/trace.ts';
import {createPaint} from '../../src/render/style.ts';
import {traceText} from '../../src/render/trace-text.ts';
import {
  aclEntry,
  aliasTo,
  apiRoute,
  apiStage,
  certificate,
  forward,
  guardedBy,
  HOST,
  LISTENER,
  LOAD_BALANCER,
  NOT_FOUND,
  networkAcl,
  permission,
  record,
  rule,
  securityGroup,
  servedApi,
  targetGroup,
  targetHealth,
  task,
  vpcLink,
  zoneOf,
} from '../support/aws-facts.ts';
import {expectGolden} from '../support/golden.ts';
import {bytes, FROM_OFFICES, RATE, wafRule, webAcl} from '../support/web-acl.ts';
import {type Given, traceIn, URL_OF_STREAM} from './trace-worlds.ts';

const SSE = targetGroup('jessica-service-sse').arn;
const UNDELEGATED = zoneOf(
  {id: 'Z0RUN', name: 'run.georgi.io', isPrivate: false},
  [aliasTo(LOAD_BALANCER.dnsName)],
  ['ns-1.awsdns-1.com'],
);
const API_URL = 'https://api.georgi.io/jessica-service/api/v1/status';

/** The healthy API has an authorizer and a web ACL, past which no trace can follow anybody. */
const GATEWAY: Partial<AwsWorld> = {
  apiRoutes: [apiRoute({authorization: 'NONE'})],
  apiStages: HEALTHY.apiStages.map((stage) => ({...stage, webAclArn: null})),
};

interface Broken {
  readonly name: string;
  readonly at: HopKind;
  readonly facts: Partial<AwsWorld>;
  readonly given?: Given;
}

const BROKEN: readonly Broken[] = [
  {
    name: 'zone',
    at: 'zone',
    facts: {
      records: [record({name: 'run.georgi.io', type: 'NS', values: ['ns-9.awsdns-09.com']})],
      otherZones: [UNDELEGATED],
    },
  },
  {name: 'record', at: 'record', facts: {records: [record({type: 'TXT', values: ['hello']})]}},
  {
    name: 'record-nobody-is-sent-to',
    at: 'record',
    facts: {
      records: [],
      otherZones: [UNDELEGATED],
    },
  },
  {name: 'api-domain', at: 'api-domain', facts: {...GATEWAY, apiMappings: {}}, given: {url: API_URL}},
  {name: 'api-route', at: 'api-route', facts: {...GATEWAY, apiRoutes: []}, given: {url: API_URL}},
  {
    name: 'vpc-link',
    at: 'vpc-link',
    facts: {...GATEWAY, vpcLinks: [vpcLink({status: 'INACTIVE', statusMessage: 'no traffic for 60 days'})]},
    given: {url: API_URL},
  },
  {
    name: 'load-balancer',
    at: 'load-balancer',
    facts: {loadBalancer: {...LOAD_BALANCER, scheme: 'internal'}},
  },
  {
    name: 'load-balancer-failed',
    at: 'load-balancer',
    facts: {loadBalancer: {...LOAD_BALANCER, state: {code: 'failed', reason: null}}},
  },
  {
    name: 'way-in',
    at: 'way-in',
    facts: {
      securityGroups: [...HEALTHY.securityGroups, securityGroup(PUBLIC_GROUP, permission({fromPort: 80, toPort: 80}))],
    },
  },
  {name: 'listener', at: 'listener', facts: {}, given: {url: URL_OF_STREAM.replace(HOST, `${HOST}:8443`)}},
  {
    name: 'listener-mutual-tls',
    at: 'listener',
    facts: {listener: {...LISTENER, mutualTls: {...LISTENER.mutualTls, mode: 'verify'}}},
  },
  {
    name: 'certificate',
    at: 'certificate',
    facts: {
      certificates: [certificate(['*.georgi.io'])],
      listenerCertificates: [{arn: certificate(['*.georgi.io']).arn, isDefault: true}],
    },
  },
  {name: 'web-acl', at: 'web-acl', facts: {webAcl: webAcl([], {defaultAction: 'block'})}},
  {
    name: 'rules',
    at: 'rules',
    facts: {
      listenerRules: [
        rule(10, {host: HOST}, NOT_FOUND),
        rule(90, {host: HOST, path: '/jessica-service/mcp/sse*'}, forward(['jessica-service-sse', 1])),
        rule('default', {}, NOT_FOUND),
      ],
    },
  },
  {
    name: 'way-to-tasks',
    at: 'way-to-tasks',
    facts: {
      networkAcls: [
        networkAcl(
          [...PUBLIC_SUBNETS, ...TASK_SUBNETS],
          aclEntry({isEgress: false}),
          aclEntry({isEgress: true, protocol: '6', ports: {from: 1, to: 1023}}),
          aclEntry({isEgress: true, ruleNumber: 90, action: 'deny', protocol: '6', ports: {from: 8000, to: 8000}}),
          aclEntry({isEgress: true, ruleNumber: 110}),
        ),
      ],
    },
  },
  {
    name: 'target-group',
    at: 'target-group',
    facts: {
      targetHealth: {
        [SSE]: [
          targetHealth(TASK_ADDRESS, 'unhealthy', {
            reason: 'Target.ResponseCodeMismatch',
            description: 'Health checks failed with these codes: [404]',
          }),
        ],
      },
    },
  },
  {
    name: 'target-group-shifted',
    at: 'target-group',
    facts: {
      targetHealth: {
        [SSE]: [
          targetHealth(TASK_ADDRESS, 'healthy', {override: 'zonal_shift_active', availabilityZone: 'eu-central-1a'}),
          targetHealth('10.0.2.10', 'initial', {availabilityZone: 'eu-central-1b'}),
        ],
      },
    },
  },
  {
    name: 'target-group-zone',
    at: 'target-group',
    facts: {targetGroupAttributes: {[SSE]: {'load_balancing.cross_zone.enabled': 'false'}}},
  },
  {name: 'tasks', at: 'tasks', facts: {tasks: [task(9)]}},
];

describe('a trace', () => {
  it('is in order from the zone to the tasks', async () => {
    const trace = await traceIn({});
    expect(trace.hops.map(({kind, status}) => [kind, status])).to.deep.equal(
      ['zone', 'record', 'load-balancer', 'way-in', 'listener', 'certificate', 'web-acl', 'rules']
        .concat(['way-to-tasks', 'target-group', 'tasks'])
        .map((kind) => [kind, 'ok']),
    );
    expect(trace).to.deep.include({verdict: 'ok', firstBroken: null});
    const text = traceText(trace, createPaint(false), 80);
    expectGolden('trace/healthy.txt', `${text}\n`);
    expect(text.split('\n')).to.have.lengthOf.at.most(50);
    expect(Math.max(...text.split('\n').map((line) => line.length))).to.be.at.most(80);
  });

  it('follows API Gateway through its VPC link to the load balancer', async () => {
    const trace = await traceIn(GATEWAY, {url: API_URL});
    expect(trace.conclusion).to.equal('Every hop is in order, from the zone to the tasks.');
    expect(trace.hops.map(({kind}) => kind)).to.include.members(['api-domain', 'api-route', 'vpc-link']);
    expect(trace.timers.map(({name}) => name)).to.include('API Gateway integration timeout');
    expectGolden('trace/through-api-gateway.txt', `${traceText(trace, createPaint(false), 80)}\n`);
  });

  it('follows a URL of an own endpoint of an API, which may be switched off', async () => {
    const url = `https://${HEALTHY.api.id}.execute-api.eu-central-1.amazonaws.com/jessica-service/api/v1/status`;
    const off = await traceIn(GATEWAY, {url});
    expect(off.hops.map(({kind, status}) => [kind, status])).to.deep.equal([['api-domain', 'broken']]);
    expect(off.hops[0]?.because).to.include('disableExecuteApiEndpoint');
    const on = {...HEALTHY.api, disableExecuteApiEndpoint: false};
    const followed = await traceIn({...GATEWAY, api: on}, {url});
    expect(followed.conclusion).to.equal('Every hop is in order, from the API domain to the tasks.');
    const elsewhere = await traceIn(GATEWAY, {url: url.replace(HEALTHY.api.id, 'unknown123')});
    expect(elsewhere.hops[0]?.because).to.include('API unknown123 is in none of the accounts');
    const unstaged = await traceIn({...GATEWAY, api: on}, {url: url.replace('/jessica-service', '')});
    expect(unstaged.hops[0]).to.include({status: 'unknown'});
    const HTTP = {
      api: {...on, protocol: 'HTTP' as const},
      apiStages: [apiStage({name: '$default', autoDeploys: true})],
    };
    const http = await traceIn({...GATEWAY, ...HTTP}, {url});
    expect(http.hops[0]?.summary).to.include('HTTP API jessica-api, stage $default');
  });

  it('goes on behind a route that is guarded, and is not in order: who gets past an authorizer is not known', async () => {
    for (const [guarded, asks] of [
      [{authorization: 'CUSTOM'}, 'authorization CUSTOM'],
      [{apiKeyRequired: true}, 'an API key'],
    ] as const) {
      const trace = await traceIn({apiRoutes: [apiRoute({authorization: 'NONE', ...guarded})]}, {url: API_URL});
      expect(trace.verdict).to.equal('unknown');
      const because = trace.hops.find(({kind}) => kind === 'api-route')?.because;
      expect(because).to.include('not judged here is what may refuse it first').and.include(asks);
      expect(trace.hops.at(-1)).to.include({kind: 'tasks', status: 'ok'});
    }
  });

  it('is not in order where a web ACL, a resource policy or mutual TLS may refuse it, or the API is private', async () => {
    const reason = async (facts: Partial<AwsWorld>, url = API_URL) => {
      const {hops, verdict} = await traceIn({...GATEWAY, ...facts}, {url});
      expect(verdict).to.equal('unknown');
      return hops.find(({kind}) => kind === 'api-route')?.because;
    };
    expect(await reason({apiStages: HEALTHY.apiStages})).to.include('web ACL arn:aws:wafv2');
    const refuses = {
      effect: 'Deny',
      isForAnybody: true,
      actions: ['*'],
      resources: ['*'],
      conditions: ['IpAddress aws:SourceIp'],
    };
    const policy = servedApi({routes: [apiRoute({authorization: 'NONE'})], resourcePolicy: [refuses]});
    expect(await reason({servedApis: {'jessica-service': policy}})).to.include('resource policy (Deny by IpAddress');
    const apiDomains = HEALTHY.apiDomains.map((one) => ({...one, trustStoreUri: 's3://trust/ca.pem'}));
    expect(await reason({apiDomains})).to.include('a client certificate');
    const isPrivate = {api: {...HEALTHY.api, endpointTypes: ['PRIVATE'], disableExecuteApiEndpoint: false}};
    expect(await reason(isPrivate)).to.include('a VPC endpoint');
    const own = `https://${HEALTHY.api.id}.execute-api.eu-central-1.amazonaws.com/jessica-service/api/v1/status`;
    expect(await reason(isPrivate, own)).to.include('a VPC endpoint');
  });

  it('goes through a network load balancer, where a VPC link of version 1 ends', async () => {
    const arn = LOAD_BALANCER.arn.replace('loadbalancer/app/central-alb', 'loadbalancer/net/edge-nlb');
    const network = {...LOAD_BALANCER, arn, name: 'edge-nlb', type: 'network', securityGroupIds: []};
    const group = targetGroup('to-alb', {targetType: 'alb', port: 443});
    const entrance = {...LISTENER, protocol: 'TCP', defaultActions: [forward(['to-alb', 1])]};
    const trace = await traceIn(
      {
        ...GATEWAY,
        vpcLinks: [vpcLink({version: 1, targetArns: [arn], subnetIds: [], securityGroupIds: []})],
        otherLoadBalancers: [{loadBalancer: network, listeners: [entrance]}],
        targetGroups: [...HEALTHY.targetGroups, group],
        targetHealth: {...HEALTHY.targetHealth, [group.arn]: [targetHealth(LOAD_BALANCER.arn, 'healthy', {port: 443})]},
      },
      {url: API_URL},
    );
    expect(trace.hops.map(({kind, status}) => `${kind} ${status}`)).to.include.members([
      'vpc-link ok',
      'load-balancer ok',
      'rules ok',
    ]);
  });

  it('is not in order at a VPC link when the integration does not say what is behind it', async () => {
    const integration = {...apiRoute().integration, integrationTarget: null, uri: 'https://api.georgi.io/'};
    const apiRoutes = [apiRoute({authorization: 'NONE', integration: integration as ApiIntegration})];
    const trace = await traceIn({apiRoutes}, {url: API_URL});
    expect(trace.verdict).to.equal('unknown');
    const end = trace.hops.at(-1);
    expect(end).to.deep.include({kind: 'vpc-link', status: 'unknown'});
    expect(end?.because).to.include('does not say which load balancer it calls');
  });

  for (const {name, at, facts, given} of BROKEN) {
    it(`names the ${at} as the first hop that is broken`, async () => {
      const trace = await traceIn(facts, given);
      expect(trace.hops.filter(({status}) => status === 'broken')[0]?.kind).to.equal(at);
      expect(trace).to.deep.include({verdict: 'broken', firstBroken: at});
      expectGolden(`trace/broken-${name}.txt`, `${traceText(trace, createPaint(false), 80)}\n`);
    });
  }

  it('goes on behind a hop that AWS does not show, and is never in order then', async () => {
    const refusal = new AwsRefusal(
      'acm:DescribeCertificate',
      'AccessDenied',
      'acm:DescribeCertificate: access denied',
      'grant it',
    );
    const trace = await traceIn({}, {aws: () => ({certificate: () => Promise.reject(refusal)})});
    const hop = trace.hops.find(({kind}) => kind === 'certificate');
    expect(hop).to.deep.include({status: 'unknown', refusedAction: 'acm:DescribeCertificate', fix: 'grant it'});
    expect(trace.hops.at(-1)).to.deep.include({kind: 'tasks', status: 'ok'});
    expect(trace).to.deep.include({
      verdict: 'unknown',
      firstBroken: null,
      conclusion: 'No hop is known to be broken, but this could not be determined: certificate.',
    });
  });

  it('is never in order for any fact that is refused', async () => {
    const facts = Object.keys((await import('../../src/model/facts/aws-facts.ts')).FACT_ACTIONS);
    for (const fact of facts) {
      const asked: string[] = [];
      const refuse = async () => {
        asked.push(fact);
        throw new AwsRefusal('x:Y', 'AccessDenied', `${fact} denied`, 'grant it');
      };
      const trace = await traceIn({}, {aws: () => ({[fact]: refuse})});
      // Addresses and timers are shown and not judged: they say themselves that they are unknown.
      const isTold = ['loadBalancerInterfaces', 'loadBalancerAttributes', 'targetGroupAttributes', 'taskDefinition'];
      if (asked.length > 0 && !isTold.includes(fact)) expect(trace.verdict, fact).to.equal('unknown');
      if (asked.length === 0) expect(trace.verdict, fact).to.equal('ok');
    }
  });

  it('asks the web ACL before the rules, and says what of it nobody can compute', async () => {
    const hopIn = async (facts: Partial<AwsWorld>, given: Given = {}) =>
      (await traceIn(facts, given)).hops.find(({kind}) => kind === 'web-acl');
    expect((await hopIn({webAcl: null}))?.summary).to.equal('none in front of it');
    const rated = await hopIn({webAcl: webAcl([wafRule('rate', 'block', RATE)])});
    expect(rated?.status).to.equal('ok');
    expect(rated?.lines[0]?.text).to.equal('not judged: what rate makes of it');
    const offices = {webAcl: webAcl([wafRule('strangers', 'block', {type: 'not', statement: FROM_OFFICES})])};
    expect(await hopIn(offices)).to.include({status: 'unknown'});
    expect((await hopIn(offices))?.because).to.include('rule strangers: it asks for the source');
    expect(await hopIn(offices, {sourceIp: '203.0.113.9'})).to.include({status: 'ok'});
    const blocked = await hopIn({webAcl: webAcl([wafRule('no-mcp', 'block', bytes('/jessica-service/mcp'))])});
    expect(blocked).to.include({status: 'broken', because: 'central-alb: rule no-mcp blocks it'});
  });

  it('is broken at a target group whose version refuses the request, and says which clients another refuses', async () => {
    const groups = (protocolVersion: string) =>
      HEALTHY.targetGroups.map((group) => (group.arn === SSE ? {...group, protocolVersion} : group));
    const grpc = await traceIn({targetGroups: groups('GRPC')});
    expect(grpc).to.include({verdict: 'broken', firstBroken: 'target-group'});
    const http2 = await traceIn({targetGroups: groups('HTTP2')});
    const lines = http2.hops.find(({kind}) => kind === 'target-group')?.lines ?? [];
    expect(lines[0]?.text).to.include('clients that speak HTTP/1.1 are answered with 464');
  });

  it('takes the load balancer that was named where DNS leads to none', async () => {
    const named = {kind: 'loadBalancer', name: 'alb', account: 'platform', region: null, listener: 443} as const;
    const loadBalancer = {...named, loadBalancer: 'central-alb'};
    const trace = await traceIn({records: []}, {scope: {loadBalancer}});
    expect(trace).to.deep.include({verdict: 'broken', firstBroken: 'record'});
    expect(trace.hops.at(-1)?.kind).to.equal('tasks');
    const {hops} = await traceIn({records: []});
    expect(hops.map(({kind}) => kind)).to.deep.equal(['zone', 'record']);
  });

  it('names all later rules that would forward, and lets the operator choose', async () => {
    const listenerRules = [
      rule(10, {host: HOST}, NOT_FOUND),
      rule(100, {path: '/jessica-service/*'}, forward(['jessica-service-api', 1])),
      rule(190, {path: '/jessica-service/mcp/sse*'}, forward(['jessica-service-sse', 1])),
      rule('default', {}, NOT_FOUND),
    ];
    const {hops} = await traceIn({listenerRules});
    expect(hops.find(({kind}) => kind === 'rules')?.fix).to.equal(
      'These match, too, the most specific first: rule 190 (→ jessica-service-sse), rule 100 (→ jessica-service-api).' +
        ' Choose the one that is meant for this request, and give it a smaller priority number than 10.',
    );
  });

  it('says what the same opening exposes, with a request that gets there', async () => {
    const {alsoExposed} = await traceIn({});
    expect(alsoExposed.map(({rule: name, targetGroup: group}) => `${name} ${group}`)).to.deep.equal([
      'rule 100 jessica-service-ws',
      'rule 110 jessica-service-api',
    ]);
    expect(alsoExposed[1]?.witness).to.match(/^GET [a-z.]*\.georgi\.io\/jessica-service\//);
  });

  it('says of a rule that is reached that what it does is not known, and nothing of one that answers itself', async () => {
    const listenerRules = [
      rule(70, {host: 'a.georgi.io'}, {type: 'unknown', order: 1, name: 'forward-anew'}),
      rule(80, {host: 'b.georgi.io'}, NOT_FOUND),
      rule(90, {host: HOST}, forward(['jessica-service-sse', 1])),
      rule('default', {}, NOT_FOUND),
    ];
    const {alsoExposed} = await traceIn({listenerRules});
    expect(alsoExposed).to.have.length(1);
    expect(alsoExposed[0]).to.deep.include({rule: 'rule 70', targetGroup: 'targets that cannot be determined'});
    expect(alsoExposed[0]?.witness).to.match(/^GET a\.georgi\.io\//);
  });

  it('keeps what a rule shares with those who may come out of the document, and of the request what may be that', async () => {
    const verify = (...values: string[]) =>
      ({field: 'http-header', name: 'X-Origin-Verify', values, regexValues: []}) as const;
    const token = {field: 'query-string', pairs: [{key: 'token', value: 'hush-q'}]} as const;
    const listenerRules = [
      rule(70, {other: verify('hush-old')}, forward(['jessica-service-api', 1])),
      rule(80, {other: token}, forward(['jessica-service-api', 1])),
      rule(90, {host: HOST, other: verify('hush-h')}, forward(['jessica-service-sse', 1])),
      rule('default', {}, NOT_FOUND),
    ];
    const given = {headers: {'X-Origin-Verify': 'hush-h', Accept: 'text/html'}};
    const trace = await traceIn({listenerRules}, {...given, url: `${URL_OF_STREAM}?v=2&token=hush-x`});
    expect(trace.hops.find(({kind}) => kind === 'rules')?.summary).to.include('rule 90 wins');
    expect(trace.request).to.deep.include({
      url: `${URL_OF_STREAM}?v=2&token=[redacted]`,
      query: 'v=2&token=[redacted]',
      headers: {'X-Origin-Verify': '[redacted]', Accept: 'text/html'},
    });
    expect(trace.alsoExposed.map(({rule: name}) => name)).to.deep.equal(['rule 70', 'rule 80']);
    expect(traceText(trace, createPaint(false), 200))
      .to.include('[redacted]')
      .and.not.to.include('hush');
    expect(JSON.stringify(trace)).not.to.include('hush');

    const through = await traceIn({listenerRules}, {...given, url: `${URL_OF_STREAM}?token=hush-q`});
    expect(through.hops.find(({kind}) => kind === 'rules')?.summary, 'rules see the query as it is').to.include(
      'rule 80 wins',
    );
  });

  it('leaves open which rule wins where a header is not given that one asks for, unless both lead to the same', async () => {
    const accepts = {field: 'http-header', name: 'Accept', values: ['*text/event-stream*'], regexValues: []} as const;
    const sse = rule(90, {host: HOST}, forward(['jessica-service-sse', 1]));
    const rulesOf = async (group: string, given: Parameters<typeof traceIn>[1] = {}) => {
      const first = rule(80, {other: accepts}, forward([group, 1]));
      const trace = await traceIn({listenerRules: [first, sse, rule('default', {}, NOT_FOUND)]}, given);
      return trace.hops.find(({kind}) => kind === 'rules');
    };
    const open = await rulesOf('jessica-service-api');
    expect(open).to.deep.include({status: 'unknown', summary: 'which rule wins cannot be determined'});
    expect(open?.because).to.include('rule 80: whether http-header Accept "*text/event-stream*" matches is not known');
    expect(open?.fix).to.include("--header 'accept: …'");
    const given = await rulesOf('jessica-service-api', {headers: {Accept: 'application/json'}});
    expect(given?.summary).to.equal('rule 90 wins: forward to jessica-service-sse');
    expect((await rulesOf('jessica-service-api', {headers: {Accept: ''}}))?.status, 'not sent').to.equal('ok');
    const same = await rulesOf('jessica-service-sse');
    expect(same).to.deep.include({status: 'ok', summary: 'rule 80 or rule 90 wins: forward to jessica-service-sse'});
  });

  it('says what the target sees where the rule rewrites it', async () => {
    const rewrites = [{regex: '^/jessica-service', replace: ''}];
    const rewriting = {
      ...rule(90, {host: HOST}, forward(['jessica-service-sse', 1])),
      transforms: [{type: 'url-rewrite', rewrites}],
    };
    const trace = await traceIn({listenerRules: [rewriting, rule('default', {}, NOT_FOUND)]});
    const hop = trace.hops.find(({kind}) => kind === 'rules');
    expect(hop?.summary).to.equal('rule 90 wins: forward to jessica-service-sse; the target sees path /mcp/sse');
    expect(hop?.facts.targetSees).to.equal('the target sees path /mcp/sse');
  });

  it('keeps secret headers out of the document', async () => {
    const trace = await traceIn({}, {headers: {Authorization: 'Bearer abc'}});
    expect(trace.request.headers).to.deep.equal({Authorization: '[redacted]'});
    expect(JSON.stringify(trace)).not.to.include('abc"').and.not.to.include('Bearer');
  });

  it('judges the record by the load balancer that it names', async () => {
    const dual = {...LOAD_BALANCER, ipAddressType: 'dualstack'};
    const trace = await traceIn({loadBalancer: dual});
    expect(trace).to.deep.include({verdict: 'broken', firstBroken: 'record'});
    expect(trace.conclusion).to.include('no AAAA record');
    const both = [aliasTo(LOAD_BALANCER.dnsName), aliasTo(LOAD_BALANCER.dnsName, {type: 'AAAA'})];
    expect((await traceIn({loadBalancer: dual, records: both})).verdict).to.equal('ok');
  });

  it('follows a CNAME into another zone of the account', async () => {
    const servers = ['ns-5.awsdns-05.com', 'ns-6.awsdns-06.net'];
    const net = {id: 'ZNET', name: 'example.net', isPrivate: false};
    const end = aliasTo(LOAD_BALANCER.dnsName, {name: 'lb.example.net'});
    const {hops} = await traceIn({
      records: [record({type: 'CNAME', values: ['lb.example.net.'], ttlSeconds: 60})],
      otherZones: [zoneOf(net, [end], servers)],
      domains: [
        ...HEALTHY.domains,
        {name: net.name, nameServers: servers.map((name) => ({name, glueIps: []})), statuses: [], signers: []},
      ],
    });
    expect(hops.find(({kind}) => kind === 'record')).to.include({status: 'ok', because: null});
    expect(hops.find(({kind}) => kind === 'load-balancer')).to.include({status: 'ok'});
  });

  it('follows what Route 53 answers now, by the health of the records as the check has it', async () => {
    const evaluated = (setIdentifier: string, dnsName: string, weight: number) => ({
      ...aliasTo(dnsName, {routingPolicy: 'weighted', setIdentifier, weight}),
      alias: {hostedZoneId: LOAD_BALANCER.canonicalHostedZoneId, dnsName, evaluateTargetHealth: true},
    });
    const old = 'old-alb-1.eu-central-1.elb.amazonaws.com';
    const records = [evaluated('new', LOAD_BALANCER.dnsName, 1), evaluated('old', old, 0)];
    const recordHop = async (facts: Partial<AwsWorld>, given?: Given) => {
      const {hops} = await traceIn({records, ...facts}, given);
      return hops.find(({kind}) => kind === 'record');
    };
    expect(await recordHop({})).to.include({status: 'ok', because: null});
    const empty = {targetHealth: {...HEALTHY.targetHealth, [SSE]: []}};
    const away = await recordHop(empty);
    expect(away?.facts.records).to.have.length(2);
    expect(away?.lines.map(({text}) => text).join()).to.include(
      'unhealthy to Route 53: target group jessica-service-sse',
    );
    expect((await traceIn({records, ...empty})).hops.find(({kind}) => kind === 'load-balancer')?.because).to.include(
      old,
    );
    const checked = records.map((one) => (one.weight === 0 ? one : {...one, healthCheckId: 'gone'}));
    expect(await recordHop({records: checked})).to.include({status: 'unknown'});
    const refused = await recordHop(
      {},
      {
        aws: () => ({
          targetHealth: async () => {
            throw new AwsRefusal('elasticloadbalancing:DescribeTargetHealth', 'AccessDenied', 'refused', 'grant it');
          },
        }),
      },
    );
    expect(refused).to.include({status: 'unknown', refusedAction: 'elasticloadbalancing:DescribeTargetHealth'});
  });

  it('asks where the request comes from when only some addresses get in', async () => {
    const groups = guardedBy(securityGroup('sg-1', permission({cidrs: ['192.0.2.0/24']})));
    const statusOf = async (sourceIp: string | null) =>
      (await traceIn(groups, {sourceIp})).hops.find(({kind}) => kind === 'way-in')?.status;
    expect(await statusOf(null)).to.equal('unknown');
    expect(await statusOf('192.0.2.255')).to.equal('ok');
    expect(await statusOf('192.0.3.0')).to.equal('broken');
  });
});
