import {REDACTED} from '../text/redact.ts';
import {isSecretParameter, showsHeader} from '../text/secret-names.ts';
import type {RuleCondition} from './aws-facts.ts';

/**
 * A condition as it may be printed and written down. A header or a query parameter that a rule asks for can be a secret
 * that another hop shares with the load balancer, such as the one a CDN adds to prove that a request came through it.
 */
export function shownCondition<Condition extends RuleCondition>(condition: Condition): Condition;
export function shownCondition(condition: RuleCondition): RuleCondition {
  if (condition.field === 'http-header' && !showsHeader(condition.name)) {
    const {values, regexValues} = condition;
    return {...condition, values: values.map(shownPattern), regexValues: regexValues.map(() => REDACTED)};
  }
  if (condition.field === 'query-string') {
    const pairs = condition.pairs.map(({key, value}) => {
      const isSecret = key !== null && isSecretParameter(key);
      return {key, value: isSecret ? shownPattern(value) : value};
    });
    return {...condition, pairs};
  }
  return condition;
}

/** That it exists is not a secret. */
function shownPattern(pattern: string): string {
  return /^\*+$/.test(pattern) ? pattern : REDACTED;
}

/** Whether this is what a recording left of a pattern: what it matches is no longer known. */
export function isRedacted(pattern: string): boolean {
  return pattern.includes(REDACTED);
}
