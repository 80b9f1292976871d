import type {RuleCondition} from '../../model/facts/aws-facts.ts';
import {isRedacted, shownCondition} from '../../model/facts/shown-conditions.ts';
import {REDACTED, redactQuery} from '../../model/text/redact.ts';
import {showsHeader} from '../../model/text/secret-names.ts';
import {contains, type IpRange, parseAddress, parseCidr} from '../network/cidr.ts';
import {globMatcher} from './glob.ts';

/**
 * Whether one condition of a listener rule matches a request.
 * Source: the Elastic Load Balancing API reference (RuleCondition) and the ALB user guide (rule condition types).
 */

/** A request as the load balancer sees it. What is not given is not there: a header that is absent does not match. */
export interface RoutedRequest {
  /** Without a port. */
  readonly host: string;
  /** Without the query string. */
  readonly path: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** What comes after the `?`. */
  readonly query?: string;
  /** The peer's address; when it is not given, whether a source-ip condition matches is not known. */
  readonly sourceIp?: string | undefined;
}

export type Match = true | false | 'unknown';

/** A request prepared for comparison with many conditions. */
export interface SeenRequest {
  readonly request: RoutedRequest;
  /** In lower case, as all that is compared without case. */
  readonly host: string;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** In lower case. */
  readonly pairs: readonly {readonly key: string; readonly value: string}[];
  /**
   * What a path is normalised to before it is matched (percent-encoding, `//`, dot segments) is not documented by AWS.
   */
  readonly hasOddPath: boolean;
  /** Nor whether the pairs of a query are decoded first; such pairs are not among `pairs`. */
  readonly hasEncodedPairs: boolean;
  readonly source: IpRange | null;
}

export function seenRequest(request: RoutedRequest): SeenRequest {
  const headers = new Map<string, string[]>();
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    headers.set(name.toLowerCase(), [...(headers.get(name.toLowerCase()) ?? []), ...[value ?? []].flat()]);
  }
  let source: IpRange | null | undefined;
  const pairs = request.query ? request.query.toLowerCase().split('&') : [];
  return {
    request,
    host: request.host.toLowerCase(),
    headers,
    pairs: pairs.filter((pair) => !isEncoded(pair)).map(keyAndValue),
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

function keyAndValue(pair: string): {key: string; value: string} {
  const [key = '', ...value] = pair.split('=');
  return {key, value: value.join('=')};
}

export interface ConditionJudge {
  matches(request: SeenRequest): Match;
  /** In words: the value that matches, or why none does, or what is not known. Without values that may be secrets. */
  because(request: SeenRequest): string;
}

export function judgeOf(condition: RuleCondition): ConditionJudge {
  return condition.field === 'unknown' ? judgeOfUnknown(condition.name) : judgeOfValues(tellApart(condition));
}

function judgeOfUnknown(name: string): ConditionJudge {
  return {matches: () => 'unknown', because: () => `its condition "${name}" is not known to this version`};
}

/** The values of one condition are alternatives. */
interface Alternatives {
  readonly field: string;
  readonly values: readonly {readonly shown: string; matches(request: SeenRequest): Match}[];
  /** What the request has where the condition looks, in words. */
  seen(request: SeenRequest): string;
  /** How a regex is anchored is not documented, so one is never a sure match. */
  readonly regexValues?: readonly string[];
  /** Whether there is anything for the regexes to match. */
  isThere?(request: SeenRequest): boolean;
}

type KnownCondition = Exclude<RuleCondition, {field: 'unknown'}>;

function tellApart(condition: KnownCondition): Alternatives {
  const {field} = condition;
  switch (field) {
    case 'host-header': {
      const values = condition.values.map((shown) => {
        const isMatch = globMatcher(shown.toLowerCase());
        return {shown, matches: ({host}: SeenRequest) => isMatch(host)};
      });
      return {field, values, regexValues: condition.regexValues, seen: ({request}) => `host ${request.host}`};
    }
    case 'path-pattern': {
      const values = condition.values.map((shown) => ({shown, matches: pathMatcher(shown)}));
      return {field, values, regexValues: condition.regexValues, seen: ({request}) => `path ${request.path}`};
    }
    case 'http-request-method': {
      const values = condition.values.map((shown) => ({
        shown,
        matches: ({request}: SeenRequest) => shown === request.method,
      }));
      return {field, values, seen: ({request}) => `method ${request.method}`};
    }
    case 'http-header': {
      const name = condition.name.toLowerCase();
      const sentIn = ({headers}: SeenRequest) => headers.get(name) ?? [];
      const isThere = (request: SeenRequest) => sentIn(request).length > 0;
      const shown = shownCondition(condition);
      const values = condition.values.map((value, i) => {
        const isMatch = globMatcher(value.toLowerCase());
        const matches = (request: SeenRequest): Match =>
          isRedacted(value)
            ? isThere(request) && 'unknown'
            : sentIn(request).some((sent) => isMatch(sent.toLowerCase()));
        return {shown: shown.values[i] ?? REDACTED, matches};
      });
      const shownOf = (sent: readonly string[]) => (showsHeader(name) ? sent.join('", "') : REDACTED);
      return {
        field: `http-header ${condition.name}`,
        values,
        regexValues: shown.regexValues,
        isThere,
        seen: (request) => (isThere(request) ? `"${shownOf(sentIn(request))}"` : 'a request without that header'),
      };
    }
    case 'query-string': {
      const shown = shownCondition(condition).pairs.map(({key, value}) => (key === null ? value : `${key}=${value}`));
      const values = condition.pairs.map(({key, value}, i) => ({
        shown: shown[i] ?? REDACTED,
        matches: pairMatcher(key, value),
      }));
      const seen = ({request}: SeenRequest) =>
        request.query ? `query ${redactQuery(request.query)}` : 'a request without a query';
      return {field, values, seen};
    }
    case 'source-ip': {
      const values = condition.values.map((shown) => ({shown, matches: sourceMatcher(shown)}));
      return {field, values, seen: ({request}) => `source address ${request.sourceIp ?? '(not given)'}`};
    }
  }
}

function pathMatcher(pattern: string): (request: SeenRequest) => Match {
  if (pattern === '*' || pattern === '/*') return ({request}) => request.path.startsWith('/');
  const isMatch = globMatcher(pattern);
  return ({request, hasOddPath}) => (hasOddPath ? 'unknown' : isMatch(request.path));
}

/** One pair anywhere in the query is enough. */
function pairMatcher(key: string | null, value: string): (request: SeenRequest) => Match {
  const isKey = globMatcher((key ?? '*').toLowerCase(), {escapes: true});
  const isValue = globMatcher(value.toLowerCase(), {escapes: true});
  const matches = isRedacted(value) ? 'unknown' : true;
  const mayBe = (text: string) => matches === 'unknown' || isValue(text);
  return ({pairs, hasEncodedPairs}) => {
    if (pairs.some((pair) => isKey(pair.key) && mayBe(pair.value))) return matches;
    return hasEncodedPairs && 'unknown';
  };
}

function sourceMatcher(cidr: string): (request: SeenRequest) => Match {
  const range = parseCidr(cidr);
  return ({source}) => (range === null || source === null ? 'unknown' : contains(range, source));
}

function judgeOfValues({field, values, regexValues = [], isThere = () => true, seen}: Alternatives): ConditionJudge {
  const first = (request: SeenRequest, wanted: Match) => values.find((value) => value.matches(request) === wanted);
  return {
    matches(request) {
      let matches: Match = false;
      for (const value of values) {
        const one = value.matches(request);
        if (one === true) return true;
        if (one === 'unknown') matches = 'unknown';
      }
      return matches === false && regexValues.length > 0 && isThere(request) ? 'unknown' : matches;
    },
    because(request) {
      const sure = first(request, true);
      if (sure !== undefined) return `${field} "${sure.shown}" matches ${seen(request)}`;
      const unsure = first(request, 'unknown');
      if (unsure !== undefined)
        return `whether ${field} "${unsure.shown}" matches ${seen(request)} cannot be determined`;
      if (regexValues.length > 0 && isThere(request)) {
        return `${field} has the regex ${regexValues.join(', ')}, which cannot be judged here`;
      }
      const none = [...new Set(values.map((value) => `"${value.shown}"`))].join(' or ');
      return `${field} ${none} does not match ${seen(request)}`;
    },
  };
}
