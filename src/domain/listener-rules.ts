import type {ListenerRule, RuleAction, RuleCondition} from '../model/aws-facts.ts';
import {contains, parseAddress, parseCidr} from './cidr.ts';
import {type GlobOptions, globMatches} from './glob.ts';

/**
 * Which rule of an Application Load Balancer's listener takes a request.
 * Source: the ALB user guide (listener rules, rule condition types) and the Elastic Load Balancing API reference.
 */

/** A request as the load balancer sees it. What is not given is not there: a header that is absent does not match. */
export interface RoutedRequest {
  /** Without a port. */
  readonly host: string;
  /** Without the query string. */
  readonly path: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** As it stands behind the `?`. */
  readonly query?: string;
  /** The peer's address; when it is not given, whether a source-ip condition matches can't be told. */
  readonly sourceIp?: string;
}

export type Match = true | false | 'unknown';

export interface RuleTrial {
  readonly rule: ListenerRule;
  readonly matches: Match;
  /** The conditions that matched; or the one that did not, or that can't be told. */
  readonly because: string;
}

export interface Routing {
  /** Null when a rule that can't be judged (a regex, an unknown condition) stands before the first sure match. */
  readonly winner: ListenerRule | null;
  /** Every rule in evaluation order, those behind the winner too. */
  readonly trail: readonly RuleTrial[];
}

/** Rules are tried by priority, lowest number first, the default rule last; the first that matches wins. */
export function evaluateRules(rules: readonly ListenerRule[], request: RoutedRequest): Routing {
  const trail = inEvaluationOrder(rules).map((rule) => tryRule(rule, request));
  const decisive = trail.find((trial) => trial.matches !== false);
  return {winner: decisive?.matches === true ? decisive.rule : null, trail};
}

/** Priorities are numbers: sorted as text, 10 would come before 9. */
export function inEvaluationOrder(rules: readonly ListenerRule[]): ListenerRule[] {
  const rank = (rule: ListenerRule) => (rule.priority === 'default' ? Number.POSITIVE_INFINITY : rule.priority);
  return rules.toSorted((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}

/** `rule 90`, or `the default rule`. */
export function ruleName({priority}: Pick<ListenerRule, 'priority'>): string {
  return priority === 'default' ? 'the default rule' : `rule ${priority}`;
}

export type DecisiveAction = Extract<RuleAction, {type: 'forward' | 'redirect' | 'fixed-response'}>;

/**
 * The action that answers the request: the last by order. Null when there is none of a type that this version knows.
 * Actions before it (see {@link gatesOf}) may turn the request away first.
 */
export function decisiveAction({actions}: Pick<ListenerRule, 'actions'>): DecisiveAction | null {
  const last = actions.toSorted((a, b) => a.order - b.order).at(-1);
  return last?.type === 'forward' || last?.type === 'redirect' || last?.type === 'fixed-response' ? last : null;
}

/** What a request has to get past before the decisive action: a login, a token check, or something unknown. */
export function gatesOf(rule: ListenerRule): RuleAction[] {
  return rule.actions.toSorted((a, b) => a.order - b.order).slice(0, -1);
}

/**
 * How a forward divides requests among its target groups, in percent. A group of weight 0 gets none; empty when all
 * weights are 0 (what happens then is not documented) and for a rule that does not forward.
 */
export function forwardShares(rule: ListenerRule): {readonly targetGroupArn: string; readonly percent: number}[] {
  const action = decisiveAction(rule);
  if (action?.type !== 'forward') return [];
  const sum = action.targets.reduce((total, {weight}) => total + weight, 0);
  return action.targets
    .filter(({weight}) => weight > 0)
    .map(({targetGroupArn, weight}) => ({targetGroupArn, percent: (100 * weight) / sum}));
}

/** All conditions of a rule must hold; one that surely does not settles it, whatever the others may be. */
function tryRule(rule: ListenerRule, request: RoutedRequest): RuleTrial {
  const trials = rule.conditions.map((condition) => tryCondition(condition, request));
  const decisive =
    trials.find((trial) => trial.matches === false) ?? trials.find((trial) => trial.matches === 'unknown');
  if (decisive !== undefined) return {rule, ...decisive};
  return {rule, matches: true, because: trials.map((trial) => trial.because).join(' and ') || 'it has no conditions'};
}

interface ConditionTrial {
  readonly matches: Match;
  readonly because: string;
}

function tryCondition(condition: RuleCondition, request: RoutedRequest): ConditionTrial {
  switch (condition.field) {
    case 'host-header': {
      const host = request.host.toLowerCase();
      const tried = alternatives(condition.values, (pattern) => globMatches(pattern.toLowerCase(), host));
      return anyOf('host-header', tried, `host ${request.host}`, condition.regexValues);
    }
    case 'path-pattern': {
      const tried = alternatives(condition.values, (pattern) => pathMatches(pattern, request.path));
      return anyOf('path-pattern', tried, `path ${request.path}`, condition.regexValues);
    }
    case 'http-request-method': {
      const tried = alternatives(condition.values, (method) => method === request.method);
      return anyOf('http-request-method', tried, `method ${request.method}`);
    }
    case 'http-header': {
      const sent = headerValues(request, condition.name);
      const tried = alternatives(condition.values, (pattern) => sent.some((value) => matchesInAnyCase(pattern, value)));
      const seen = sent.length === 0 ? 'a request without that header' : `"${sent.join('", "')}"`;
      return anyOf(`http-header ${condition.name}`, tried, seen, sent.length === 0 ? [] : condition.regexValues);
    }
    case 'query-string': {
      const tried = condition.pairs.map((pair) => ({
        shown: pair.key === null ? pair.value : `${pair.key}=${pair.value}`,
        matches: queryMatches(pair, request.query ?? ''),
      }));
      return anyOf('query-string', tried, request.query ? `query ${request.query}` : 'a request without a query');
    }
    case 'source-ip': {
      const tried = alternatives(condition.values, (cidr) => sourceMatches(cidr, request.sourceIp));
      return anyOf('source-ip', tried, `source address ${request.sourceIp ?? '(not given)'}`);
    }
    case 'unknown':
      return {matches: 'unknown', because: `its condition "${condition.name}" is not known to this version`};
  }
}

interface Alternative {
  readonly shown: string;
  readonly matches: Match;
}

function alternatives(values: readonly string[], matches: (value: string) => Match): Alternative[] {
  return values.map((value) => ({shown: value, matches: matches(value)}));
}

/** The values of one condition are alternatives. How a regex is anchored is not documented, so one is never a sure match. */
function anyOf(
  field: string,
  tried: readonly Alternative[],
  seen: string,
  regexValues: readonly string[] = [],
): ConditionTrial {
  const sure = tried.find((value) => value.matches === true);
  if (sure !== undefined) return {matches: true, because: `${field} "${sure.shown}" matches ${seen}`};
  const unsure = tried.find((value) => value.matches === 'unknown');
  if (unsure !== undefined) {
    return {matches: 'unknown', because: `whether ${field} "${unsure.shown}" matches ${seen} can't be told`};
  }
  if (regexValues.length > 0) {
    return {
      matches: 'unknown',
      because: `${field} has the regex ${regexValues.join(', ')}, which can't be judged here`,
    };
  }
  const none = tried.map((value) => `"${value.shown}"`).join(' or ');
  return {matches: false, because: `${field} ${none} does not match ${seen}`};
}

/** What a path is normalised to before it is matched (percent-encoding, `//`, dot segments) AWS does not document. */
function pathMatches(pattern: string, path: string): Match {
  if (pattern === '*' || pattern === '/*') return path.startsWith('/');
  return /%|\/\/|\/\.{1,2}(\/|$)/.test(path) ? 'unknown' : globMatches(pattern, path);
}

function headerValues(request: RoutedRequest, name: string): string[] {
  return Object.entries(request.headers ?? {})
    .filter(([key]) => key.toLowerCase() === name.toLowerCase())
    .flatMap(([, value]) => value ?? []);
}

/** One pair anywhere in the query is enough. Whether AWS decodes pairs first is not documented. */
function queryMatches(wanted: {readonly key: string | null; readonly value: string}, query: string): Match {
  let encoded = false;
  for (const pair of query === '' ? [] : query.split('&')) {
    if (/[%+]/.test(pair)) encoded = true;
    else {
      const [key = '', ...value] = pair.split('=');
      const keyMatches = wanted.key === null || matchesInAnyCase(wanted.key, key, {escapes: true});
      if (keyMatches && matchesInAnyCase(wanted.value, value.join('='), {escapes: true})) return true;
    }
  }
  return encoded ? 'unknown' : false;
}

function matchesInAnyCase(pattern: string, text: string, options: GlobOptions = {}): boolean {
  return globMatches(pattern.toLowerCase(), text.toLowerCase(), options);
}

function sourceMatches(cidr: string, sourceIp: string | undefined): Match {
  const range = parseCidr(cidr);
  const address = sourceIp === undefined ? null : parseAddress(sourceIp);
  return range === null || address === null ? 'unknown' : contains(range, address);
}
