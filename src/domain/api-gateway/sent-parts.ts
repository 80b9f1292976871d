import type {Api, ApiIntegration} from '../../model/facts/aws-facts.ts';
import {isRedacted} from '../../model/facts/shown-conditions.ts';

/**
 * Which headers and which query an integration sends on: what clients send, and what it maps itself.
 * Sources: the API Gateway developer guide (parameter mapping of REST and of HTTP APIs, proxy integrations).
 */

/** What is stated of a request; a header that is not there, and a query that is undefined, are not known. */
export interface RequestParts {
  /** By name in lower case; no values for a header that is not sent. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** Encoded, without the `?`; empty for a request without one. */
  readonly query: string | undefined;
}

type Parameters = Readonly<Record<string, string>>;

export const NOTHING_STATED: RequestParts = {headers: {}, query: undefined};

/** @param variables what the path's variables stand for. */
export function sentParts(
  {protocol}: Api,
  integration: ApiIntegration,
  stated: RequestParts,
  variables: Parameters,
): RequestParts {
  return protocol === 'REST' ? restParts(integration, stated, variables) : httpParts(integration, stated, variables);
}

/** `'literal'` and `method.request.header.x`. Only a proxy integration passes on what it does not map. */
function restParts(
  {type, requestParameters}: ApiIntegration,
  stated: RequestParts,
  variables: Parameters,
): RequestParts {
  const passed = type === 'HTTP_PROXY' ? stated : NOTHING_STATED;
  const headers: Record<string, readonly string[] | undefined> = {...passed.headers};
  let {query} = passed;
  for (const [to, from] of Object.entries(requestParameters)) {
    const values = isRedacted(from) ? undefined : restValues(from, stated, variables);
    const header = afterPrefix('integration.request.header.', to);
    if (header !== null) headers[header] = values;
    const parameter = afterPrefix('integration.request.querystring.', to, false);
    if (parameter !== null) query = withParameter(query, parameter, values);
  }
  return {headers: known(headers), query};
}

function restValues(from: string, stated: RequestParts, variables: Parameters): readonly string[] | undefined {
  const literal = /^'(.*)'$/.exec(from)?.[1];
  if (literal !== undefined) return [literal];
  const header = /^method\.request\.(?:multivalue)?header\.(.+)$/i.exec(from)?.[1];
  if (header !== undefined) return stated.headers[header.toLowerCase()];
  const parameter = /^method\.request\.(?:multivalue)?querystring\.(.+)$/i.exec(from)?.[1];
  if (parameter !== undefined) return valuesIn(stated.query, parameter);
  const variable = variables[/^method\.request\.path\.(.+)$/i.exec(from)?.[1] ?? ''];
  return variable === undefined ? undefined : [variable];
}

/** `append:header.x`, `overwrite:querystring.x`, `remove:…`; values are literals with `$request.…` in them. */
function httpParts({requestParameters}: ApiIntegration, stated: RequestParts, variables: Parameters): RequestParts {
  const headers: Record<string, readonly string[] | undefined> = {...stated.headers};
  let {query} = stated;
  for (const [key, from] of Object.entries(requestParameters)) {
    const [, verb = '', to = ''] = /^(append|overwrite|remove):(.+)$/i.exec(key) ?? [];
    const value = isRedacted(from) ? undefined : httpValue(from, stated, variables);
    const values = verb === 'remove' ? [] : value === undefined ? undefined : [value];
    const header = afterPrefix('header.', to);
    // What the client sends of it as well comes before.
    const sent = verb === 'append' && header !== null ? (headers[header] ?? []) : [];
    if (header !== null) headers[header] = values === undefined ? undefined : [...sent, ...values];
    const parameter = afterPrefix('querystring.', to, false);
    if (parameter !== null) query = withParameter(query, parameter, values, verb === 'append');
  }
  return {headers: known(headers), query};
}

function httpValue(template: string, stated: RequestParts, variables: Parameters): string | undefined {
  let isKnown = true;
  const value = template.replace(/\$\{?([\w.-]+)\}?/g, (_, name: string) => {
    const header = afterPrefix('request.header.', name);
    const parameter = afterPrefix('request.querystring.', name, false);
    const found =
      header !== null
        ? stated.headers[header]?.join(',')
        : parameter !== null
          ? valuesIn(stated.query, parameter)?.join(',')
          : variables[name.replace(/^request\.path\./, '')];
    isKnown &&= found !== undefined;
    return found ?? '';
  });
  return isKnown ? value : undefined;
}

function afterPrefix(prefix: string, text: string, isFolded = true): string | null {
  if (!text.toLowerCase().startsWith(prefix)) return null;
  const rest = text.slice(prefix.length);
  return isFolded ? rest.toLowerCase() : rest;
}

function valuesIn(query: string | undefined, name: string): readonly string[] | undefined {
  return query === undefined ? undefined : new URLSearchParams(query).getAll(name);
}

/** Unknown where the query is, or the values are. */
function withParameter(
  query: string | undefined,
  name: string,
  values: readonly string[] | undefined,
  isAppended = false,
): string | undefined {
  if (query === undefined || values === undefined) return undefined;
  const others = query.split('&').filter((pair) => pair !== '' && (isAppended || pair.split('=', 1)[0] !== name));
  return [...others, ...values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)].join('&');
}

function known(headers: Readonly<Record<string, readonly string[] | undefined>>): RequestParts['headers'] {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, values]) => (values === undefined ? [] : [[name, values]])),
  );
}
