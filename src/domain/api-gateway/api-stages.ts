import {CannotTell} from '../../model/errors.ts';
import type {Api, ApiMethodSettings, ApiRoute, ApiStage} from '../../model/facts/aws-facts.ts';
import type {Evidence} from '../../model/outcome.ts';
import {didYouMean} from '../../model/text/did-you-mean.ts';

/** @throws {CannotTell} naming the stages that there are: a stage is the place to look, not the claim. */
export function requireStage(api: Api, stages: readonly ApiStage[], wanted: string): ApiStage {
  const stage = stages.find(({name}) => name === wanted);
  if (stage !== undefined) return stage;
  const names = stages.map(({name}) => name);
  throw new CannotTell(
    `API ${api.name} (${api.id}): no stage "${wanted}". There are: ${names.join(', ') || 'none'}.${didYouMean(wanted, names)}`,
    'correct `stage:` of this item, or deploy the API to that stage',
  );
}

/**
 * That all requests to a stage get what its export says.
 *
 * @throws {CannotTell} when a canary takes some of them, as AWS exports one deployment of a stage, and a WebSocket API
 *   not at all.
 */
export function requireOneDeployment(api: Api, stage: ApiStage): readonly Evidence[] {
  const doubt = deploymentDoubt(api, stage);
  if (doubt !== null) {
    throw new CannotTell(`API ${api.name} (${api.id}), stage ${stage.name}: ${doubt.because}`, doubt.fix);
  }
  const value = `${stage.deploymentId ?? 'the latest'}, as exported; what was changed since is not in it`;
  return [
    {
      what: 'deployment that the stage serves',
      value,
      source: `apigateway:GET export of ${stage.name} of API ${api.id}`,
    },
  ];
}

/** Why not all requests to a stage get what its export says, as far as that is known; null where they do. */
export function deploymentDoubt(
  {protocol}: Api,
  {canary, deploymentId, autoDeploys}: ApiStage,
): {readonly because: string; readonly fix: string} | null {
  if (protocol === 'WEBSOCKET') {
    return {
      because: 'a WebSocket API cannot be exported, so what the stage serves cannot be read',
      fix: 'connect to it and see what answers',
    };
  }
  if (canary !== null && (canary.deploymentId !== deploymentId || canary.overrides.length > 0)) {
    const overrides =
      canary.overrides.length === 0 ? '' : `, with other stage variables: ${canary.overrides.join(', ')}`;
    return {
      because: `${canary.percentTraffic} % of the requests get its canary, deployment ${canary.deploymentId ?? '(unnamed)'}${overrides}, which an export does not show`,
      fix: 'let whoever began the canary promote or end it, and look again',
    };
  }
  if (deploymentId !== null || autoDeploys) return null;
  return {because: 'it names no deployment, so what it serves is not known', fix: 'deploy the API to it'};
}

/** For advice that changes the API: what is changed there may be right, and wait for a deployment. */
export function deployingHint(stage: string | undefined): string {
  return stage === undefined
    ? ''
    : ` Where the API has it already, deploying it to stage ${stage} is enough; that publishes whatever else was changed there.`;
}

/** Only GET has a cache unless a method's own settings say otherwise. Source: the API Gateway developer guide (caching). */
export function isCached(stage: ApiStage | null, {method, path}: Pick<ApiRoute, 'method' | 'path'>): boolean {
  if (stage === null || !stage.hasCache) return false;
  const settings = settingsOf(stage, {method, path});
  if (settings === undefined) return false;
  const isOwn = settings.method === method && settings.path === path;
  return settings.isCached && (isOwn || method === 'GET' || method === 'ANY');
}

/** The settings that a stage has for a route: the most specific ones. */
export function settingsOf(
  {methodSettings}: ApiStage,
  {method, path}: Pick<ApiRoute, 'method' | 'path'>,
): ApiMethodSettings | undefined {
  return methodSettings.find(
    (one) => (one.path === path || one.path === '*') && (one.method === method || one.method === '*'),
  );
}
