import type {GetStagesCommandOutput, Method, Resource, Stage} from '@aws-sdk/client-api-gateway';
import type {Api, ApiDomain, ApiRoute, UsagePlan, VpcLink} from '../../../model/facts/aws-facts.ts';
import type {Connection} from '../call.ts';
import type {Clients} from '../connections.ts';
import {everyPage} from '../pages.ts';
import {shapeOf} from '../shape.ts';
import {toApiDomain, toNetworkVpcLink, toRestApi, toRestRoute, toUsagePlan} from './rest-mapping.ts';

type Rest = Connection<Clients['apigateway']>;

const sdk = () => import('@aws-sdk/client-api-gateway');

/** One IAM action for every read. */
const action = 'apigateway:GET';

/** AWS's largest page; the default is 25. */
const limit = 500;

export async function getRestApis(rest: Rest, signal: AbortSignal): Promise<Api[]> {
  const {GetRestApisCommand} = await sdk();
  const all = await everyPage(action, 'items', async (position?: string) => {
    const page = await rest.call(action, signal, new GetRestApisCommand({position, limit}));
    return pageOf(page);
  });
  return all.map((from) => toRestApi(action, from));
}

/** Every method of every resource. */
export async function getRestRoutes(rest: Rest, restApiId: string, signal: AbortSignal): Promise<ApiRoute[]> {
  const {GetResourcesCommand} = await sdk();
  const resources = await everyPage(action, 'items', async (position?: string) => {
    const page = await rest.call(
      action,
      signal,
      new GetResourcesCommand({restApiId, position, limit, embed: ['methods']}),
      'apigateway GetResources',
    );
    // Not with `pageOf`: every API has at least its root.
    return {items: page.items, next: page.position};
  });
  const methods = resources.flatMap((resource) =>
    Object.entries(resource.resourceMethods ?? {}).map(async ([httpMethod, embedded]) => {
      const method = await wholeMethod(rest, restApiId, resource, httpMethod, embedded, signal);
      return toRestRoute(action, resource, httpMethod, method);
    }),
  );
  return Promise.all(methods);
}

/** Only AWS's examples show that the list embeds methods with integrations: what is missing is fetched. */
async function wholeMethod(
  rest: Rest,
  restApiId: string,
  resource: Resource,
  httpMethod: string,
  embedded: Method,
  signal: AbortSignal,
): Promise<Method> {
  if (embedded.methodIntegration !== undefined) return embedded;
  const {GetMethodCommand} = await sdk();
  const resourceId = shapeOf(action).required(resource.id, 'items[].id');
  return rest.call(action, signal, new GetMethodCommand({restApiId, resourceId, httpMethod}));
}

/** The only list that is not paged, and it is called `item`. */
export async function getRestStages(rest: Rest, restApiId: string, signal: AbortSignal): Promise<Stage[]> {
  const {GetStagesCommand} = await sdk();
  const answer = await rest.call(action, signal, new GetStagesCommand({restApiId}));
  return shapeOf(action).required(listOf(answer, answer.item), 'item');
}

/** What a stage serves, with the integrations and what guards each method. */
export async function exportRestApi(
  rest: Rest,
  restApiId: string,
  stageName: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const {GetExportCommand} = await sdk();
  const input = {restApiId, stageName, exportType: 'oas30', accepts: 'application/json'};
  const parameters = {extensions: 'apigateway'};
  const answer = await rest.call(action, signal, new GetExportCommand({...input, parameters}));
  return shapeOf(action).required(answer.body, 'body');
}

/**
 * From the first API, as only its list includes private domain names. It also has those of HTTP APIs, and the routing
 * mode of each.
 */
export async function getDomainNames(rest: Rest, signal: AbortSignal): Promise<ApiDomain[]> {
  const {GetDomainNamesCommand} = await sdk();
  const all = await everyPage(action, 'items', async (position?: string) => {
    const page = await rest.call(action, signal, new GetDomainNamesCommand({position, limit}));
    return pageOf(page);
  });
  return all.map((from) => toApiDomain(action, from));
}

/** Without their keys. */
export async function getUsagePlans(rest: Rest, signal: AbortSignal): Promise<UsagePlan[]> {
  const {GetUsagePlansCommand} = await sdk();
  const all = await everyPage(action, 'items', async (position?: string) => {
    const page = await rest.call(action, signal, new GetUsagePlansCommand({position, limit}));
    return pageOf(page);
  });
  return all.map((from) => toUsagePlan(action, from));
}

/** Version 1: to network load balancers. */
export async function getNetworkVpcLinks(rest: Rest, signal: AbortSignal): Promise<VpcLink[]> {
  const {GetVpcLinksCommand} = await sdk();
  const all = await everyPage(action, 'items', async (position?: string) => {
    const page = await rest.call(action, signal, new GetVpcLinksCommand({position, limit}));
    return pageOf(page);
  });
  return all.map((from) => toNetworkVpcLink(action, from));
}

/** With the request id that AWS gives each of its answers. */
type Answer = Partial<Pick<GetStagesCommandOutput, '$metadata'>>;

function pageOf<Item>(answer: Answer & {items?: Item[] | undefined; position?: string | undefined}) {
  return {items: listOf(answer, answer.items), next: answer.position};
}

/**
 * This API has answered `{}` for an empty list (https://github.com/aws/aws-sdk-js/issues/1416). An answer without a
 * request id is not from AWS.
 */
function listOf<Item>({$metadata}: Answer, items: Item[] | undefined): Item[] | undefined {
  return items ?? ($metadata?.requestId === undefined ? undefined : []);
}
