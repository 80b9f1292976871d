import {type Reasons, SAYS} from './reasons.ts';

const PAGED = 'are read of every list alike, by what fetches its pages (everyItem, pageOf)';

export const API_GATEWAY_REASONS: Reasons = {
  members: {
    'api-gateway': [
      {of: 'Deployments', unread: 'items position', because: PAGED},
      {of: 'DomainNames', unread: 'items position', because: PAGED},
      {of: 'RestApis', unread: 'items position', because: PAGED},
      {of: 'VpcLinks', unread: 'items position', because: PAGED},
      {of: 'Resource', unread: 'parentId pathPart', because: 'are what `path`, which is read, is made of'},
      {
        of: 'Method',
        unread: 'httpMethod',
        because: 'is the key under which the resource lists the method, and that is read',
      },
      {of: 'Method', unread: 'operationName', because: SAYS.names},
      {
        of: 'Method',
        unread: 'authorizerId authorizationScopes',
        because: 'decide which requests the old way refused, which the new way has to refuse as well: to be mapped',
      },
      {
        of: 'Method',
        unread: 'requestValidatorId requestModels requestParameters',
        because:
          'decide which requests API Gateway refuses with 400 before it asks the integration. What the service accepts is up to the service, on either way',
      },
      {
        of: 'Method',
        unread: 'methodResponses',
        because:
          'declares what a response may hold for documents and mappings; a proxy integration passes everything on',
      },
      {
        of: 'Integration',
        unread: 'cacheKeyParameters cacheNamespace',
        because: 'are the keys of a cache that only exists where the stage has one',
      },
      {
        of: 'Integration',
        unread: 'contentHandling passthroughBehavior integrationResponses',
        because:
          'transform bodies of integrations that are not proxies. Which way a request goes, and for how long, does not depend on them',
      },
      {
        of: 'Integration',
        unread: 'credentials',
        because: 'is the role of integrations with AWS services; one over a VPC link has none',
      },
      {
        of: 'Integration',
        unread: 'tlsConfig',
        because: 'decides whether the certificate of the listener is verified at all: to be mapped',
      },
      {of: 'Stage', unread: 'createdDate lastUpdatedDate', because: SAYS.past},
      {of: 'Stage', unread: 'description documentationVersion', because: SAYS.names},
      {of: 'Stage', unread: 'tags', because: SAYS.tags},
      {
        of: 'Stage',
        unread: 'accessLogSettings tracingEnabled',
        because: 'say what is written down about requests, not what becomes of them',
      },
      {
        of: 'Stage',
        unread: 'cacheClusterEnabled cacheClusterSize cacheClusterStatus methodSettings',
        because: 'decide whether an answer comes from a cache, and how many requests a route admits: to be mapped',
      },
      {
        of: 'Stage',
        unread: 'canarySettings',
        because: 'decides which deployment a part of the requests gets: to be mapped',
      },
      {
        of: 'Stage',
        unread: 'clientCertificateId',
        because:
          'is presented to backends over the internet; listeners of load balancers only ask for one with mutual TLS',
      },
    ],
    apigatewayv2: [
      'GetApiMappingsResponse',
      'GetApisResponse',
      'GetDeploymentsResponse',
      'GetIntegrationsResponse',
      'GetRoutesResponse',
      'GetStagesResponse',
      'GetVpcLinksResponse',
    ].map((of) => ({of, unread: 'Items NextToken', because: PAGED})),
  },
  fields: [
    {
      of: 'Api',
      unread: 'disableExecuteApiEndpoint',
      because: 'decides whether the URL with execute-api answers: to be read',
    },
    {of: 'ApiStage', unread: 'webAclArn', because: 'decides whether the old way was protected: to be read'},
    {
      of: 'ApiDomain',
      unread: 'certificateArn',
      because: 'is of the old way, which clients use today: that its certificate serves them is not in question',
    },
  ],
};
