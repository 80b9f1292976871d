import {type ApiRequest, missingIntegration, requireSureRoute, routesByHand} from '../domain/api-gateway/api-routes.ts';
import {requireOneDeployment, requireStage} from '../domain/api-gateway/api-stages.ts';
import type {Api, ApiIntegration, ApiRoute, ApiStage, AwsFacts, ServedApi} from '../model/facts/aws-facts.ts';
import type {Evidence, Fault} from '../model/outcome.ts';
import type {ResourceRef} from '../model/resource-ref.ts';

type Asked = Pick<AwsFacts, 'api' | 'apiRoutes' | 'apiStages' | 'servedApi'>;

/** The route that takes a request as it is configured, and what a verdict on its integration is made of. */
export interface ConfiguredRoute {
  readonly api: Api;
  /** Null where no stage was named: the editable API was read. */
  readonly stage: ApiStage | null;
  /** Null when none takes the request. */
  readonly route: ApiRoute | null;
  /** Null: see `missing`. */
  readonly integration: ApiIntegration | null;
  /** Why there is no integration, and how there comes to be one. */
  readonly missing: Fault;
  readonly minimumCompressionSize: number | null;
  readonly place: string;
  readonly source: string;
  readonly evidence: readonly Evidence[];
  readonly byHand: string;
}

/** @throws {CannotTell} when the route is not sure, there is no such stage, or it does not serve one deployment alone. */
export async function configuredRoute(
  name: ResourceRef<'api'>,
  {stage: stageName, ...request}: ApiRequest & {readonly stage?: string | undefined},
  aws: Asked,
): Promise<ConfiguredRoute> {
  const api = await aws.api(name);
  const read = await configurationRead(name, api, stageName, aws);
  const {route, because} = requireSureRoute(api, read.routes, request);
  const inStage = stageName === undefined ? '' : `, stage ${stageName}`;
  return {
    api,
    stage: read.stage,
    route,
    integration: route?.integration ?? null,
    missing: missingIntegration(route === null, because, request),
    minimumCompressionSize: read.minimumCompressionSize,
    place: `API ${api.name} (${api.id})${inStage}, ${request.method} ${request.path}`,
    source: read.evidence[0]?.source ?? '',
    evidence: [{what: 'route', value: because, source: `apigateway:GET API ${api.id}`}, ...read.evidence],
    byHand: routesByHand(api, stageName),
  };
}

type Configuration = Pick<ServedApi, 'minimumCompressionSize'> & {
  readonly routes: readonly ApiRoute[];
  readonly stage: ApiStage | null;
  readonly evidence: readonly Evidence[];
};

/** What the stage serves or, where none is named, the API as it can be edited, deployed or not. */
async function configurationRead(
  name: ResourceRef<'api'>,
  api: Api,
  stageName: string | undefined,
  aws: Asked,
): Promise<Configuration> {
  if (stageName === undefined) {
    const value = 'the API as it can be edited; what was not deployed yet counts, and no stage was asked about';
    const evidence = [{what: 'configuration read', value, source: `apigateway:GET API ${api.id}`}];
    const {minimumCompressionSize} = api;
    return {routes: await aws.apiRoutes(name, api), minimumCompressionSize, stage: null, evidence};
  }
  const stage = requireStage(api, await aws.apiStages(name, api), stageName);
  const evidence = requireOneDeployment(api, stage);
  return {...(await aws.servedApi(name, api, stageName)), stage, evidence};
}
