import {type AwsWorld, HEALTHY} from '../../../../src/lab/aws-world.ts';
import type {ApiGatewayFacts} from '../../../../src/model/facts/aws-facts.ts';
import type {Answers, Played} from '../played.ts';

const {api: API, apiDomains: API_DOMAINS} = HEALTHY;

/** One API each of two generations answers for a part of it. */
export const PLAYED: Played<keyof ApiGatewayFacts> = {
  clients: {APIGatewayClient: 'apigateway', ApiGatewayV2Client: 'apigatewayv2'},
  answers: (world) => ({apigateway: restAnswers(world), apigatewayv2: httpAnswers(world)}),
  asks: {
    apis: (facts) => facts.apis('api'),
    api: (facts) => facts.api('api'),
    apiRoutes: (facts) => facts.apiRoutes('api', API),
    apiStages: (facts) => facts.apiStages('api', API),
    apiDeployments: (facts) => facts.apiDeployments('api', API),
    apiDomains: (facts) => facts.apiDomains('api'),
    apiMappings: (facts) => facts.apiMappings('api', API_DOMAINS[0]?.name ?? ''),
    vpcLinks: (facts) => facts.vpcLinks('api'),
  },
};

function restAnswers({api, apiRoutes, apiStages, apiDeployments, apiDomains}: AwsWorld): Answers {
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
      item: apiStages.map(({name, deploymentId, variables}) => ({stageName: name, deploymentId, variables})),
    }),
    GetDeployments: () => ({
      items: apiDeployments.map(({id, createdAt}) => ({id, createdDate: new Date(createdAt ?? 0)})),
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
