import type {ListenerRule} from '../../model/facts/aws-facts.ts';
import {evaluateRules, type RoutedRequest} from './listener-rules.ts';
import type {Taken} from './rule-reach.ts';

/** What is the same in all requests of a set. */
export type Common = Pick<RoutedRequest, 'headers' | 'query'>;

/**
 * The rules as they are for requests that all have these headers and this query: without the conditions that they meet, and
 * without the rules that ask for others. Each stands for the one of its ARN.
 */
export function narrowedRules(rules: readonly ListenerRule[], {headers, query}: Common): readonly ListenerRule[] {
  if (headers === undefined && query === undefined) return rules;
  const request: RoutedRequest = {host: null, path: '/', method: 'GET', headers, query};
  return rules.flatMap((rule) => {
    const judged = rule.conditions.map((condition) => {
      const isCommon = condition.field === 'http-header' || condition.field === 'query-string';
      const [trial] = isCommon ? evaluateRules([{...rule, conditions: [condition]}], request).trail : [];
      return {condition, matches: trial?.matches ?? ('unknown' as const)};
    });
    if (judged.some(({matches}) => matches === false)) return [];
    const conditions = judged.filter(({matches}) => matches === 'unknown').map(({condition}) => condition);
    return {...rule, conditions};
  });
}

/** A request that was found for such rules, with what it has in common with all others. */
export function withCommon({rule, request}: Taken, {headers, query}: Common): Taken {
  const all = headers === undefined ? request.headers : {...request.headers, ...headers};
  return {rule, request: {...request, headers: all, query: query ?? request.query}};
}
