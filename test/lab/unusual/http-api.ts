import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {API_HOST, LISTENER_ARN} from '../../../src/lab/worlds/names.ts';
import {apiRoute, integration} from '../../support/aws-facts.ts';
import type {UnusualWorld} from './unusual-world.ts';

/** It names the listener itself; that it passes the path on as it came is written down. */
const INTEGRATION = integration({
  uri: LISTENER_ARN,
  integrationTarget: null,
  timeoutMs: 30_000,
  responseTransferMode: null,
  tlsServerName: API_HOST,
  requestParameters: {'overwrite:path': '$request.path', 'overwrite:header.host': API_HOST},
});

const AWS: AwsWorld = {
  ...HEALTHY,
  api: {...HEALTHY.api, protocol: 'HTTP'},
  apiRoutes: [apiRoute({path: '/jessica-service/{proxy+}', authorization: 'JWT', integration: INTEGRATION})],
  apiStages: HEALTHY.apiStages.map((stage) => ({...stage, name: '$default', autoDeploys: true, webAclArn: null})),
  apiMappings: {[API_HOST]: [{apiId: HEALTHY.api.id, stage: '$default', basePath: ''}]},
};

const PATHS = 'the stage of an HTTP API has no part in the path, so the base path is in that of the route';

export const HTTP_API: UnusualWorld = {
  name: 'http-api',
  title: 'an HTTP API stands where the REST API does, over the same VPC link',
  aws: AWS,
  with: {
    'api-path': {params: {stage: '$default', path: '/jessica-service/api/v1/status'}, because: PATHS},
    'gateway-buffers': {params: {stage: '$default', path: '/jessica-service/mcp/sse/stream'}, because: PATHS},
    'protections-have-successors': {
      params: {stage: '$default', path: '/jessica-service/mcp/sse/stream'},
      because: PATHS,
    },
    'gateway-timeout': {params: {stage: '$default', path: '/jessica-service/api/v1/status'}, because: PATHS},
  },
  faults: [
    {
      title: "the path is overwritten with a stage's name before it, which no rule is for",
      aws: {
        ...AWS,
        apiRoutes: AWS.apiRoutes.map((route) => ({
          ...route,
          integration: {
            ...INTEGRATION,
            requestParameters: {...INTEGRATION.requestParameters, 'overwrite:path': '/prod$request.path'},
          },
        })),
      },
      item: 'api-path',
      says: '/prod/jessica-service',
    },
    {
      title: 'the integration names the listener of another load balancer',
      aws: {
        ...AWS,
        apiRoutes: AWS.apiRoutes.map((route) => ({
          ...route,
          integration: {...INTEGRATION, uri: LISTENER_ARN.replace('central-alb', 'staging-alb')},
        })),
      },
      item: 'api-path',
      says: 'staging-alb',
    },
  ],
};
