import type {GetStagesCommandOutput, Method, Resource} from '@aws-sdk/client-api-gateway';
import type {Api, ApiDeployment, ApiDomain, ApiRoute, ApiStage, VpcLink} from '../../../model/facts/aws-facts.ts';
import type {Connection} from '../call.ts';
import type {Clients} from '../connections.ts';
import {everyPage} from '../pages.ts';
import {shapeOf} from '../shape.ts';
import {toApiDomain, toNetworkVpcLink, toRestApi, toRestDeployment, toRestRoute, toRestStage} from './rest-mapping.ts';

type Rest = Connection<Clients['apigateway']>;

const sdk = () => import('@aws-sdk/client-api-gateway');

/** One for everything that can be read. */
const action = 'apigateway:GET';

/** The most that AWS gives at once; it gives 25 unless told. */
const limit = 500;

export async function getRestApis(rest: Rest, signal: AbortSignal): Promise<Api[]> {
  const {GetRestApisCommand} = await sdk();
  const all = await everyPage(action, 'items', async (position?: string) => {
    const page = await rest.call(action, signal, (client, options) =>
      client.send(new GetRestApisCommand({position, limit}), options),
    );
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
      (client, options) =>
        client.send(new GetResourcesCommand({restApiId, position, limit, embed: ['methods']}), options),
      'apigateway GetResources',
    );
    // Not by `pageOf`: an API has its root at least.
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

/** That the list embeds methods with their integrations is shown by AWS's examples only: what it lacks is asked for. */
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
  return rest.call(action, signal, (client, options) =>
    client.send(new GetMethodCommand({restApiId, resourceId, httpMethod}), options),
  );
}

/** The one list that comes whole, and under the name `item`. */
export async function getRestStages(rest: Rest, restApiId: string, signal: AbortSignal): Promise<ApiStage[]> {
  const {GetStagesCommand} = await sdk();
  const answer = await rest.call(action, signal, (client, options) =>
    client.send(new GetStagesCommand({restApiId}), options),
  );
  const stages = shapeOf(action).required(listOf(answer, answer.item), 'item');
  return stages.map((from) => toRestStage(action, from));
}

export async function getRestDeployments(rest: Rest, restApiId: string, signal: AbortSignal): Promise<ApiDeployment[]> {
  const {GetDeploymentsCommand} = await sdk();
  const all = await everyPage(action, 'items', async (position?: string) => {
    const page = await rest.call(action, signal, (client, options) =>
      client.send(new GetDeploymentsCommand({restApiId, position, limit}), options),
    );
    return pageOf(page);
  });
  return all.map((from) => toRestDeployment(action, from));
}

/**
 * The first API's list, since it alone also holds private domain names; those of HTTP APIs are in it too, and each says
 * its routing mode.
 */
export async function getDomainNames(rest: Rest, signal: AbortSignal): Promise<ApiDomain[]> {
  const {GetDomainNamesCommand} = await sdk();
  const all = await everyPage(action, 'items', async (position?: string) => {
    const page = await rest.call(action, signal, (client, options) =>
      client.send(new GetDomainNamesCommand({position, limit}), options),
    );
    return pageOf(page);
  });
  return all.map((from) => toApiDomain(action, from));
}

/** Version 1: to network load balancers. */
export async function getNetworkVpcLinks(rest: Rest, signal: AbortSignal): Promise<VpcLink[]> {
  const {GetVpcLinksCommand} = await sdk();
  const all = await everyPage(action, 'items', async (position?: string) => {
    const page = await rest.call(action, signal, (client, options) =>
      client.send(new GetVpcLinksCommand({position, limit}), options),
    );
    return pageOf(page);
  });
  return all.map((from) => toNetworkVpcLink(action, from));
}

/** With the number that AWS gives each of its answers. */
type Answer = Partial<Pick<GetStagesCommandOutput, '$metadata'>>;

function pageOf<Item>(answer: Answer & {items?: Item[] | undefined; position?: string | undefined}) {
  return {items: listOf(answer, answer.items), next: answer.position};
}

/**
 * This API has answered `{}` for an empty list (https://github.com/aws/aws-sdk-js/issues/1416). What has no number is
 * not its answer.
 */
function listOf<Item>({$metadata}: Answer, items: Item[] | undefined): Item[] | undefined {
  return items ?? ($metadata?.requestId === undefined ? undefined : []);
}
