import type {Api, ApiIntegration, ServedApi} from '../../model/facts/aws-facts.ts';
import type {ApiRequest} from './api-routes.ts';
import {NOTHING_STATED, type RequestParts, sentParts} from './sent-parts.ts';

/**
 * What a load balancer sees of a request that API Gateway sends on over a VPC link.
 * Source: the API Gateway developer guide (private integrations of REST and HTTP APIs, parameter mapping).
 */

/** A stage by its name, with the variables that its export refers to. */
export type NamedStage = Pick<ServedApi, 'variables'> & {readonly name: string};

export interface Arrival {
  readonly method: string;
  /** Null where AWS does not document what the Host header holds. */
  readonly host: string | null;
  /** More than one where AWS leaves it open: a verdict has to hold for each. Empty: it is not known. */
  readonly paths: readonly string[];
  readonly scheme: 'http' | 'https';
  /** Of the integration's `uri`; null for an HTTP API, whose integration names a listener. */
  readonly port: number | null;
  /** As far as they are stated, or set by the integration. */
  readonly headers: RequestParts['headers'];
  readonly query: string | undefined;
  /** Why host or path is not known, and other remarks about them. */
  readonly because: string;
}

/**
 * `path` is the one within the API, without the stage; `parameters` as the route's path variables took them; `stated` is
 * what clients send besides.
 */
export function arrivalOf(
  api: Api,
  stage: NamedStage,
  integration: ApiIntegration,
  request: ApiRequest,
  parameters: Readonly<Record<string, string>>,
  stated: RequestParts = NOTHING_STATED,
): Arrival {
  const own = integration.httpMethod;
  const method = own === null || own === 'ANY' ? request.method : own;
  return {
    method,
    ...sentParts(api, integration, stated, parameters),
    ...(api.protocol === 'REST'
      ? restArrival(stage, integration, request, parameters)
      : httpArrival(stage, integration, request, parameters)),
  };
}

/** `${stageVariables.name}` replaced; null when the stage lacks one. */
export function withStageVariables(text: string, {variables}: Pick<NamedStage, 'variables'>): string | null {
  let isComplete = true;
  const resolved = text.replace(/\$\{stageVariables\.(\w+)\}/g, (_, name: string) => {
    if (variables[name] === undefined) isComplete = false;
    return variables[name] ?? '';
  });
  return isComplete ? resolved : null;
}

type Seen = Omit<Arrival, 'method' | keyof RequestParts>;

/**
 * The Host is that of the `uri`, the path begins with the stage. Whether the `uri`'s own path or the caller's follows is
 * not documented, so that both are tried where they differ.
 */
function restArrival(
  stage: NamedStage,
  integration: ApiIntegration,
  {path}: ApiRequest,
  parameters: Readonly<Record<string, string>>,
): Seen {
  const uri = integration.uri === null ? null : withStageVariables(integration.uri, stage);
  const url = uri === null ? null : parseUri(fillIn(uri, integration, parameters));
  if (url === null) {
    return {host: null, paths: [], scheme: 'http', port: null, because: unreadableUri(integration, stage, parameters)};
  }
  const seen = {host: url.host, scheme: url.scheme, port: url.port} as const;
  const templates = Object.values(integration.requestTemplates).join('\n');
  if (/requestOverride\.(?:path|header\.host)|requestOverride\[/i.test(templates)) {
    return {
      ...seen,
      paths: [],
      because: 'a mapping template overrides the request, and what it makes of it is not read',
    };
  }
  if (Object.keys(integration.requestParameters).some((key) => /header\.host$/i.test(key))) {
    return {...seen, host: null, paths: [], because: 'a mapping sets the Host header, which is not documented to work'};
  }
  const paths = [path, ...(url.path === '' ? [] : [url.path])].map((one) => `/${stage.name}${one}`);
  return {...seen, paths: [...new Set(paths)], because: `the stage's name comes first in the path`};
}

function unreadableUri(
  integration: ApiIntegration,
  stage: NamedStage,
  parameters: Readonly<Record<string, string>>,
): string {
  const {uri} = integration;
  if (uri === null) return 'its integration has no uri';
  const resolved = withStageVariables(uri, stage);
  if (resolved === null) return `stage ${stage.name} lacks a variable that the uri ${uri} names`;
  const unmapped = [...fillIn(resolved, integration, parameters).matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  if (unmapped.length === 0) return `the uri ${uri} cannot be read`;
  const mappings = unmapped.map((name) => `integration.request.path.${name}`).join(' and ');
  return `${unmapped.map((name) => `{${name}}`).join(' and ')} of the uri ${uri} stands for nothing: the integration has no mapping ${mappings}`;
}

function httpArrival(
  stage: NamedStage,
  integration: ApiIntegration,
  {path}: ApiRequest,
  parameters: Readonly<Record<string, string>>,
): Seen {
  const mapped = new Map(
    Object.entries(integration.requestParameters).map(([key, value]) => [key.toLowerCase(), value]),
  );
  const scheme = integration.tlsServerName === null ? 'http' : 'https';
  const host = mapped.get('overwrite:header.host') ?? null;
  const seen = {host: host === null || host.includes('$') ? null : host, scheme, port: null} as const;
  const template = mapped.get('overwrite:path');
  if (template === undefined) {
    const staged = stage.name === '$default' ? path : `/${stage.name}${path}`;
    return {...seen, paths: [staged], because: `private integrations see the stage's name first in the path`};
  }
  const overwritten = template
    .replace(/\$\{?request\.path\.(\w+)\}?/g, (whole, name: string) => parameters[name] ?? whole)
    .replace(/\$\{?request\.path\}?(?![\w.])/g, path);
  if (overwritten.includes('$'))
    return {...seen, paths: [], because: `overwrite:path is ${template}, which is not read`};
  return {...seen, paths: [overwritten], because: `overwrite:path is ${template}`};
}

/** `{proxy}` of a `uri` stands for what `integration.request.path.proxy` is mapped from. */
function fillIn(
  uri: string,
  {requestParameters}: ApiIntegration,
  parameters: Readonly<Record<string, string>>,
): string {
  return uri.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const from = requestParameters[`integration.request.path.${name}`];
    return parameters[from?.replace(/^method\.request\.path\./, '') ?? ''] ?? whole;
  });
}

function parseUri(uri: string): {scheme: 'http' | 'https'; host: string; port: number; path: string} | null {
  const match = /^(?:(https?):\/\/)?([^/:{}]+)(?::(\d+))?(\/[^?{}]*)?$/i.exec(uri);
  if (match === null) return null;
  const scheme = match[1]?.toLowerCase() === 'https' ? 'https' : 'http';
  const port = Number(match[3] ?? (scheme === 'https' ? 443 : 80));
  return {scheme, host: (match[2] ?? '').toLowerCase(), port, path: match[4] ?? ''};
}
