import type {AwsWorld} from '../../../src/lab/aws-world.ts';
import type {Answers} from './answers.ts';

/** What the first API of API Gateway answers in a world of the lab. */
export function restAnswers({api, apiRoutes, apiStages, apiDeployments, apiDomain}: AwsWorld): Answers {
  return {
    GetRestApisCommand: () => ({
      items: [
        {
          id: api.id,
          name: api.name,
          endpointConfiguration: {types: [...api.endpointTypes]},
          disableExecuteApiEndpoint: api.disableExecuteApiEndpoint,
        },
      ],
    }),
    GetResourcesCommand: () => ({
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
    GetStagesCommand: () => ({
      item: apiStages.map(({name, deploymentId, variables}) => ({stageName: name, deploymentId, variables})),
    }),
    GetDeploymentsCommand: () => ({
      items: apiDeployments.map(({id, createdAt}) => ({id, createdDate: new Date(createdAt ?? 0)})),
    }),
    GetDomainNamesCommand: () => ({
      items: [
        {
          domainName: apiDomain.name,
          regionalDomainName: apiDomain.targetDnsNames[0],
          regionalCertificateArn: apiDomain.certificateArn,
          endpointConfiguration: {types: [...apiDomain.endpointTypes]},
          routingMode: apiDomain.routingMode,
        },
      ],
    }),
    GetVpcLinksCommand: () => ({items: []}),
  };
}

/** What its second API answers. */
export function httpAnswers({apiMappings, vpcLink}: AwsWorld): Answers {
  return {
    GetApisCommand: () => ({Items: []}),
    GetApiMappingsCommand: () => ({
      Items: apiMappings.map(({apiId, stage, basePath}) => ({ApiId: apiId, Stage: stage, ApiMappingKey: basePath})),
    }),
    GetVpcLinksCommand: () => ({
      Items: [
        {
          VpcLinkId: vpcLink.id,
          Name: vpcLink.name,
          VpcLinkStatus: vpcLink.status,
          VpcLinkVersion: 'V2',
          SubnetIds: [...vpcLink.subnetIds],
          SecurityGroupIds: [...vpcLink.securityGroupIds],
        },
      ],
    }),
  };
}
