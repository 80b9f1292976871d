import type {RuleCondition} from '../../model/facts/aws-facts.ts';
import {isRedacted, shownCondition} from '../../model/facts/shown-conditions.ts';
import {REDACTED, redactQuery} from '../../model/text/redact.ts';
import {showsHeader} from '../../model/text/secret-names.ts';
import {contains, parseCidr} from '../network/cidr.ts';
import {globMatcher} from './glob.ts';
import {regexMatcher} from './regex-sets.ts';
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

interface Alternative {
  readonly shown: string;
  readonly isRegex?: boolean;
  matches(request: SeenRequest): Match;
}

/** The values of one condition are alternatives. */
interface Alternatives {
  readonly field: string;
  readonly values: readonly Alternative[];
  /** What the request has where the condition looks, in words. */
  seen(request: SeenRequest): string;
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
      const regexes = condition.regexValues.map((shown) => {
        const isMatch = regexMatcher(shown);
        return {shown, isRegex: true, matches: ({host}: SeenRequest) => (host === null ? 'unknown' : isMatch(host))};
      });
      return {
        ...{field, values: [...values, ...regexes], part: 'host'},
        isStated: ({host}) => host !== null,
        seen: ({request}) => `host ${request.host}`,
      };
    }
    case 'path-pattern': {
      const values = condition.values.map((shown) => ({shown, matches: pathMatcher(shown)}));
      const regexes = condition.regexValues.map((shown) => {
        const isMatch = regexMatcher(shown);
        const matches = ({request, hasOddPath}: SeenRequest) => (hasOddPath ? 'unknown' : isMatch(request.path));
        return {shown, isRegex: true, matches};
      });
      return {field, values: [...values, ...regexes], seen: ({request}) => `path ${request.path}`};
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
      const regexes = condition.regexValues.map((value, i) => {
        const isMatch = isRedacted(value) ? () => 'unknown' as const : regexMatcher(value);
        const matches = (request: SeenRequest): Match => {
          if (!isStated(request)) return 'unknown';
          const each = sentIn(request).map(isMatch);
          return each.includes(true) || (each.includes('unknown') && 'unknown');
        };
        return {shown: shown.regexValues[i] ?? REDACTED, isRegex: !isRedacted(value), matches};
      });
      const shownOf = (sent: readonly string[]) => (showsHeader(name) ? sent.join('", "') : REDACTED);
      return {
        field: `http-header ${condition.name}`,
        values: [...values, ...regexes],
        part: `headers.${name}`,
        isStated,
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
    const isValueAlone = key === null && pairs.some((pair) => pair.isBare && mayBe(pair.key));
    return (hasEncodedPairs || isValueAlone) && 'unknown';
  };
}

function sourceMatcher(cidr: string): (request: SeenRequest) => Match {
  const range = parseCidr(cidr);
  return ({source}) => (range === null || source === null ? 'unknown' : contains(range, source));
}

function judgeOfValues(alternatives: Alternatives): ConditionJudge {
  const {field, values, seen, part = null} = alternatives;
  const isStated = alternatives.isStated ?? (() => true);
  const first = (request: SeenRequest, wanted: Match) => values.find((value) => value.matches(request) === wanted);
  const wanted = () => [...new Set(values.map(({shown}) => `"${shown}"`))];
  return {
    matches(request) {
      let matches: Match = false;
      for (const value of values) {
        const one = value.matches(request);
        if (one === true) return true;
        if (one === 'unknown') matches = 'unknown';
      }
      return matches;
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
      if (unsure?.isRegex) {
        return `whether ${field} regex "${unsure.shown}" matches ${seen(request)} depends on how AWS reads it (anchored or not, with case or not), which is not documented`;
      }
      if (unsure !== undefined)
        return `whether ${field} "${unsure.shown}" matches ${seen(request)} cannot be determined`;
      return `${field} ${wanted().join(' or ')} does not match ${seen(request)}`;
    },
    unstated: (request) => (isStated(request) ? null : part),
  };
}

function notStated(part: Unstated | null): string {
  return `the ${part?.replace(/^headers\.(.*)$/, 'header $1').replace('sourceIp', 'source address')} is not stated`;
}
