import {WEBSOCKET_LIMITS} from '../domain/api-gateway/api-limits.ts';
import {requireStage} from '../domain/api-gateway/api-stages.ts';
import {CannotTell} from '../model/errors.ts';
import type {Api, ApiStage} from '../model/facts/aws-facts.ts';
import {command} from '../model/text/shell.ts';
import type {TracedRequest} from '../model/trace.ts';
import type {EntryPoint} from './entry-points.ts';
import {type ApiHere, privateGates} from './gateway-hops.ts';
import {brokenHop, okHop, type Step, step, unknownHop} from './hop.ts';
import {accountFacts, type TraceScope} from './scope.ts';

type Gateway = Extract<EntryPoint, {kind: 'gateway'}>;

/** The API and stage that a URL of an API's own endpoint (`<id>.execute-api.…`) names. */
export function apiEndpointStep(
  scope: TraceScope,
  {dnsName, region}: Gateway,
  {path}: TracedRequest,
): Promise<Step<ApiHere>> {
  return step('api-domain', async () => {
    const [id = ''] = dnsName.split('.');
    const found = await findApi(scope, id, region);
    if (found === null) {
      const because = `API ${id} is in none of the accounts that are looked at`;
      const fix = 'Name its account in a checklist (--checklist).';
      return {hop: unknownHop('api-domain', {summary: dnsName, because, fix}), next: null};
    }
    const {aws, name, api} = found;
    const byHand = command`aws ${api.protocol === 'REST' ? 'apigateway get-rest-api --rest-api-id' : 'apigatewayv2 get-api --api-id'} ${id}`;
    const facts = {api: api.id, protocol: api.protocol, endpointTypes: [...api.endpointTypes], account: found.account};
    if (api.disableExecuteApiEndpoint) {
      const because = 'its endpoint is switched off (disableExecuteApiEndpoint): API Gateway answers 403 or 404';
      const fix = 'Use the custom domain name of the API, or switch its endpoint on and deploy.';
      return {hop: brokenHop('api-domain', {summary: dnsName, facts, byHand, because, fix}), next: null};
    }
    const {stage, rest} = stageOf(api, await aws.apiStages(name, api), path);
    const hop = okHop('api-domain', {
      summary: `${dnsName} → ${api.protocol} API ${api.name}, stage ${stage.name}`,
      lines: api.protocol === 'WEBSOCKET' ? [{mark: null, text: WEBSOCKET_LIMITS}] : [],
      facts: {...facts, stage: stage.name},
      byHand,
    });
    return {hop, next: {...found, stage, path: rest, gates: privateGates(...api.endpointTypes)}};
  });
}

async function findApi(scope: TraceScope, id: string, region: string | null) {
  let refused: CannotTell | null = null;
  for (const account of scope.loadBalancerAccounts) {
    const {aws, name} = accountFacts(scope, account, region);
    try {
      const api = (await aws.apis(name)).find((one) => one.id === id);
      if (api !== undefined) return {aws, name, account, region, api};
    } catch (thrown) {
      if (!(thrown instanceof CannotTell)) throw thrown;
      refused ??= thrown;
    }
  }
  if (refused !== null) throw refused;
  return null;
}

/** The first segment is the stage; an HTTP API without such a stage serves its default one. */
function stageOf(api: Api, stages: readonly ApiStage[], path: string): {stage: ApiStage; rest: string} {
  const [, first = '', ...segments] = path.split('/');
  const fallback = api.protocol === 'HTTP' ? stages.find(({name}) => name === '$default') : undefined;
  if (fallback !== undefined && !stages.some(({name}) => name === first)) return {stage: fallback, rest: path};
  return {stage: requireStage(api, stages, first), rest: `/${segments.join('/')}`};
}
