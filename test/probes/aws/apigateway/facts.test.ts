import * as rest from '@aws-sdk/client-api-gateway';
import * as http from '@aws-sdk/client-apigatewayv2';
import {expect} from 'chai';
import {AwsRefusal, CannotTell} from '../../../../src/model/errors.ts';
import {mockedSdk, probe, RESOURCES, refusedWith} from '../../../support/aws-answers.ts';
import {thrownBy} from '../../../support/thrown-by.ts';
import {HTTP_API, REST_API, sdkHttpApi, sdkResource, sdkRestApi} from './sdk-answers.ts';

const LINK = {connectionType: 'VPC_LINK', connectionId: 'vl-1'} as const;

describe('API Gateway facts', () => {
  const sdk = mockedSdk();

  beforeEach(() => {
    sdk.reset();
    sdk.apigatewayv2.on(http.GetApisCommand).resolves({Items: [sdkHttpApi('http1', 'http-api')]});
  });

  after(() => sdk.restore());

  const apiCalled = (api: string) => probe({api: {...RESOURCES.api, api}}).facts.api('api');

  describe('of APIs', () => {
    it('are read from both lists to the last page', async () => {
      sdk.apigateway
        .on(rest.GetRestApisCommand)
        .resolvesOnce({items: [sdkRestApi('a', 'one')], position: 'more'})
        .resolvesOnce({
          items: [{...sdkRestApi('b', 'two'), minimumCompressionSize: 0, disableExecuteApiEndpoint: true}],
        });
      sdk.apigatewayv2
        .on(http.GetApisCommand)
        .resolvesOnce({Items: [sdkHttpApi('c', 'three')], NextToken: 'more'})
        .resolvesOnce({Items: [{...sdkHttpApi('d', 'four'), ProtocolType: 'WEBSOCKET'}]});
      const apis = await probe().facts.apis('alb');
      expect(apis.map(({id, name, protocol}) => `${id} ${name} ${protocol}`)).to.deep.equal([
        'a one REST',
        'b two REST',
        'c three HTTP',
        'd four WEBSOCKET',
      ]);
      expect(apis[1]).to.deep.include({minimumCompressionSize: 0, disableExecuteApiEndpoint: true});
      const restInputs = sdk.apigateway.commandCalls(rest.GetRestApisCommand).map((call) => call.args[0].input);
      expect(restInputs).to.deep.equal([
        {position: undefined, limit: 500},
        {position: 'more', limit: 500},
      ]);
      const httpInputs = sdk.apigatewayv2.commandCalls(http.GetApisCommand).map((call) => call.args[0].input);
      expect(httpInputs).to.deep.equal([{MaxResults: '500'}, {MaxResults: '500', NextToken: 'more'}]);
    });

    it('find one by its id, by its name, and not when several are called the same', async () => {
      const named = [sdkRestApi('a1', 'same'), sdkRestApi('a2', 'same'), sdkRestApi('a3', 'a1')];
      sdk.apigateway.on(rest.GetRestApisCommand).resolves({items: named});
      expect((await apiCalled('a2')).id).to.equal('a2');
      expect((await apiCalled('http-api')).id).to.equal('http1');
      expect((await apiCalled('a1')).id, 'an id before a name').to.equal('a1');
      expect((await thrownBy(apiCalled('same'), CannotTell)).message).to.include(
        '2 APIs are called "same" in account platform (444444444444), eu-central-1: a1 (REST), a2 (REST)',
      );
      expect((await thrownBy(apiCalled('http-apy'), CannotTell)).message).to.include(
        'no API "http-apy" in account platform (444444444444), eu-central-1. There are: same, same, a1, http-api. Did you mean "http-api"?',
      );
    });

    it('are none where the first API leaves its empty list out, but not where something else answers', async () => {
      sdk.apigateway.on(rest.GetRestApisCommand).resolves({$metadata: {requestId: '1'}});
      expect((await probe().facts.apis('alb')).map(({id}) => id)).to.deep.equal(['http1']);
      sdk.apigateway.on(rest.GetRestApisCommand).resolves({});
      expect((await thrownBy(probe().facts.apis('alb'), AwsRefusal)).code).to.equal('UnknownShape');
      sdk.apigateway.on(rest.GetStagesCommand).resolves({$metadata: {requestId: '1'}});
      expect(await probe().facts.apiStages('api', REST_API)).to.deep.equal([]);
      sdk.apigateway.on(rest.GetStagesCommand).resolves({});
      expect((await thrownBy(probe().facts.apiStages('api', REST_API), AwsRefusal)).code).to.equal('UnknownShape');
    });

    it('are refused when the second page is, and when the second API answers with nothing at all', async () => {
      sdk.apigateway
        .on(rest.GetRestApisCommand)
        .resolvesOnce({items: [sdkRestApi('a', 'one')], position: 'more'})
        .rejects(refusedWith('AccessDeniedException'));
      const denied = await thrownBy(probe().facts.apis('alb'), AwsRefusal);
      expect(denied.action).to.equal('apigateway:GET');
      sdk.apigateway.on(rest.GetRestApisCommand).resolves({items: []});
      sdk.apigatewayv2.on(http.GetApisCommand).resolves({});
      expect((await thrownBy(probe().facts.apis('alb'), AwsRefusal)).code).to.equal('UnknownShape');
    });
  });

  describe('of routes', () => {
    it('of a REST API are its methods with what they integrate', async () => {
      sdk.apigateway
        .on(rest.GetResourcesCommand)
        .resolvesOnce({items: [{id: 'root', path: '/'}], position: 'more'})
        .resolvesOnce({
          items: [
            {
              id: 'r',
              path: '/jessica-service/{proxy+}',
              resourceMethods: {
                GET: {
                  authorizationType: 'CUSTOM',
                  apiKeyRequired: true,
                  methodIntegration: {
                    ...LINK,
                    type: 'HTTP_PROXY',
                    httpMethod: 'ANY',
                    uri: 'https://api.georgi.io/{proxy}',
                    timeoutInMillis: 29_000,
                    responseTransferMode: 'STREAM',
                    integrationTarget: 'arn:alb',
                    requestParameters: {'integration.request.path.proxy': 'method.request.path.proxy'},
                  },
                },
              },
            },
          ],
        });
      expect(await probe().facts.apiRoutes('api', REST_API)).to.deep.equal([
        {
          method: 'GET',
          path: '/jessica-service/{proxy+}',
          authorization: 'CUSTOM',
          apiKeyRequired: true,
          integration: {
            type: 'HTTP_PROXY',
            httpMethod: 'ANY',
            uri: 'https://api.georgi.io/{proxy}',
            connectionType: 'VPC_LINK',
            connectionId: 'vl-1',
            timeoutMs: 29_000,
            responseTransferMode: 'STREAM',
            integrationTarget: 'arn:alb',
            tlsServerName: null,
            acceptsPrivateAuthority: false,
            requestParameters: {'integration.request.path.proxy': 'method.request.path.proxy'},
            requestTemplates: {},
          },
        },
      ]);
      const inputs = sdk.apigateway.commandCalls(rest.GetResourcesCommand).map((call) => call.args[0].input);
      expect(inputs).to.deep.equal([
        {restApiId: 'rest1', position: undefined, limit: 500, embed: ['methods']},
        {restApiId: 'rest1', position: 'more', limit: 500, embed: ['methods']},
      ]);
      expect(sdk.apigateway.commandCalls(rest.GetMethodCommand)).to.have.length(0);
    });

    it('of a REST API are asked for one by one where the list does not embed them', async () => {
      const resourceMethods = {GET: {authorizationType: 'NONE'}, POST: {}, OPTIONS: {authorizationType: 'NONE'}};
      sdk.apigateway.on(rest.GetResourcesCommand).resolves({items: [{id: 'r', path: '/x', resourceMethods}]});
      const methodIntegration = {type: 'MOCK'} as const;
      sdk.apigateway
        .on(rest.GetMethodCommand, {restApiId: 'rest1', resourceId: 'r', httpMethod: 'GET'})
        .resolves({authorizationType: 'NONE', methodIntegration})
        .on(rest.GetMethodCommand, {restApiId: 'rest1', resourceId: 'r', httpMethod: 'POST'})
        .resolves({authorizationType: 'AWS_IAM', methodIntegration})
        .on(rest.GetMethodCommand, {restApiId: 'rest1', resourceId: 'r', httpMethod: 'OPTIONS'})
        .resolves({authorizationType: 'NONE'});
      const routes = await probe().facts.apiRoutes('api', REST_API);
      expect(
        routes.map(({method, authorization, integration}) => [method, authorization, integration?.type]),
      ).to.deep.equal([
        ['GET', 'NONE', 'MOCK'],
        ['POST', 'AWS_IAM', 'MOCK'],
        ['OPTIONS', 'NONE', undefined],
      ]);
    });

    it('of an HTTP API are joined with the integrations they name', async () => {
      sdk.apigatewayv2
        .on(http.GetRoutesCommand)
        .resolvesOnce({
          Items: [{RouteKey: 'GET /a/{proxy+}', AuthorizationType: 'JWT', Target: 'integrations/i2'}],
          NextToken: 'more',
        })
        .resolvesOnce({
          Items: [
            {RouteKey: '$default', AuthorizationType: 'NONE', Target: 'integrations/i1'},
            {RouteKey: 'ANY /b', AuthorizationType: 'NONE', ApiKeyRequired: true},
          ],
        });
      sdk.apigatewayv2
        .on(http.GetIntegrationsCommand)
        .resolvesOnce({
          Items: [{IntegrationId: 'i1', IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://x.y'}],
          NextToken: 'more',
        })
        .resolvesOnce({
          Items: [
            {
              IntegrationId: 'i2',
              IntegrationType: 'HTTP_PROXY',
              IntegrationMethod: 'ANY',
              IntegrationUri: 'arn:listener',
              ConnectionType: 'VPC_LINK',
              ConnectionId: 'vl-1',
              TimeoutInMillis: 30_000,
              TlsConfig: {ServerNameToVerify: 'api.georgi.io'},
              RequestParameters: {
                'overwrite:path': '/x/$request.path.proxy',
                'append:header.X-User': '$request.header.X-User',
                'append:header.X-Id': `\${context.requestId}`,
                'append:header.Authorization': 'Bearer hunter2',
                'append:header.X-Key': '$hunter2',
              },
            },
          ],
        });
      const routes = await probe().facts.apiRoutes('api', HTTP_API);
      expect(
        routes.map(({method, path, authorization, apiKeyRequired}) => [method, path, authorization, apiKeyRequired]),
      ).to.deep.equal([
        ['GET', '/a/{proxy+}', 'JWT', false],
        ['ANY', '$default', 'NONE', false],
        ['ANY', '/b', 'NONE', true],
      ]);
      expect(routes[0]?.integration).to.deep.equal({
        type: 'HTTP_PROXY',
        httpMethod: 'ANY',
        uri: 'arn:listener',
        connectionType: 'VPC_LINK',
        connectionId: 'vl-1',
        timeoutMs: 30_000,
        responseTransferMode: null,
        integrationTarget: null,
        tlsServerName: 'api.georgi.io',
        acceptsPrivateAuthority: false,
        requestParameters: {
          'overwrite:path': '/x/$request.path.proxy',
          'append:header.X-User': '$request.header.X-User',
          'append:header.X-Id': `\${context.requestId}`,
          'append:header.Authorization': 'Bearer hunter2',
          'append:header.X-Key': '$hunter2',
        },
        requestTemplates: {},
      });
      expect(routes[1]?.integration).to.deep.include({uri: 'https://x.y', connectionType: 'INTERNET'});
      expect(routes[2]?.integration).to.equal(null);
    });

    it('are refused when a route names an integration that is in no answer', async () => {
      sdk.apigatewayv2
        .on(http.GetRoutesCommand)
        .resolves({Items: [{RouteKey: '$default', AuthorizationType: 'NONE', Target: 'integrations/i9'}]});
      sdk.apigatewayv2.on(http.GetIntegrationsCommand).resolves({Items: []});
      const refusal = await thrownBy(probe().facts.apiRoutes('api', HTTP_API), AwsRefusal);
      expect(refusal.message).to.include('integrations/i9');
    });

    it('have of templates what decides the way, and no other literal', async () => {
      const integration: rest.Integration = {
        type: 'HTTP',
        requestTemplates: {
          'application/json':
            '#set($context.requestOverride.path.proxy = "mcp/x")#set($context.requestOverride.header.Authorization = "Bearer hunter2")\n' +
            '{"password": "hunter2"}',
        },
      };
      sdk.apigateway.on(rest.GetResourcesCommand).resolves({items: [sdkResource('/x', integration)]});
      const [route] = await probe().facts.apiRoutes('api', REST_API);
      expect(route?.integration?.requestTemplates).to.deep.equal({
        'application/json':
          '#set($context.requestOverride.path.proxy = "mcp/x")\n' +
          '#set($context.requestOverride.header.Authorization = "[redacted]")',
      });
    });

    it('are asked for at most twice a second after four', async () => {
      const {clock, facts} = probe();
      const apis = Array.from({length: 6}, (_, i) => ({...REST_API, id: `rest${i}`}));
      await Promise.all(apis.map((api) => facts.apiRoutes('api', api)));
      expect(clock.sleptMs.reduce((sum, ms) => sum + ms, 0)).to.be.at.least(1000);
    });
  });

  describe('of stages', () => {
    it('have a canary that gets requests, a cache, and settings with the most specific first', async () => {
      sdk.apigateway.on(rest.GetStagesCommand).resolves({
        item: [
          {
            stageName: 'prod',
            deploymentId: 'd-1',
            webAclArn: 'arn:acl',
            cacheClusterEnabled: true,
            canarySettings: {percentTraffic: 10, deploymentId: 'd-2', stageVariableOverrides: {token: 'hunter2'}},
            variables: {token: 'hunter2'},
            methodSettings: {
              '*/*': {cachingEnabled: true, throttlingRateLimit: -1, throttlingBurstLimit: -1},
              '~1jessica-service~1{proxy+}/GET': {throttlingRateLimit: 5, throttlingBurstLimit: 9},
            },
          },
          {stageName: 'test', canarySettings: {percentTraffic: 0, deploymentId: 'd-2'}},
        ],
      });
      const bare = {autoDeploys: false, webAclArn: null, canary: null, hasCache: false, methodSettings: []};
      expect(await probe().facts.apiStages('api', REST_API)).to.deep.equal([
        {
          name: 'prod',
          deploymentId: 'd-1',
          autoDeploys: false,
          webAclArn: 'arn:acl',
          canary: {percentTraffic: 10, deploymentId: 'd-2', overrides: ['token']},
          hasCache: true,
          methodSettings: [
            {
              method: 'GET',
              path: '/jessica-service/{proxy+}',
              isCached: false,
              throttlingRateLimit: 5,
              throttlingBurstLimit: 9,
            },
            {method: '*', path: '*', isCached: true, throttlingRateLimit: null, throttlingBurstLimit: null},
          ],
        },
        {...bare, name: 'test', deploymentId: null},
      ]);
    });

    it('of an HTTP API say whether they deploy by themselves, and limit routes', async () => {
      sdk.apigatewayv2
        .on(http.GetStagesCommand)
        .resolvesOnce({Items: [{StageName: '$default', AutoDeploy: true, DeploymentId: 'd-1'}], NextToken: 'more'})
        .resolvesOnce({
          Items: [{StageName: 'test', RouteSettings: {'GET /a': {ThrottlingRateLimit: 5, ThrottlingBurstLimit: 9}}}],
        });
      const stages = await probe().facts.apiStages('api', HTTP_API);
      const unlimited = {isCached: false, throttlingRateLimit: null, throttlingBurstLimit: null};
      const all = {method: '*', path: '*', ...unlimited};
      expect(stages.map(({name, autoDeploys, methodSettings}) => [name, autoDeploys, methodSettings])).to.deep.equal([
        ['$default', true, [all]],
        ['test', false, [{...all, method: 'GET', path: '/a', throttlingRateLimit: 5, throttlingBurstLimit: 9}, all]],
      ]);
    });
  });

  it('of domain names have what DNS points at, for each type of endpoint', async () => {
    sdk.apigateway
      .on(rest.GetDomainNamesCommand)
      .resolvesOnce({
        items: [
          {
            domainName: 'api.georgi.io',
            regionalDomainName: 'D-1.execute-api.eu-central-1.amazonaws.com',
            regionalCertificateArn: 'arn:regional',
            endpointConfiguration: {types: ['REGIONAL']},
            routingMode: 'ROUTING_RULE_THEN_BASE_PATH_MAPPING',
            mutualTlsAuthentication: {truststoreUri: 's3://trust/store.pem'},
          },
        ],
        position: 'more',
      })
      .resolvesOnce({
        items: [
          {
            domainName: 'edge.georgi.io',
            distributionDomainName: 'd1.cloudfront.net',
            certificateArn: 'arn:edge',
            endpointConfiguration: {types: ['EDGE']},
          },
          {domainName: 'private.georgi.io', endpointConfiguration: {types: ['PRIVATE']}},
        ],
      });
    expect(await probe().facts.apiDomains('alb')).to.deep.equal([
      {
        name: 'api.georgi.io',
        targetDnsNames: ['d-1.execute-api.eu-central-1.amazonaws.com'],
        endpointTypes: ['REGIONAL'],
        certificateArn: 'arn:regional',
        routingMode: 'ROUTING_RULE_THEN_API_MAPPING',
        trustStoreUri: 's3://trust/store.pem',
      },
      {
        name: 'edge.georgi.io',
        targetDnsNames: ['d1.cloudfront.net'],
        endpointTypes: ['EDGE'],
        certificateArn: 'arn:edge',
        routingMode: null,
        trustStoreUri: null,
      },
      {
        name: 'private.georgi.io',
        targetDnsNames: [],
        endpointTypes: ['PRIVATE'],
        certificateArn: null,
        routingMode: null,
        trustStoreUri: null,
      },
    ]);
  });

  it('of mappings have base paths without slashes at their ends, and are an error for a domain that does not exist', async () => {
    sdk.apigatewayv2
      .on(http.GetApiMappingsCommand)
      .resolvesOnce({
        Items: [{ApiId: 'rest1', Stage: 'prod', ApiMappingKey: '/jessica-service/v1/'}],
        NextToken: 'more',
      })
      .resolvesOnce({Items: [{ApiId: 'http1', Stage: '$default'}]})
      .rejects(refusedWith('NotFoundException', 'Invalid domain name identifier specified', 404));
    const {facts} = probe();
    expect(await facts.apiMappings('alb', 'api.georgi.io')).to.deep.equal([
      {apiId: 'rest1', stage: 'prod', basePath: 'jessica-service/v1'},
      {apiId: 'http1', stage: '$default', basePath: ''},
    ]);
    const thrown = await thrownBy(facts.apiMappings('alb', 'x.georgi.io'), CannotTell);
    expect(thrown).not.to.be.instanceOf(AwsRefusal);
    expect(thrown.message).to.include('no custom domain name "x.georgi.io"');
  });

  it('of routing rules are in their order, with the names of headers and without their values', async () => {
    const to = {ApiId: 'rest1', Stage: 'prod'};
    sdk.apigatewayv2
      .on(http.ListRoutingRulesCommand)
      .resolvesOnce({
        RoutingRules: [{Priority: 20, Conditions: [], Actions: [{InvokeApi: to}]}],
        NextToken: 'more',
      })
      .resolvesOnce({
        RoutingRules: [
          {
            Priority: 10,
            Conditions: [
              {MatchBasePaths: {AnyOf: ['/orders/']}},
              {MatchHeaders: {AnyOf: [{Header: 'X-Tenant', ValueGlob: 'secret*'}]}},
            ],
            Actions: [{InvokeApi: {...to, StripBasePath: true}}],
          },
        ],
      });
    expect(await probe().facts.routingRules('alb', 'api.georgi.io')).to.deep.equal([
      {priority: 10, basePaths: ['orders'], headers: ['X-Tenant'], apiId: 'rest1', stage: 'prod', stripsBasePath: true},
      {priority: 20, basePaths: null, headers: [], apiId: 'rest1', stage: 'prod', stripsBasePath: false},
    ]);
  });

  it('of usage plans have their stages and limits, without keys', async () => {
    sdk.apigateway
      .on(rest.GetUsagePlansCommand)
      .resolvesOnce({
        items: [
          {
            id: 'u1',
            name: 'gold',
            apiStages: [{apiId: 'rest1', stage: 'prod', throttle: {'/a/GET': {rateLimit: 1}}}],
            throttle: {rateLimit: 10, burstLimit: 20},
            quota: {limit: 1000, period: 'DAY'},
          },
        ],
        position: 'more',
      })
      .resolvesOnce({items: [{id: 'u2', name: 'free'}]});
    expect(await probe().facts.usagePlans('alb')).to.deep.equal([
      {
        name: 'gold',
        stages: [{apiId: 'rest1', stage: 'prod', limitedMethods: ['/a/GET']}],
        rateLimit: 10,
        burstLimit: 20,
        quota: {limit: 1000, period: 'DAY'},
      },
      {name: 'free', stages: [], rateLimit: null, burstLimit: null, quota: null},
    ]);
  });

  it('of resource policies are the same whether AWS escapes them or not, and refused where they cannot be read', async () => {
    const policy = JSON.stringify({
      Statement: {Effect: 'Allow', Principal: {AWS: '*'}, Action: 'execute-api:Invoke', Resource: 'execute-api:/*'},
    });
    sdk.apigatewayv2.on(http.GetApisCommand).resolves({Items: []});
    for (const text of [policy, policy.replaceAll('"', '\\"')]) {
      sdk.apigateway.on(rest.GetRestApisCommand).resolves({items: [{...sdkRestApi('rest1', 'a'), policy: text}]});
      const [api] = await probe().facts.apis('alb');
      expect(api?.resourcePolicy).to.deep.equal([
        {
          effect: 'Allow',
          isForAnybody: true,
          actions: ['execute-api:Invoke'],
          resources: ['execute-api:/*'],
          conditions: [],
        },
      ]);
    }
    for (const text of ['{', '{}', '{"Statement":[]}']) {
      sdk.apigateway.on(rest.GetRestApisCommand).resolves({items: [{...sdkRestApi('rest1', 'a'), policy: text}]});
      const thrown = await thrownBy(probe().facts.apis('alb'), Error);
      expect(thrown.message).to.include('items[].policy');
    }
  });

  it('of VPC links are of both versions, to the last page', async () => {
    sdk.apigateway
      .on(rest.GetVpcLinksCommand)
      .resolvesOnce({items: [{id: 'old', name: 'o', status: 'AVAILABLE', targetArns: ['arn:nlb']}], position: 'more'})
      .resolvesOnce({items: [{id: 'older', name: 'o', status: 'FAILED', statusMessage: 'why'}]});
    sdk.apigatewayv2
      .on(http.GetVpcLinksCommand)
      .resolvesOnce({
        Items: [
          {
            VpcLinkId: 'vl-1',
            Name: 'n',
            VpcLinkStatus: 'AVAILABLE',
            SubnetIds: ['subnet-a'],
            SecurityGroupIds: ['sg-1'],
          },
        ],
        NextToken: 'more',
      })
      .resolvesOnce({
        Items: [{VpcLinkId: 'vl-2', Name: 'n', VpcLinkStatus: 'INACTIVE', SubnetIds: [], SecurityGroupIds: []}],
      });
    const links = await probe().facts.vpcLinks('alb');
    expect(links.map(({id, version, status}) => [id, version, status])).to.deep.equal([
      ['old', 1, 'AVAILABLE'],
      ['older', 1, 'FAILED'],
      ['vl-1', 2, 'AVAILABLE'],
      ['vl-2', 2, 'INACTIVE'],
    ]);
    expect(links[0]).to.deep.include({targetArns: ['arn:nlb'], subnetIds: [], securityGroupIds: []});
    expect(links[1]?.statusMessage).to.equal('why');
    expect(links[2]).to.deep.include({targetArns: [], subnetIds: ['subnet-a'], securityGroupIds: ['sg-1']});
  });
});
