import {type Arrival, arrivalOf, type NamedStage} from '../domain/api-gateway/api-arrival.ts';
import {limitsOf, WEBSOCKET_LIMITS} from '../domain/api-gateway/api-limits.ts';
import {chooseMapping, domainFor} from '../domain/api-gateway/api-mappings.ts';
import {chooseRoute, routesByHand} from '../domain/api-gateway/api-routes.ts';
import {requireOneDeployment, requireStage} from '../domain/api-gateway/api-stages.ts';
import {transferMode} from '../domain/api-gateway/api-streaming.ts';
import {isOpenPolicy, policyText} from '../domain/api-gateway/resource-policy.ts';
import {vpcLinkByHand} from '../domain/api-gateway/vpc-links.ts';
import {CannotTell} from '../model/errors.ts';
import type {Api, ApiIntegration, ApiStage, AwsFacts, VpcLink} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {command} from '../model/text/shell.ts';
import type {TracedRequest} from '../model/trace.ts';
import {domainTargets} from '../readers/domain-targets.ts';
import {type PrivateEndpoint, privateWay} from '../readers/private-way.ts';
import type {EntryPoint} from './entry-points.ts';
import {brokenHop, okHop, type Step, step, unknownHop} from './hop.ts';
import {accountFacts, type TraceScope} from './scope.ts';
import {type RequestToFollow, sentHeaders} from './traced-request.ts';

type Gateway = Extract<EntryPoint, {kind: 'gateway'}>;

/** An API and stage, with the facts of the account it is in. */
export interface ApiHere {
  readonly aws: AwsFacts;
  readonly name: ResourceRef<'account'>;
  readonly account: string;
  readonly region: string | null;
  readonly api: Api;
  readonly stage: ApiStage;
  /** Within the API. */
  readonly path: string;
  /** What lets clients come as far as the API only if they have it: `a client certificate`. */
  readonly gates: readonly string[];
}

/** What a private API, or a private custom domain name, asks of every client. */
export function privateGates(...endpointTypes: readonly string[]): readonly string[] {
  return endpointTypes.includes('PRIVATE') ? ['a VPC endpoint that clients come through, as it is private'] : [];
}

/** An integration, and what it sends on. */
export interface RouteHere {
  readonly stage: NamedStage;
  readonly integration: ApiIntegration;
  readonly arrival: Arrival;
}

/** The custom domain that the record names, and the API and stage that it maps the path to. */
export function apiDomainStep(scope: TraceScope, gateway: Gateway, request: TracedRequest): Promise<Step<ApiHere>> {
  return step('api-domain', async () => {
    const found = await findDomain(scope, gateway, request.host);
    if (found === null) {
      const said = {summary: `no custom domain ${request.host} behind ${gateway.dnsName}`};
      const because = `API Gateway answers 403 to a name that is not one of its custom domains`;
      const fix = `Create a custom domain ${request.host}, or name its account in a checklist (--checklist).`;
      return {hop: unknownHop('api-domain', {...said, because, fix}), next: null};
    }
    const {aws, name, domain} = found;
    const choice = chooseMapping(domain, await domainTargets(aws, name, domain), request.path);
    const byHand = command`aws apigatewayv2 get-api-mappings --domain-name ${domain.name}`;
    const facts = {domain: domain.name, endpointTypes: [...domain.endpointTypes], account: found.account};
    if (choice.mapping === null) {
      const said = {summary: domain.name, facts, byHand, because: choice.because};
      return choice.isSure
        ? {hop: brokenHop('api-domain', {...said, fix: 'Map a base path of the domain to the API.'}), next: null}
        : {hop: unknownHop('api-domain', {...said, fix: 'send the request and see what answers'}), next: null};
    }
    const {mapping, stage: stageName, path} = choice;
    const api = (await aws.apis(name)).find(({id}) => id === mapping.apiId);
    if (api === undefined) throw new CannotTell(`API ${mapping.apiId} is not listed`, 'look at the API mapping');
    const stage = requireStage(api, await aws.apiStages(name, api), stageName);
    const hop = okHop('api-domain', {
      summary: `${domain.name} (${domain.endpointTypes.join(', ')}) → ${api.protocol} API ${api.name}, stage ${stage.name}`,
      lines: [choice.because, ...(api.protocol === 'WEBSOCKET' ? [WEBSOCKET_LIMITS] : [])].map((text) => ({
        mark: null,
        text,
      })),
      facts: {...facts, api: api.id, protocol: api.protocol, stage: stage.name, basePath: mapping.basePath},
      byHand,
    });
    const gates = [
      ...privateGates(...domain.endpointTypes, ...api.endpointTypes),
      ...(domain.trustStoreUri === null ? [] : ['a client certificate (mutual TLS)']),
    ];
    return {hop, next: {...found, api, stage, path, gates}};
  });
}

async function findDomain(scope: TraceScope, {dnsName, region}: Gateway, host: string) {
  let refused: CannotTell | null = null;
  for (const account of scope.loadBalancerAccounts) {
    const {aws, name} = accountFacts(scope, account, region);
    try {
      const behind = (await aws.apiDomains(name)).filter(({targetDnsNames}) => targetDnsNames.includes(dnsName));
      const domain = domainFor(host, behind);
      if (domain !== undefined) return {aws, name, account, region, domain};
    } catch (thrown) {
      if (!(thrown instanceof CannotTell)) throw thrown;
      refused ??= thrown;
    }
  }
  if (refused !== null) throw refused;
  return null;
}

/** The route that takes the request, its integration, and what that sends on. */
export function apiRouteStep(
  here: ApiHere,
  {shown: {method}, headers, query}: RequestToFollow,
): Promise<Step<RouteHere>> {
  return step('api-route', async () => {
    const {aws, name, api, path} = here;
    requireOneDeployment(api, here.stage);
    const {routes, variables, resourcePolicy} = await aws.servedApi(name, api, here.stage.name);
    const stage = {name: here.stage.name, variables};
    const request = {method, path};
    const choice = chooseRoute(api, routes, request);
    const byHand = routesByHand(api, stage.name);
    const {route, because} = choice;
    if (route === null) {
      const said = {summary: `none for ${method} ${path}`, because, byHand};
      return choice.isSure
        ? {
            hop: brokenHop('api-route', {...said, fix: `Add a route for ${method} ${path} and deploy the API.`}),
            next: null,
          }
        : {hop: unknownHop('api-route', {...said, fix: 'send the request and see what answers'}), next: null};
    }
    const {integration} = route;
    const guard = route.authorization === 'NONE' ? 'open to all' : `guarded by ${route.authorization}`;
    const said = {
      summary: `${route.method} ${route.path} → ${integration?.type ?? 'no integration'}, ${guard}${route.apiKeyRequired ? ', with an API key' : ''}`,
      lines: [because, ...(integration === null ? [] : limitsOf(api, integration))].map((text) => ({
        mark: null,
        text,
      })),
      facts: {
        route: `${route.method} ${route.path}`,
        authorization: route.authorization,
        integration: integration?.type ?? null,
        uri: integration?.uri ?? null,
        responseTransferMode: integration === null ? null : transferMode(api, integration),
      },
      byHand,
    };
    if (integration === null) {
      const fix = 'Give the method an integration and deploy the API.';
      return {hop: brokenHop('api-route', {...said, because: 'the route has no integration', fix}), next: null};
    }
    if (integration.connectionType !== 'VPC_LINK') {
      const where = `it calls ${integration.uri ?? integration.type} without a VPC link`;
      const fix = 'trace what it calls';
      return {hop: unknownHop('api-route', {...said, because: `${where}, which is not followed`, fix}), next: null};
    }
    const arrival = arrivalOf(api, stage, integration, request, choice.parameters, {
      headers: sentHeaders(headers),
      query,
    });
    const sent = `${arrival.method} ${arrival.host ?? '(a host that is not known)'}${arrival.paths.join(' or ')}`;
    const lines = [...said.lines, {mark: null, text: `sends on ${sent} over ${arrival.scheme}: ${arrival.because}`}];
    if (arrival.paths.length === 0) {
      const fix = 'send the request and see what arrives';
      return {hop: unknownHop('api-route', {...said, lines, because: arrival.because, fix}), next: null};
    }
    const next = {stage, integration, arrival};
    const gates = [
      ...here.gates,
      ...(route.authorization === 'NONE' ? [] : [`authorization ${route.authorization}`]),
      ...(route.apiKeyRequired ? ['an API key'] : []),
      ...(here.stage.webAclArn === null ? [] : [`web ACL ${here.stage.webAclArn} of the stage`]),
      ...(resourcePolicy === null || isOpenPolicy(resourcePolicy)
        ? []
        : [`the resource policy (${policyText(resourcePolicy)})`]),
    ];
    if (gates.length === 0) return {hop: okHop('api-route', {...said, lines}), next};
    // A gate may let the real request through, so what is behind it is looked at all the same.
    const asks = `not judged here is what may refuse it first: ${gates.join(', ')}`;
    const fix = 'send the request and see what answers';
    return {hop: unknownHop('api-route', {...said, lines, because: asks, fix}), next};
  });
}

/** The load balancer at the end of a link, and where it sees requests come from. */
export interface LinkHere {
  readonly source: VpcLink;
  readonly target: PrivateEndpoint;
}

export function vpcLinkStep({aws, name, api}: ApiHere, route: RouteHere): Promise<Step<LinkHere>> {
  return step('vpc-link', async () => {
    const way = await privateWay(aws, {api: name, loadBalancer: name}, {api, ...route});
    const {link, source, targets, faults, evidence} = way;
    const [first] = faults;
    if (link === null || source === null) {
      const said = {summary: route.integration.connectionId ?? 'none', because: first?.what ?? 'there is none'};
      return {hop: brokenHop('vpc-link', {...said, fix: first?.fix ?? 'Create the VPC link.'}), next: null};
    }
    const said = {
      summary: `${link.name} (${link.id}), version ${link.version}: ${link.status}`,
      lines: evidence
        .slice(1)
        .map(({what, value}) => ({mark: null, text: `${what}: ${[value].flat().join('; ') || 'none'}`})),
      facts: {id: link.id, version: link.version, status: link.status, securityGroupIds: [...link.securityGroupIds]},
      byHand: vpcLinkByHand(link),
    };
    const [target, ...others] = targets;
    const next = target === undefined ? null : {source, target};
    if (first !== undefined) return {hop: brokenHop('vpc-link', {...said, because: first.what, fix: first.fix}), next};
    if (target === undefined) {
      const because = 'no load balancer is registered as a target';
      return {hop: brokenHop('vpc-link', {...said, because, fix: 'Register the load balancer.'}), next};
    }
    if (others.length > 0) {
      const because = `requests are divided among ${targets.length} targets, and the first is followed`;
      return {hop: unknownHop('vpc-link', {...said, because, fix: 'trace the others too'}), next};
    }
    return {hop: okHop('vpc-link', said), next};
  });
}
