import {requireSureRoute} from '../domain/api-gateway/api-routes.ts';
import {requireOneDeployment, requireStage} from '../domain/api-gateway/api-stages.ts';
import {type Protection, protectionsOf} from '../domain/api-gateway/protections.ts';
import {isOpenPolicy} from '../domain/api-gateway/resource-policy.ts';
import {CannotTell} from '../model/errors.ts';
import type {Api, ApiDomain, ApiStage, AwsFacts} from '../model/facts/aws-facts.ts';
import type {Evidence} from '../model/outcome.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {type AskedOfDomains, domainTargets} from './domain-targets.ts';

type Asked = AskedOfDomains & Pick<AwsFacts, 'api' | 'apiDomains' | 'apiStages' | 'servedApi' | 'usagePlans'>;

/** What keeps requests of a route from its backend today. */
export interface OldProtections {
  readonly api: Api;
  readonly stage: ApiStage;
  /** `API jessica-api (k7m2p9q4rs), stage prod, GET /a`. */
  readonly place: string;
  /** Null where no route takes the request: then nothing has to be protected, or the wrong route was named. */
  readonly protections: readonly Protection[] | null;
  /** Which route takes the request, or that none does. */
  readonly because: string;
  readonly evidence: readonly Evidence[];
}

/**
 * Of what the stage serves.
 *
 * @throws {CannotTell} where that is not known, as for a WebSocket API, and where something may lead around it or in front of it.
 */
export async function oldProtections(
  name: ResourceRef<'api'>,
  {stage: stageName, method, path}: {readonly stage: string; readonly method: string; readonly path: string},
  aws: Asked,
): Promise<OldProtections> {
  const api = await aws.api(name);
  const stage = requireStage(api, await aws.apiStages(name, api), stageName);
  const evidence = requireOneDeployment(api, stage);
  const served = await aws.servedApi(name, api, stageName);
  const {route, because} = requireSureRoute(api, served.routes, {method, path});
  const place = `API ${api.name} (${api.id}), stage ${stage.name}, ${method} ${path}`;
  const taken = served.routes.find((one) => one === route);
  if (taken === undefined) return {api, stage, place, protections: null, because, evidence};
  if (served.resourcePolicy === null && api.resourcePolicy !== null && !isOpenPolicy(api.resourcePolicy)) {
    throw new CannotTell(
      `${place}: the API has a resource policy, which is not in what the stage serves`,
      'deploy the API, so that both are the same',
    );
  }
  const [domains, usagePlans] = await Promise.all([
    domainsTo(name, api, stage, aws),
    taken.apiKeyRequired ? aws.usagePlans(name) : [],
  ]);
  const protections = protectionsOf({api, stage, served, route: taken, path, usagePlans, domains});
  return {api, stage, place, protections, because, evidence};
}

/** Those that ask clients for a certificate, and lead to the stage. */
async function domainsTo(
  name: ResourceRef<'api'>,
  api: Api,
  stage: ApiStage,
  aws: Asked,
): Promise<readonly ApiDomain[]> {
  const asking = (await aws.apiDomains(name)).filter(({trustStoreUri}) => trustStoreUri !== null);
  const leading = await Promise.all(
    asking.map(async (domain) => {
      const {mappings, rules} = await domainTargets(aws, name, domain);
      const used = [...rules, ...(domain.routingMode === 'ROUTING_RULE_ONLY' ? [] : mappings)];
      const isLed = used.some((one) => one.apiId === api.id && (one.stage === stage.name || one.stage === ''));
      return isLed ? [domain] : [];
    }),
  );
  return leading.flat();
}
