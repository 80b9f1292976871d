import type {Api, ApiDeployment, ApiMapping, ApiRoute, ApiStage, VpcLink} from '../../../model/facts/aws-facts.ts';
import type {Command, Connection} from '../call.ts';
import type {Clients} from '../connections.ts';
import {everyPage} from '../pages.ts';
import {
  toApiMapping,
  toHttpApi,
  toHttpDeployment,
  toHttpRoutes,
  toHttpStage,
  toPrivateVpcLink,
} from './http-mapping.ts';

type Http = Connection<Clients['apigatewayv2']>;
type Client = Clients['apigatewayv2'];

const sdk = () => import('@aws-sdk/client-apigatewayv2');

/** The same limit as in the first API. */
const action = 'apigateway:GET';

/** A string in this API. */
const MaxResults = '500';

interface Paged<Item> {
  readonly Items?: Item[] | undefined;
  readonly NextToken?: string | undefined;
}

/** The SDK has no paginators for this API, but all its lists page in the same way. */
function everyItem<Item>(
  http: Http,
  signal: AbortSignal,
  commandFor: (page: {NextToken?: string; MaxResults: string}) => Command<Client['config'], Paged<Item>>,
): Promise<Item[]> {
  return everyPage(action, 'Items', async (NextToken?: string) => {
    const turn = NextToken === undefined ? {MaxResults} : {NextToken, MaxResults};
    const page = await http.call(action, signal, commandFor(turn));
    return {items: page.Items, next: page.NextToken};
  });
}

export async function getHttpApis(http: Http, signal: AbortSignal): Promise<Api[]> {
  const {GetApisCommand} = await sdk();
  const all = await everyItem(http, signal, (page) => new GetApisCommand(page));
  return all.map((from) => toHttpApi(action, from));
}

export async function getHttpRoutes(http: Http, ApiId: string, signal: AbortSignal): Promise<ApiRoute[]> {
  const {GetRoutesCommand, GetIntegrationsCommand} = await sdk();
  const [routes, integrations] = await Promise.all([
    everyItem(http, signal, (page) => new GetRoutesCommand({ApiId, ...page})),
    everyItem(http, signal, (page) => new GetIntegrationsCommand({ApiId, ...page})),
  ]);
  return toHttpRoutes(action, routes, integrations);
}

export async function getHttpStages(http: Http, ApiId: string, signal: AbortSignal): Promise<ApiStage[]> {
  const {GetStagesCommand} = await sdk();
  const all = await everyItem(http, signal, (page) => new GetStagesCommand({ApiId, ...page}));
  return all.map((from) => toHttpStage(action, from));
}

export async function getHttpDeployments(http: Http, ApiId: string, signal: AbortSignal): Promise<ApiDeployment[]> {
  const {GetDeploymentsCommand} = await sdk();
  const all = await everyItem(http, signal, (page) => new GetDeploymentsCommand({ApiId, ...page}));
  return all.map((from) => toHttpDeployment(action, from));
}

/** Includes REST APIs and, unlike the first API's list, base paths of several segments. */
export async function getApiMappings(http: Http, DomainName: string, signal: AbortSignal): Promise<ApiMapping[]> {
  const {GetApiMappingsCommand} = await sdk();
  const all = await everyItem(http, signal, (page) => new GetApiMappingsCommand({DomainName, ...page}));
  return all.map((from) => toApiMapping(action, from));
}

/** Version 2: into the subnets of a VPC. */
export async function getPrivateVpcLinks(http: Http, signal: AbortSignal): Promise<VpcLink[]> {
  const {GetVpcLinksCommand} = await sdk();
  const all = await everyItem(http, signal, (page) => new GetVpcLinksCommand(page));
  return all.map((from) => toPrivateVpcLink(action, from));
}
