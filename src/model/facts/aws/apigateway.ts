/** API Gateway as plain values: REST APIs of its first API, HTTP APIs and the newer VPC links of its second. */

import type {ResourceRef} from '../../resource-ref.ts';
import type {AwsService} from '../aws-service.ts';

/** A resource in whose account and region to look. */
type Where = ResourceRef<'api' | 'account'>;

export interface Api {
  readonly id: string;
  readonly name: string;
  readonly protocol: 'REST' | 'HTTP' | 'WEBSOCKET';
  /** `REGIONAL`, `EDGE` or `PRIVATE`; HTTP and WebSocket APIs are regional. */
  readonly endpointTypes: readonly string[];
  /** Bytes above which a response is compressed; null: never. */
  readonly minimumCompressionSize: number | null;
  readonly disableExecuteApiEndpoint: boolean;
  /** The resource policy of a REST API, as it can be edited; null: none. */
  readonly resourcePolicy: readonly PolicyStatement[] | null;
}

export interface PolicyStatement {
  /** `Allow` or `Deny`. */
  readonly effect: string;
  readonly isForAnybody: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** What they ask for, without the values: `IpAddress aws:SourceIp`. */
  readonly conditions: readonly string[];
}

/** A method of a REST resource, or a route of an HTTP API. */
export interface ApiRoute {
  /** `GET`, …, or `ANY`. */
  readonly method: string;
  /** `/jessica-service/{proxy+}`; `$default` of an HTTP API is `$default`. */
  readonly path: string;
  /** `NONE`, `AWS_IAM`, `CUSTOM`, `COGNITO_USER_POOLS`, `JWT`. */
  readonly authorization: string;
  readonly apiKeyRequired: boolean;
  readonly integration: ApiIntegration | null;
}

/** A route as a stage serves it. */
export interface ServedRoute extends ApiRoute {
  /** What of a request is refused where the API's model does not fit, before the integration is called. */
  readonly validates: readonly ('body' | 'parameters')[];
}

export interface ApiIntegration {
  /** `HTTP_PROXY`, `AWS_PROXY`, `HTTP`, `AWS`, `MOCK`. */
  readonly type: string;
  /** What the integration is called with; `ANY` passes the caller's on. Null where AWS does not say. */
  readonly httpMethod: string | null;
  readonly uri: string | null;
  /** `INTERNET` or `VPC_LINK`. */
  readonly connectionType: string;
  /** A VPC link's id; may hold `${stageVariables.name}`. */
  readonly connectionId: string | null;
  readonly timeoutMs: number | null;
  /** `BUFFERED` or `STREAM` of a REST integration; null where AWS does not say. */
  readonly responseTransferMode: string | null;
  /** ARN of the load balancer or listener that a private REST integration calls. */
  readonly integrationTarget: string | null;
  /** The name that a private HTTP API integration verifies; null: plain HTTP. */
  readonly tlsServerName: string | null;
  /** Whether API Gateway accepts a certificate of an authority that is not public. */
  readonly acceptsPrivateAuthority: boolean;
  /**
   * Mappings such as `overwrite:path` or `integration.request.path.proxy`. Literals may be secret: see `shownParameters`
   * for what may be printed or recorded.
   */
  readonly requestParameters: Readonly<Record<string, string>>;
  /**
   * Mapping templates of a REST integration by content type, without all but the statements that replace the path or a
   * header of the request; redacted like the mappings.
   */
  readonly requestTemplates: Readonly<Record<string, string>>;
}

export interface ApiStage {
  readonly name: string;
  /** What the stage serves: later changes wait for the next deployment. */
  readonly deploymentId: string | null;
  readonly autoDeploys: boolean;
  readonly webAclArn: string | null;
  /** A part of the requests gets another deployment; null where none does. */
  readonly canary: ApiCanary | null;
  /** Whether it has a cache; which methods use it is in their settings. */
  readonly hasCache: boolean;
  readonly methodSettings: readonly ApiMethodSettings[];
}

/** How a stage treats a method; the more specific settings come before the wider ones. */
export interface ApiMethodSettings {
  /** A method in capitals, or `*` for all. */
  readonly method: string;
  /** As of {@link ApiRoute}, or `*` for all. */
  readonly path: string;
  readonly isCached: boolean;
  /** Requests a second; null where no limit was set for it. */
  readonly throttlingRateLimit: number | null;
  /** Requests at once; null where no limit was set for it. */
  readonly throttlingBurstLimit: number | null;
}

/** Source: the API Gateway API reference, CanarySettings. */
export interface ApiCanary {
  /** Above 0. */
  readonly percentTraffic: number;
  readonly deploymentId: string | null;
  /** Names of the stage variables that have another value there. */
  readonly overrides: readonly string[];
}

/** What a stage serves, as its export says: what was changed and not deployed is not in it. */
export interface ServedApi {
  readonly routes: readonly ServedRoute[];
  /** Of the stage; those alone that an integration's address refers to: others may be secret. */
  readonly variables: Readonly<Record<string, string>>;
  /** As {@link Api.minimumCompressionSize}. */
  readonly minimumCompressionSize: number | null;
  /** As {@link Api.resourcePolicy}. */
  readonly resourcePolicy: readonly PolicyStatement[] | null;
  /** Whether an HTTP API answers the preflights of CORS itself, for all its routes. */
  readonly answersPreflights: boolean;
}

/** A custom domain name and what it leads to. */
export interface ApiDomain {
  readonly name: string;
  /** The names that DNS has to point at, lower case. */
  readonly targetDnsNames: readonly string[];
  readonly endpointTypes: readonly string[];
  readonly certificateArn: string | null;
  /** `API_MAPPING_ONLY`, `ROUTING_RULE_ONLY`, `ROUTING_RULE_THEN_API_MAPPING`; null where AWS does not say. */
  readonly routingMode: string | null;
  /** Where the authorities are from which clients need a certificate (mutual TLS); null: they need none. */
  readonly trustStoreUri: string | null;
}

/** One base path of a custom domain. */
export interface ApiMapping {
  readonly apiId: string;
  readonly stage: string;
  /** Without slashes at the ends; empty for the root. */
  readonly basePath: string;
}

/** One rule of a custom domain name, which leads to a stage of a REST API. */
export interface RoutingRule {
  /** The lowest is tried first. */
  readonly priority: number;
  /** The path has to begin with one of them, each without slashes at the ends; null: any path. */
  readonly basePaths: readonly string[] | null;
  /** Names of the headers it asks for. Their values may be secrets, and are not kept. */
  readonly headers: readonly string[];
  readonly apiId: string;
  readonly stage: string;
  readonly stripsBasePath: boolean;
}

export interface VpcLink {
  readonly id: string;
  readonly name: string;
  /** 1 reaches network load balancers only; 2 application load balancers too. */
  readonly version: 1 | 2;
  /** `AVAILABLE`, `PENDING`, `DELETING`, `FAILED`, `INACTIVE`. */
  readonly status: string;
  readonly statusMessage: string | null;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  /** Network load balancers of a version 1 link. */
  readonly targetArns: readonly string[];
}

/** How much those who have a key of it may ask for. */
export interface UsagePlan {
  readonly name: string;
  readonly stages: readonly UsagePlanStage[];
  /** Requests a second, and at once; null: no limit. */
  readonly rateLimit: number | null;
  readonly burstLimit: number | null;
  readonly quota: {readonly limit: number; readonly period: string} | null;
}

interface UsagePlanStage {
  readonly apiId: string;
  readonly stage: string;
  /** Methods with limits of their own: `/jessica-service/mcp/GET`. */
  readonly limitedMethods: readonly string[];
}

/** In the account and region of the named resource, unless it says otherwise. */
export interface ApiGatewayFacts {
  /** REST, HTTP and WebSocket APIs. */
  apis(where: Where): Promise<readonly Api[]>;
  /** The named API. */
  api(name: ResourceRef<'api'>): Promise<Api>;
  /** As they would be deployed now: what a stage serves is {@link ApiGatewayFacts.servedApi}. */
  apiRoutes(where: Where, api: Api): Promise<readonly ApiRoute[]>;
  apiStages(where: Where, api: Api): Promise<readonly ApiStage[]>;
  /** What this stage of a REST or HTTP API serves; a WebSocket API cannot be exported. */
  servedApi(where: Where, api: Api, stage: string): Promise<ServedApi>;
  apiDomains(where: Where): Promise<readonly ApiDomain[]>;
  apiMappings(where: Where, domainName: string): Promise<readonly ApiMapping[]>;
  /** In the order in which they are tried. */
  routingRules(where: Where, domainName: string): Promise<readonly RoutingRule[]>;
  /** Of REST APIs. */
  usagePlans(where: Where): Promise<readonly UsagePlan[]>;
  /** Of both versions. */
  vpcLinks(where: Where): Promise<readonly VpcLink[]>;
}

/** The second API's lists stand behind the same action as the first's. */
export const API_GATEWAY = {
  prefix: 'apigateway',
  commands: ['apigateway', 'apigatewayv2'],
  askedWhere: ['api'],
  actions: {
    apis: ['apigateway:GET'],
    api: ['apigateway:GET'],
    apiRoutes: ['apigateway:GET'],
    apiStages: ['apigateway:GET'],
    apiDomains: ['apigateway:GET'],
    apiMappings: ['apigateway:GET'],
    routingRules: ['apigateway:ListRoutingRules'],
    servedApi: ['apigateway:GET'],
    usagePlans: ['apigateway:GET'],
    vpcLinks: ['apigateway:GET'],
  },
  scopes: {
    // Never all of it: that would hand out the values of API keys, which are below usage plans too.
    'apigateway:GET': {
      sid: 'ReadApis',
      resources: [
        ...['restapis', 'apis', 'domainnames', 'vpclinks'].flatMap((name) => [
          `arn:<partition>:apigateway:<region>::/${name}`,
          `arn:<partition>:apigateway:<region>::/${name}/*`,
        ]),
        'arn:<partition>:apigateway:<region>::/usageplans',
      ],
    },
    'apigateway:ListRoutingRules': {
      sid: 'ReadRoutingRules',
      resources: ['arn:<partition>:apigateway:<region>:<account>:/domainnames/*/routingrules/*'],
    },
  },
} as const satisfies AwsService<keyof ApiGatewayFacts>;
