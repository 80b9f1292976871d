import {type AwsWorld, HEALTHY} from '../../../../src/lab/aws-world.ts';
import {servedBy} from '../../../../src/lab/worlds/apigateway.ts';
import type {ApiGatewayFacts} from '../../../../src/model/facts/aws-facts.ts';
import {openApiExport, policyOf} from '../../openapi-export.ts';
import type {Answers, Played} from '../played.ts';

const {api: API, apiDomains: API_DOMAINS, apiStages: API_STAGES} = HEALTHY;

/** One API each of two generations answers for a part of it. */
export const PLAYED: Played<keyof ApiGatewayFacts> = {
  clients: {APIGatewayClient: 'apigateway', ApiGatewayV2Client: 'apigatewayv2'},
  answers: (world) => ({apigateway: restAnswers(world), apigatewayv2: httpAnswers(world)}),
  asks: {
    apis: (facts) => facts.apis('api'),
    api: (facts) => facts.api('api'),
    apiRoutes: (facts) => facts.apiRoutes('api', API),
    apiStages: (facts) => facts.apiStages('api', API),
    apiDomains: (facts) => facts.apiDomains('api'),
    apiMappings: (facts) => facts.apiMappings('api', API_DOMAINS[0]?.name ?? ''),
    servedApi: (facts) => facts.servedApi('api', API, API_STAGES[0]?.name ?? ''),
    routingRules: (facts) => facts.routingRules('api', API_DOMAINS[0]?.name ?? ''),
    usagePlans: (facts) => facts.usagePlans('api'),
    vpcLinks: (facts) => facts.vpcLinks('api'),
  },
};

function restAnswers(world: AwsWorld): Answers {
  const {api, apiRoutes, apiStages, apiDomains, usagePlans} = world;
  return {
    GetRestApis: () => ({
      items: [
        {
          id: api.id,
          name: api.name,
          endpointConfiguration: {types: [...api.endpointTypes]},
          disableExecuteApiEndpoint: api.disableExecuteApiEndpoint,
          policy: api.resourcePolicy && JSON.stringify(policyOf(api.resourcePolicy)).replaceAll('"', '\\"'),
        },
      ],
    }),
    GetResources: () => ({
      items: apiRoutes.map(({method, path, authorization, apiKeyRequired, integration}) => ({
        id: 'r1',
        path,
        resourceMethods: {
          [method]: {
            httpMethod: method,
            authorizationType: authorization,
            apiKeyRequired,
            methodIntegration:
              integration === null ? undefined : {...integration, timeoutInMillis: integration.timeoutMs},
          },
        },
      })),
    }),
    GetStages: () => ({
      item: apiStages.map(({name, deploymentId, webAclArn, hasCache, methodSettings}) => ({
        stageName: name,
        deploymentId,
        webAclArn,
        cacheClusterEnabled: hasCache,
        methodSettings: Object.fromEntries(
          methodSettings.map(({method, path, isCached, throttlingRateLimit, throttlingBurstLimit}) => [
            `${path.replaceAll('/', '~1')}/${method}`,
            {
              cachingEnabled: isCached,
              throttlingRateLimit: throttlingRateLimit ?? -1,
              throttlingBurstLimit: throttlingBurstLimit ?? -1,
            },
          ]),
        ),
        variables: servedBy(world, name).variables,
      })),
    }),
    GetExport: ({stageName}) => ({
      body: new TextEncoder().encode(JSON.stringify(openApiExport(servedBy(world, String(stageName))))),
    }),
    GetDomainNames: () => ({
      items: apiDomains.map(({name, targetDnsNames, certificateArn, endpointTypes, routingMode, trustStoreUri}) => ({
        domainName: name,
        regionalDomainName: targetDnsNames[0],
        regionalCertificateArn: certificateArn,
        endpointConfiguration: {types: [...endpointTypes]},
        routingMode,
        ...(trustStoreUri !== null && {mutualTlsAuthentication: {truststoreUri: trustStoreUri}}),
      })),
    }),
    GetUsagePlans: () => ({
      items: usagePlans.map(({name, stages, rateLimit, burstLimit, quota}) => ({
        id: 'u1',
        name,
        apiStages: stages.map(({apiId, stage, limitedMethods}) => ({
          apiId,
          stage,
          throttle: Object.fromEntries(limitedMethods.map((method) => [method, {rateLimit: 1}])),
        })),
        throttle: {rateLimit: rateLimit ?? -1, burstLimit: burstLimit ?? -1},
        quota: quota ?? undefined,
      })),
    }),
    GetVpcLinks: () => ({items: []}),
  };
}

function httpAnswers({apiMappings, routingRules, vpcLinks}: AwsWorld): Answers {
  return {
    ListRoutingRules: ({DomainName}) => ({
      RoutingRules: (routingRules[String(DomainName)] ?? []).map((rule) => ({
        Priority: rule.priority,
        Conditions: [
          ...(rule.basePaths === null ? [] : [{MatchBasePaths: {AnyOf: [...rule.basePaths]}}]),
          ...rule.headers.map((Header) => ({MatchHeaders: {AnyOf: [{Header, ValueGlob: 'x*'}]}})),
        ],
        Actions: [{InvokeApi: {ApiId: rule.apiId, Stage: rule.stage, StripBasePath: rule.stripsBasePath}}],
      })),
    }),
    GetApis: () => ({Items: []}),
    GetApiMappings: ({DomainName}) => ({
      Items: (apiMappings[String(DomainName)] ?? []).map(({apiId, stage, basePath}) => ({
        ApiId: apiId,
        Stage: stage,
        ApiMappingKey: basePath,
      })),
    }),
    GetVpcLinks: () => ({
      Items: vpcLinks.map(({id, name, status, subnetIds, securityGroupIds}) => ({
        VpcLinkId: id,
        Name: name,
        VpcLinkStatus: status,
        VpcLinkVersion: 'V2',
        SubnetIds: [...subnetIds],
        SecurityGroupIds: [...securityGroupIds],
      })),
    }),
  };
}
