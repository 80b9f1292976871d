import {type IpRange, parseAddress} from '../network/cidr.ts';

/** A request as the load balancer sees it. */
export interface RoutedRequest {
  /** Without a port; null where it is not known. */
  readonly host: string | null;
  /** Without the query string. */
  readonly path: string;
  readonly method: string;
  /** By name, in any case; an empty list: a request without that header. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined;
  /** What comes after the `?`; empty: a request without a query. */
  readonly query?: string | undefined;
  /** The peer's address. */
  readonly sourceIp?: string | undefined;
  /** It has no header and no query but those given here; else, whether it has others is not known. */
  readonly isWhole?: boolean;
}

/** What of a request is not stated: `headers.accept`, `query`, `sourceIp`, `host`. */
export type Unstated = 'host' | 'query' | 'sourceIp' | `headers.${string}`;

/** A request prepared for comparison with many conditions. */
export interface SeenRequest {
  readonly request: RoutedRequest;
  /** In lower case, as all that is compared without case. */
  readonly host: string | null;
  /** The values that are sent under a name in lower case; null where that is not stated. */
  headerValues(name: string): readonly string[] | null;
  /** In lower case; null where the query is not stated. */
  readonly pairs: readonly QueryPair[] | null;
  /**
   * What a path is normalised to before it is matched (percent-encoding, `//`, dot segments) is not documented by AWS.
   */
  readonly hasOddPath: boolean;
  /** Nor whether the pairs of a query are decoded first; such pairs are not among `pairs`. */
  readonly hasEncodedPairs: boolean;
  readonly source: IpRange | null;
}

interface QueryPair {
  readonly key: string;
  readonly value: string;
  /** Without a `=`: whether it is a key without a value or a value without a key is not documented. */
  readonly isBare: boolean;
}

export function seenRequest(request: RoutedRequest): SeenRequest {
  const headers = new Map<string, string[]>();
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    if (value !== undefined) {
      headers.set(name.toLowerCase(), [...(headers.get(name.toLowerCase()) ?? []), ...[value].flat()]);
    }
  }
  const unsent = request.isWhole ? [] : null;
  let source: IpRange | null | undefined;
  const query = request.query ?? (request.isWhole ? '' : null);
  const pairs = query ? query.toLowerCase().split('&') : [];
  return {
    request,
    host: request.host?.toLowerCase() ?? null,
    headerValues: (name) => headers.get(name) ?? unsent,
    pairs: query === null ? null : pairs.filter((pair) => !isEncoded(pair)).map(keyAndValue),
    hasOddPath: /%|\/\/|\/\.{1,2}(\/|$)/.test(request.path),
    hasEncodedPairs: pairs.some(isEncoded),
    // Most rules ask for no source.
    get source() {
      source ??= request.sourceIp === undefined ? null : parseAddress(request.sourceIp);
      return source;
    },
  };
}

function isEncoded(pair: string): boolean {
  return /[%+]/.test(pair);
}

function keyAndValue(pair: string): QueryPair {
  const [key = '', ...value] = pair.split('=');
  return {key, value: value.join('='), isBare: value.length === 0};
}
