import {type AwsWorld, HEALTHY} from '../../../../src/lab/aws-world.ts';
import {servedBy} from '../../../../src/lab/worlds/apigateway.ts';
import type {ApiGatewayFacts} from '../../../../src/model/facts/aws-facts.ts';
import {openApiExport} from '../../openapi-export.ts';
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
    vpcLinks: (facts) => facts.vpcLinks('api'),
  },
};

function restAnswers(world: AwsWorld): Answers {
  const {api, apiRoutes, apiStages, apiDomains} = world;
  return {
    GetRestApis: () => ({
      items: [
        {
          id: api.id,
          name: api.name,
          endpointConfiguration: {types: [...api.endpointTypes]},
          disableExecuteApiEndpoint: api.disableExecuteApiEndpoint,
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
      item: apiStages.map(({name, deploymentId, hasCache, methodSettings}) => ({
        stageName: name,
        deploymentId,
        cacheClusterEnabled: hasCache,
        methodSettings: Object.fromEntries(
          methodSettings.map(({method, path, isCached, throttlingRateLimit}) => [
            `${path.replaceAll('/', '~1')}/${method}`,
            {cachingEnabled: isCached, throttlingRateLimit: throttlingRateLimit ?? -1},
          ]),
        ),
        variables: servedBy(world, name).variables,
      })),
    }),
    GetExport: ({stageName}) => ({
      body: new TextEncoder().encode(JSON.stringify(openApiExport(servedBy(world, String(stageName))))),
    }),
    GetDomainNames: () => ({
      items: apiDomains.map(({name, targetDnsNames, certificateArn, endpointTypes, routingMode}) => ({
        domainName: name,
        regionalDomainName: targetDnsNames[0],
        regionalCertificateArn: certificateArn,
        endpointConfiguration: {types: [...endpointTypes]},
        routingMode,
      })),
    }),
    GetVpcLinks: () => ({items: []}),
  };
}

function httpAnswers({apiMappings, vpcLinks}: AwsWorld): Answers {
  return {
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
