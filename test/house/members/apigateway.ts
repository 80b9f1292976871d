import {type Reasons, SAYS} from './reasons.ts';

const PAGED = 'are read of every list alike, by what fetches its pages (everyItem, pageOf)';

export const API_GATEWAY_REASONS: Reasons = {
  members: {
    'api-gateway': [
      {of: 'DomainNames', unread: 'items position', because: PAGED},
      {of: 'RestApis', unread: 'items position', because: PAGED},
      {of: 'VpcLinks', unread: 'items position', because: PAGED},
      {of: 'UsagePlans', unread: 'items position', because: PAGED},
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
        because:
          'say which function or user pool is asked, and for what. That something is asked is read, and has to have a successor; whether that asks the same is for people',
      },
      {
        of: 'Method',
        unread: 'requestValidatorId requestModels requestParameters',
        because: 'are of the API as it can be edited; what the stage validates is read of its export',
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
        of: 'CanarySettings',
        unread: 'useStageCache',
        because: 'says which cache it uses; a canary that gets requests is an error, whatever its cache is',
      },
      {
        of: 'ExportResponse',
        unread: 'body',
        because: 'is read by exportRestApi, and taken apart by toExportedApi',
      },
      {
        of: 'ExportResponse',
        unread: 'contentType contentDisposition',
        because: 'name the document; one that is not the JSON that was asked for is refused',
      },
      {
        of: 'MethodSetting',
        unread:
          'cacheDataEncrypted cacheTtlInSeconds requireAuthorizationForCacheControl unauthorizedCacheControlHeaderStrategy',
        because: 'say how a method is cached: that it is decides, and is read',
      },
      {
        of: 'MethodSetting',
        unread: 'dataTraceEnabled loggingLevel metricsEnabled',
        because: 'say what is written down about requests, not what becomes of them',
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
        unread: 'cacheClusterSize cacheClusterStatus',
        because: 'say how large the cache is, and whether it is being made: that there is one is read',
      },
      {
        of: 'Stage',
        unread: 'clientCertificateId',
        because:
          'is presented to backends over the internet; listeners of load balancers only ask for one with mutual TLS',
      },
    ],
    apigatewayv2: [
      ...[
        'GetApiMappingsResponse',
        'GetApisResponse',
        'GetIntegrationsResponse',
        'GetRoutesResponse',
        'GetStagesResponse',
        'GetVpcLinksResponse',
      ].map((of) => ({of, unread: 'Items NextToken', because: PAGED})),
      {of: 'RoutingRule', unread: 'RoutingRuleArn RoutingRuleId', because: SAYS.names},
      {
        of: 'RoutingRuleMatchHeaderValue',
        unread: 'ValueGlob',
        because:
          'may be a secret, and is not kept: a rule that asks for a header is taken to take some requests and to leave others',
      },
      {of: 'ExportApiResponse', unread: 'body', because: 'is read by exportHttpApi, and taken apart by toExportedApi'},
    ],
  },
  fields: [
    {
      of: 'ApiDomain',
      unread: 'certificateArn',
      because: 'is of the old way, which clients use today: that its certificate serves them is not in question',
    },
  ],
};
