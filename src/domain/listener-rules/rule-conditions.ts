import type {RuleCondition} from '../../model/facts/aws-facts.ts';
import {isRedacted, shownCondition} from '../../model/facts/shown-conditions.ts';
import {REDACTED, redactQuery} from '../../model/text/redact.ts';
import {showsHeader} from '../../model/text/secret-names.ts';
import {contains, parseCidr} from '../network/cidr.ts';
import {globMatcher} from './glob.ts';
import type {SeenRequest, Unstated} from './seen-request.ts';

/**
 * Whether one condition of a listener rule matches a request.
 * Source: the Elastic Load Balancing API reference (RuleCondition) and the ALB user guide (rule condition types).
 */

export type Match = true | false | 'unknown';

export interface ConditionJudge {
  matches(request: SeenRequest): Match;
  /** In words: the value that matches, or why none does, or what is not known. Without values that may be secrets. */
  because(request: SeenRequest): string;
  /** What has to be stated of the request before it can be judged; null where that is not the reason. */
  unstated(request: SeenRequest): Unstated | null;
}

export function judgeOf(condition: RuleCondition): ConditionJudge {
  return condition.field === 'unknown' ? judgeOfUnknown(condition.name) : judgeOfValues(tellApart(condition));
}

function judgeOfUnknown(name: string): ConditionJudge {
  return {
    matches: () => 'unknown',
    because: () => `its condition "${name}" is not known to this version`,
    unstated: () => null,
  };
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
  /** Where it looks, if that is a part of the request that need not be stated. */
  readonly part?: Unstated;
  isStated?(request: SeenRequest): boolean;
}

type KnownCondition = Exclude<RuleCondition, {field: 'unknown'}>;

function tellApart(condition: KnownCondition): Alternatives {
  const {field} = condition;
  switch (field) {
    case 'host-header': {
      const values = condition.values.map((shown) => {
        const isMatch = globMatcher(shown.toLowerCase());
        // Every request has a host.
        const takesAny = /^\*+$/.test(shown);
        const matches = ({host}: SeenRequest): Match => takesAny || (host === null ? 'unknown' : isMatch(host));
        return {shown, matches};
      });
      return {
        ...{field, values, regexValues: condition.regexValues, part: 'host'},
        isStated: ({host}) => host !== null,
        seen: ({request}) => `host ${request.host}`,
      };
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
      const isStated = (request: SeenRequest) => request.headerValues(name) !== null;
      const sentIn = (request: SeenRequest) => request.headerValues(name) ?? [];
      const isThere = (request: SeenRequest) => sentIn(request).length > 0;
      const shown = shownCondition(condition);
      const values = condition.values.map((value, i) => {
        const isMatch = globMatcher(value.toLowerCase());
        const matches = (request: SeenRequest): Match => {
          if (!isStated(request)) return 'unknown';
          if (isRedacted(value)) return isThere(request) && 'unknown';
          return sentIn(request).some((sent) => isMatch(sent.toLowerCase()));
        };
        return {shown: shown.values[i] ?? REDACTED, matches};
      });
      const shownOf = (sent: readonly string[]) => (showsHeader(name) ? sent.join('", "') : REDACTED);
      return {
        field: `http-header ${condition.name}`,
        values,
        regexValues: shown.regexValues,
        part: `headers.${name}`,
        isStated,
        isThere: (request) => !isStated(request) || isThere(request),
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
      return {field, values, seen, part: 'query', isStated: ({pairs}) => pairs !== null};
    }
    case 'source-ip': {
      const values = condition.values.map((shown) => ({shown, matches: sourceMatcher(shown)}));
      return {
        ...{field, values, part: 'sourceIp'},
        isStated: ({source}) => source !== null,
        seen: ({request}) => `source address ${request.sourceIp}`,
      };
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
    if (pairs === null) return 'unknown';
    if (pairs.some((pair) => isKey(pair.key) && mayBe(pair.value))) return matches;
    return hasEncodedPairs && 'unknown';
  };
}

function sourceMatcher(cidr: string): (request: SeenRequest) => Match {
  const range = parseCidr(cidr);
  return ({source}) => (range === null || source === null ? 'unknown' : contains(range, source));
}

function judgeOfValues(alternatives: Alternatives): ConditionJudge {
  const {field, values, regexValues = [], isThere = () => true, seen, part = null} = alternatives;
  const isStated = alternatives.isStated ?? (() => true);
  const first = (request: SeenRequest, wanted: Match) => values.find((value) => value.matches(request) === wanted);
  const wanted = () => [...new Set([...values.map(({shown}) => shown), ...regexValues].map((text) => `"${text}"`))];
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
      if (sure !== undefined) {
        return isStated(request)
          ? `${field} "${sure.shown}" matches ${seen(request)}`
          : `${field} "${sure.shown}" matches any`;
      }
      if (!isStated(request))
        return `whether ${field} ${wanted().join(' or ')} matches is not known: ${notStated(part)}`;
      const unsure = first(request, 'unknown');
      if (unsure !== undefined)
        return `whether ${field} "${unsure.shown}" matches ${seen(request)} cannot be determined`;
      if (regexValues.length > 0 && isThere(request)) {
        return `${field} has the regex ${regexValues.join(', ')}, which cannot be judged here`;
      }
      return `${field} ${wanted().join(' or ')} does not match ${seen(request)}`;
    },
    unstated: (request) => (isStated(request) ? null : part),
  };
}

function notStated(part: Unstated | null): string {
  return `the ${part?.replace(/^headers\.(.*)$/, 'header $1').replace('sourceIp', 'source address')} is not stated`;
}
