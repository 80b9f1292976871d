import {expect} from 'chai';
import {protectionsHaveSuccessors as check} from '../../../src/checks/apigateway/protections-have-successors.ts';
import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {SSE_RULE_PRIORITY} from '../../../src/lab/worlds/elbv2.ts';
import {API_HOST, MCP_HOST} from '../../../src/lab/worlds/names.ts';
import {STAGE_WEB_ACL} from '../../../src/lab/worlds/wafv2.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {ListenerRule, PolicyStatement} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {apiRoute, integration, servedApi} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';
import {bytes, MANAGED, RATE, wafRule, webAcl} from '../../support/web-acl.ts';

const STAGE = 'jessica-service';
const NEW_WAY = {
  api: 'api',
  stage: STAGE,
  path: '/mcp/sse/stream',
  alb: 'alb',
  request: {host: MCP_HOST, path: '/jessica-service/mcp/sse/stream', headers: {accept: 'text/event-stream'}, query: ''},
  service: 'service',
  file: 'app.py',
};
/** Of all that the stage of the healthy world keeps out. */
const ALL = {
  authorizer: {environment: 'TOKEN_ISSUER'},
  webAcl: {webAcl: 'central-alb'},
  throttling: {webAclRule: 'too-many-requests'},
};
type Successors = Readonly<Record<string, Readonly<Record<string, string>>>>;

const OFFICES_ONLY: PolicyStatement = {
  effect: 'Allow',
  isForAnybody: true,
  actions: ['execute-api:Invoke'],
  resources: ['execute-api:/*'],
  conditions: ['IpAddress aws:SourceIp'],
};

neverPassesUnanswered(
  check,
  {...NEW_WAY, successors: ALL},
  {
    emptyIsAnAnswer: {
      'apigateway:GetDomainNames': 'then no custom domain name asks clients for a certificate',
    },
  },
);

describe('apigateway/protections-have-successors of a route with API keys', () => {
  neverPassesUnanswered(
    check,
    {...NEW_WAY, successors: {...ALL, apiKey: {because: 'all clients have a token'}}},
    {
      world: {servedApis: {[STAGE]: servedApi({routes: [apiRoute({apiKeyRequired: true})]})}},
      emptyIsAnAnswer: {
        'apigateway:GetDomainNames': 'then no custom domain name asks clients for a certificate',
        'apigateway:GetUsagePlans': 'then no plan limits those who have a key',
      },
    },
  );
});

describe('apigateway/protections-have-successors', () => {
  it('passes where each protection has its successor, and names both', async () => {
    const verdict = await look(ALL);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include('ANY /{proxy+} asks for CUSTOM (now TOKEN_ISSUER is set in container');
    expect(verdict.summary).to.include(
      'stage jessica-service admits 200 requests a second, 400 at once (now rule too-many',
    );
    expect(verdict.summary).to.include(`web ACL ${STAGE_WEB_ACL.arn} (now web ACL central-alb)`);
  });

  it('fails for each that has none, and passes with a reason', async () => {
    const verdict = await look({});
    expect(verdict.status).to.equal('fail');
    expect(verdict.actual.match(/has no successor/g)).to.have.length(3);
    expect(verdict.fix).to.include('Name in `successors: {authorizer: …}`');
    const because = {because: 'decided in ADR 7'};
    const reasons = await look({authorizer: because, webAcl: because, throttling: because});
    expect(reasons.status).to.equal('pass');
    expect(reasons.summary).to.include('(now none, because: decided in ADR 7)');
  });

  it('counts that an API is private among them, though its policy refuses nobody', async () => {
    const everybody = {...OFFICES_ONLY, conditions: []};
    const facts = {
      api: {...HEALTHY.api, endpointTypes: ['PRIVATE']},
      servedApis: {[STAGE]: servedApi({routes: [apiRoute()], resourcePolicy: [everybody]})},
    };
    expect((await look(ALL, facts)).actual).to.include('the API is private: clients come through a VPC endpoint');
    const resourcePolicy = {because: 'the load balancer is internal, too'};
    expect((await look({...ALL, resourcePolicy}, facts)).status).to.equal('pass');
  });

  it('says what it did not look at', async () => {
    expect((await look(ALL)).summary).to.include('such as CloudFront');
  });

  it('says which successors nothing asks for', async () => {
    expect((await look({...ALL, cors: {text: 'CORSMiddleware'}})).summary).to.include(
      'nothing that cors would be the successor of',
    );
  });

  it('judges what the stage serves, not what was changed since', async () => {
    const open = apiRoute({authorization: 'NONE'});
    expect((await look({}, {apiRoutes: [open], servedApis: {[STAGE]: servedApi()}})).actual).to.include(
      'asks for CUSTOM',
    );
    const served = await look(
      {webAcl: ALL.webAcl, throttling: ALL.throttling},
      {servedApis: {[STAGE]: servedApi({routes: [open]})}},
    );
    expect(served.status).to.equal('pass');
  });

  it('cannot tell of a route that is not served, a stage with a canary, and a WebSocket API', async () => {
    const routes = [apiRoute({path: '/else'})];
    const none = look(ALL, {servedApis: {[STAGE]: servedApi({routes})}});
    expect((await thrownBy(none, CannotTell)).message).to.include('no resource and method takes');
    const socket = look(ALL, {api: {...HEALTHY.api, protocol: 'WEBSOCKET'}});
    expect((await thrownBy(socket, CannotTell)).message).to.include('cannot be exported');
  });

  describe('API keys', () => {
    const keyed = {
      servedApis: {[STAGE]: servedApi({routes: [apiRoute({authorization: 'NONE', apiKeyRequired: true})]})},
    };
    const plan = {
      name: 'gold',
      stages: [{apiId: HEALTHY.api.id, stage: STAGE, limitedMethods: []}],
      rateLimit: null,
      burstLimit: null,
      quota: {limit: 1000, period: 'DAY'},
    };

    it('need a successor, and so do the limits of their usage plans', async () => {
      const apiStages = HEALTHY.apiStages.map((stage) => ({...stage, methodSettings: []}));
      const without = await look({webAcl: ALL.webAcl}, {...keyed, apiStages});
      expect(without.actual).to.equal('ANY /{proxy+} asks for an API key: has no successor');
      const limited = await look(
        {webAcl: ALL.webAcl, apiKey: {because: 'x'}},
        {...keyed, apiStages, usagePlans: [plan]},
      );
      expect(limited.actual).to.equal('usage plan gold admits for each key 1000 a day: has no successor');
    });
  });

  describe('CORS', () => {
    const preflight = apiRoute({method: 'OPTIONS', authorization: 'NONE', integration: integration({type: 'MOCK'})});

    it('is a protection where API Gateway answers preflights itself', async () => {
      const rest = {servedApis: {[STAGE]: servedApi({routes: [apiRoute(), preflight]})}};
      expect((await look(ALL, rest)).actual).to.equal('OPTIONS /{proxy+} answers preflights: has no successor');
      expect((await look({...ALL, cors: {text: 'CORSMiddleware'}}, rest)).status).to.equal('pass');
      const passedOn = {
        servedApis: {[STAGE]: servedApi({routes: [apiRoute(), {...preflight, integration: integration()}]})},
      };
      expect((await look(ALL, passedOn)).status).to.equal('pass');
      const http = {servedApis: {[STAGE]: servedApi({answersPreflights: true})}};
      expect((await look(ALL, http)).actual).to.include('the API answers preflights for all its routes');
    });
  });

  describe('a resource policy', () => {
    const policed = (...resourcePolicy: PolicyStatement[]) => ({servedApis: {[STAGE]: servedApi({resourcePolicy})}});

    it('needs a successor unless it is open to everybody', async () => {
      const open = {...OFFICES_ONLY, conditions: []};
      expect((await look(ALL, policed(open))).status).to.equal('pass');
      expect((await look(ALL, policed(OFFICES_ONLY))).actual).to.equal(
        'the resource policy (Allow by IpAddress aws:SourceIp): has no successor',
      );
      for (const narrow of [
        {...open, isForAnybody: false},
        {...open, resources: ['execute-api:/prod/GET/health']},
        {...OFFICES_ONLY, effect: 'Deny'},
      ]) {
        expect((await look(ALL, policed(open, narrow))).status).to.equal(narrow.effect === 'Deny' ? 'fail' : 'pass');
        expect((await look(ALL, policed(narrow))).status).to.equal('fail');
      }
    });

    it('is an error where the API has one and the stage does not say so', async () => {
      const api = {...HEALTHY.api, resourcePolicy: [OFFICES_ONLY]};
      const unsure = look(ALL, {api, servedApis: {[STAGE]: servedApi()}});
      expect((await thrownBy(unsure, CannotTell)).message).to.include('not in what the stage serves');
    });
  });

  describe('mutual TLS', () => {
    const apiDomains = HEALTHY.apiDomains.map((one) => ({...one, trustStoreUri: 's3://bucket/store.pem'}));
    const verifying = {
      ...HEALTHY.listener,
      mutualTls: {mode: 'verify', trustStoreArn: 'arn:store', ignoresExpiry: false, trustStoreIsRemoved: false},
    };

    it('of the custom domain name that leads to the stage needs a listener that verifies', async () => {
      const named = {...ALL, mutualTls: {listener: 'mutualTls'}};
      expect((await look(ALL, {apiDomains})).actual).to.equal(
        `${API_HOST} asks clients for a certificate: has no successor`,
      );
      expect((await look(named, {apiDomains})).actual).to.include(
        'the listener verifies no certificate of clients (mutual TLS off)',
      );
      expect((await look(named, {apiDomains, listener: verifying})).status).to.equal('pass');
      const strange = {...verifying, mutualTls: {...verifying.mutualTls, mode: 'new'}};
      await thrownBy(look(named, {apiDomains, listener: strange}), CannotTell);
      const unshared = {...verifying, mutualTls: {...verifying.mutualTls, trustStoreIsRemoved: true}};
      await thrownBy(look(named, {apiDomains, listener: unshared}), CannotTell);
    });

    it('does not count where the domain leads elsewhere, by mappings or by routing rules', async () => {
      const elsewhere = {[API_HOST]: [{apiId: 'other', stage: STAGE, basePath: ''}]};
      expect((await look(ALL, {apiDomains, apiMappings: elsewhere})).status).to.equal('pass');
      const routed = apiDomains.map((one) => ({...one, routingMode: 'ROUTING_RULE_ONLY'}));
      const rule = {
        priority: 1,
        basePaths: ['v2'],
        headers: ['x'],
        apiId: HEALTHY.api.id,
        stage: STAGE,
        stripsBasePath: true,
      };
      expect((await look(ALL, {apiDomains: routed})).status).to.equal('pass');
      const led = {apiDomains: routed, routingRules: {[API_HOST]: [rule]}};
      expect((await look(ALL, led)).actual).to.include('asks clients for a certificate');
    });
  });

  it('counts the validation of requests', async () => {
    const routes = [{...apiRoute(), validates: ['body'] as const}];
    const validating = {servedApis: {[STAGE]: servedApi({routes})}};
    expect((await look(ALL, validating)).actual).to.equal('ANY /{proxy+} validates body: has no successor');
    expect((await look({...ALL, requestValidation: {text: 'CORSMiddleware'}}, validating)).status).to.equal('pass');
    expect((await look({...ALL, requestValidation: {text: 'pydantic'}}, validating)).actual).to.include(
      'app.py does not contain the text "pydantic"',
    );
  });

  describe('a web ACL as a successor', () => {
    const only = (world: Partial<AwsWorld>) => look(ALL, world);

    it('has to be there, and to refuse what that of the stage does', async () => {
      expect((await only({webAcl: null})).actual).to.include('the load balancer has no web ACL');
      expect((await look({...ALL, webAcl: {webAcl: 'other'}})).actual).to.include(
        'the load balancer has web ACL central-alb, not other',
      );
      expect((await only({webAcl: webAcl([wafRule('too-many-requests', 'block', RATE)])})).actual).to.include(
        'has nothing in the place of rule known-bad-inputs of web ACL jessica-api',
      );
      expect((await only({webAcl: webAcl([wafRule('too-many-requests', 'count', RATE)])})).actual).to.include(
        'refuses nothing',
      );
      const excused = {...ALL, webAcl: {webAcl: 'central-alb', because: 'the others were for WordPress'}};
      expect((await look(excused, {webAcl: webAcl([wafRule('too-many-requests', 'block', RATE)])})).status).to.equal(
        'pass',
      );
      const blocking = {...STAGE_WEB_ACL, defaultAction: 'block' as const};
      expect((await only({stageWebAcls: [blocking]})).actual).to.include('allows by default what jessica-api blocks');
    });

    it('cannot tell where it lets requests past its later rules, or what a rule looks for is not read', async () => {
      const [managed] = STAGE_WEB_ACL.rules;
      const kept = [...STAGE_WEB_ACL.rules, wafRule('too-many-requests', 'block', RATE)];
      const letting = [wafRule('monitoring', 'allow', bytes('/monitoring')), ...kept];
      expect((await thrownBy(only({webAcl: webAcl(letting)}), CannotTell)).message).to.include(
        'rule monitoring of web ACL central-alb allows what its later rules are then not asked about',
      );
      expect(
        (await only({webAcl: webAcl([...kept, wafRule('monitoring', 'allow', bytes('/monitoring'))])})).status,
      ).to.equal('pass');
      const secret = wafRule('robots', 'block', {
        ...bytes('x', {part: 'SingleHeader:user-agent'}),
        text: null,
      } as typeof RATE);
      const both = {
        webAcl: webAcl([...kept, {...secret, name: 'other'}]),
        stageWebAcls: [{...STAGE_WEB_ACL, rules: [...(managed === undefined ? [] : [managed]), secret]}],
      };
      expect((await thrownBy(only(both), CannotTell)).message).to.include(
        'has rule robots of jessica-api is not known',
      );
      const because = {...ALL, webAcl: {webAcl: 'central-alb', because: 'compared on 3 November'}};
      expect((await look(because, both)).status).to.equal('pass');
    });

    it('is not compared with one of AWS WAF Classic', async () => {
      const classic = 'arn:aws:waf-regional:eu-central-1:444444444444:webacl/1';
      const apiStages = HEALTHY.apiStages.map((stage) => ({...stage, webAclArn: classic}));
      expect((await thrownBy(only({apiStages}), CannotTell)).message).to.include('not of the current AWS WAF');
    });
  });

  describe('a rule of a web ACL as a limit', () => {
    const limited = (...rules: Parameters<typeof webAcl>[0]) =>
      look({...ALL, webAcl: {because: 'x'}}, {webAcl: webAcl(rules)});

    it('has to limit, and to count the request', async () => {
      expect((await limited(wafRule('too-many', 'block', RATE))).actual).to.include('has no rule too-many-requests');
      expect((await limited(wafRule('too-many-requests', 'count', RATE))).actual).to.include('refuses nothing (count)');
      expect((await limited(wafRule('too-many-requests', 'block', bytes('/admin')))).actual).to.include(
        'limits nothing',
      );
      const narrow = {...RATE, scopeDown: bytes('/login')};
      expect((await limited(wafRule('too-many-requests', 'block', narrow))).actual).to.include(
        'does not count the request',
      );
      const before = wafRule('ours', 'allow', bytes('/jessica-service'));
      expect((await limited(before, wafRule('too-many-requests', 'block', RATE))).actual).to.include(
        'never meets rule',
      );
    });

    it('is an error where that is not known', async () => {
      const group = limited(wafRule('too-many-requests', 'group', MANAGED));
      expect((await thrownBy(group, CannotTell)).message).to.include('limit requests is not known');
      const perhaps = wafRule('ours', 'allow', bytes('curl', {part: 'SingleHeader:user-agent'}));
      const behind = limited(perhaps, wafRule('too-many-requests', 'block', RATE));
      expect((await thrownBy(behind, CannotTell)).message).to.include('whether the request meets rule');
    });
  });

  describe('a listener rule as a successor', () => {
    const guarded = (successor: Readonly<Record<string, string>>, members: Partial<ListenerRule> = {}) =>
      look(
        {...ALL, authorizer: successor},
        {
          listenerRules: HEALTHY.listenerRules.map((rule) =>
            rule.priority === SSE_RULE_PRIORITY ? {...rule, ...members} : rule,
          ),
        },
      );
    const {conditions = [], actions = []} =
      HEALTHY.listenerRules.find((one) => one.priority === SSE_RULE_PRIORITY) ?? {};
    const secret = {field: 'http-header' as const, name: 'X-Api-Key', values: ['abc'], regexValues: []};
    const token = {type: 'jwt-validation' as const, order: 0, issuer: 'https://login.georgi.io'};

    it('has to ask before it forwards', async () => {
      expect((await guarded({listenerRule: 'token'})).actual).to.include(`rule ${SSE_RULE_PRIORITY} can forward`);
      expect((await guarded({listenerRule: 'token'}, {actions: [token, ...actions]})).status).to.equal('pass');
      expect((await guarded({listenerRule: 'login'}, {actions: [token, ...actions]})).status).to.equal('fail');
      expect((await guarded({header: 'x-api-key'}, {conditions: [...conditions, secret]})).status).to.equal('pass');
      const any = {...secret, values: ['*']};
      expect((await guarded({header: 'x-api-key'}, {conditions: [...conditions, any]})).status).to.equal('fail');
      const nothing = await guarded(
        {listenerRule: 'token'},
        {conditions: [...conditions, {field: 'host-header', values: ['x.y'], regexValues: []}]},
      );
      expect(nothing.actual).to.include('no listener rule forwards');
    });

    it('is an error where an action is not known', async () => {
      const strange = {type: 'unknown' as const, order: 0, name: 'ask-somebody'};
      const unsure = guarded({listenerRule: 'login'}, {actions: [strange, ...actions]});
      expect((await thrownBy(unsure, CannotTell)).message).to.include('not known to this version');
    });
  });

  describe('a variable as a successor', () => {
    const variable = (environment: string) => look({...ALL, authorizer: {environment}});

    it('has to be set in what runs, to the value where one is given', async () => {
      expect((await variable('TOKEN_ISSUER=https://login.georgi.io')).status).to.equal('pass');
      expect((await variable('TOKEN_ISSUER=off')).actual).to.include('TOKEN_ISSUER is not "off" in container');
      expect((await variable('ISSUER')).actual).to.include('ISSUER is not set, or empty in container');
    });
  });

  it('takes no variable without a service, no text without a file, and one successor for each', () => {
    const {service, file, ...bare} = NEW_WAY;
    const problems = (params: object) => check.params.safeParse(params).error?.issues.map(({message}) => message) ?? [];
    expect(problems({...bare, successors: ALL})).to.deep.equal(['is missing, and a successor names a variable of it']);
    expect(problems({...bare, successors: {cors: {text: 'x'}}})).to.deep.equal([
      'is missing, and a successor names a text of it',
    ]);
    expect(problems({...NEW_WAY, successors: {authorizer: {}}})[0]).to.include('names no successor');
    expect(problems({...NEW_WAY, successors: {authorizer: {header: 'x', text: 'x'}}})[0]).to.include('several');
    expect(problems({...NEW_WAY, successors: {webAcl: {text: 'x'}}})[0]).to.include('Unrecognized key');
    expect([service, file]).to.deep.equal(['service', 'app.py']);
  });

  it('uses the actions it declares', async () => {
    const world = awsWorld();
    await look(ALL, {}, world);
    expect(check.iam).to.include.members(world.usedActions());
  });
});

async function look(successors: Successors, facts: Partial<AwsWorld> = {}, world = awsWorld(facts)) {
  const files = {
    ...world.files,
    read: async (path: string) => ({path, text: 'app.add_middleware(CORSMiddleware)\n'}),
  };
  return check.run(check.params.parse({...NEW_WAY, successors}) as Parameters<typeof check.run>[0], {...world, files});
}
