import {requireLatestDeployment, requireStage} from '../domain/api-gateway/api-deployments.ts';
import {type ApiRequest, missingIntegration, requireSureRoute, routesByHand} from '../domain/api-gateway/api-routes.ts';
import type {Api, ApiDeployment, ApiIntegration, ApiStage, AwsFacts} from '../model/facts/aws-facts.ts';
import type {Evidence, Fault} from '../model/outcome.ts';
import type {ResourceRef} from '../model/resource-ref.ts';

type Asked = Pick<AwsFacts, 'api' | 'apiDeployments' | 'apiRoutes' | 'apiStages'>;

/** The route that takes a request as it is configured, and what a verdict on its integration is made of. */
export interface ConfiguredRoute {
  readonly api: Api;
  /** Null: see `missing`. */
  readonly integration: ApiIntegration | null;
  /** Why there is no integration, and how there comes to be one. */
  readonly missing: Fault;
  readonly place: string;
  readonly source: string;
  readonly evidence: readonly Evidence[];
  readonly byHand: string;
}

/** @throws {CannotTell} when the route is not sure, there is no such stage, or it does not serve the latest deployment. */
export async function configuredRoute(
  name: ResourceRef<'api'>,
  {stage, ...request}: ApiRequest & {readonly stage?: string | undefined},
  aws: Asked,
): Promise<ConfiguredRoute> {
  const api = await aws.api(name);
  const {route, because} = requireSureRoute(api, await aws.apiRoutes(name, api), request);
  const configuration = await configurationRead(api, stage, () =>
    Promise.all([aws.apiStages(name, api), aws.apiDeployments(name, api)]),
  );
  const source = `apigateway:GET API ${api.id}`;
  return {
    api,
    integration: route?.integration ?? null,
    missing: missingIntegration(route === null, because, request),
    place: `API ${api.name} (${api.id}), ${request.method} ${request.path}`,
    source,
    evidence: [{what: 'route', value: because, source}, ...configuration],
    byHand: routesByHand(api),
  };
}

/**
 * What the routes and integrations that were read stand for: what the stage serves or, where none is named, the API as it
 * can be edited, deployed or not.
 *
 * @param read is asked for stages and deployments only where a stage is named.
 * @throws {CannotTell} when there is no such stage, or it does not serve the latest deployment.
 */
async function configurationRead(
  api: Api,
  stageName: string | undefined,
  read: () => Promise<readonly [readonly ApiStage[], readonly ApiDeployment[]]>,
): Promise<readonly Evidence[]> {
  if (stageName === undefined) {
    const value = 'the API as it can be edited; what was not deployed yet counts, and no stage was asked about';
    return [{what: 'configuration read', value, source: `apigateway:GET API ${api.id}`}];
  }
  const [stages, deployments] = await read();
  return requireLatestDeployment(api, requireStage(api, stages, stageName), deployments);
}
