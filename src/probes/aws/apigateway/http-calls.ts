import type {Stage} from '@aws-sdk/client-apigatewayv2';
import type {Api, ApiMapping, ApiRoute, RoutingRule, VpcLink} from '../../../model/facts/aws-facts.ts';
import type {Command, Connection} from '../call.ts';
import type {Clients} from '../connections.ts';
import {everyPage} from '../pages.ts';
import {shapeOf} from '../shape.ts';
import {toApiMapping, toHttpApi, toHttpRoutes, toPrivateVpcLink, toRoutingRule} from './http-mapping.ts';

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

export async function getHttpStages(http: Http, ApiId: string, signal: AbortSignal): Promise<Stage[]> {
  const {GetStagesCommand} = await sdk();
  return everyItem(http, signal, (page) => new GetStagesCommand({ApiId, ...page}));
}

/** What a stage serves, with the integrations and what guards each route. */
export async function exportHttpApi(
  http: Http,
  ApiId: string,
  StageName: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const {ExportApiCommand} = await sdk();
  const input = {ApiId, StageName, Specification: 'OAS30', OutputType: 'JSON', IncludeExtensions: true};
  const answer = await http.call(action, signal, new ExportApiCommand(input));
  return shapeOf(action).required(answer.body, 'body');
}

/** Includes REST APIs and, unlike the first API's list, base paths of several segments. */
export async function getApiMappings(http: Http, DomainName: string, signal: AbortSignal): Promise<ApiMapping[]> {
  const {GetApiMappingsCommand} = await sdk();
  const all = await everyItem(http, signal, (page) => new GetApiMappingsCommand({DomainName, ...page}));
  return all.map((from) => toApiMapping(action, from));
}

/** The one list of this API with an action of its own, a member of its own, and a number for the size of its pages. */
export async function listRoutingRules(http: Http, DomainName: string, signal: AbortSignal): Promise<RoutingRule[]> {
  const {ListRoutingRulesCommand} = await sdk();
  const listing = 'apigateway:ListRoutingRules';
  const all = await everyPage(listing, 'RoutingRules', async (NextToken?: string) => {
    const page = await http.call(listing, signal, new ListRoutingRulesCommand({DomainName, NextToken}));
    return {items: page.RoutingRules, next: page.NextToken};
  });
  return all.map((from) => toRoutingRule(listing, from)).toSorted((a, b) => a.priority - b.priority);
}

/** Version 2: into the subnets of a VPC. */
export async function getPrivateVpcLinks(http: Http, signal: AbortSignal): Promise<VpcLink[]> {
  const {GetVpcLinksCommand} = await sdk();
  const all = await everyItem(http, signal, (page) => new GetVpcLinksCommand(page));
  return all.map((from) => toPrivateVpcLink(action, from));
}
