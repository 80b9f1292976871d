import type {ListenerRule} from '../../model/facts/aws-facts.ts';
import {shownCondition} from '../../model/facts/shown-conditions.ts';

export const HIGHEST_PRIORITY = 50_000;

/** `109 before it, 111 after it`. */
export function freePrioritiesText(priority: number, taken: ReadonlySet<number | 'default'>): string {
  const below = nearestFree(priority, taken, -1);
  const above = nearestFree(priority, taken, 1);
  return [below === null ? [] : `${below} before it`, above === null ? [] : `${above} after it`].flat().join(', ');
}

/** The next free priority in this direction; null when there is none. */
function nearestFree(priority: number, taken: ReadonlySet<number | 'default'>, step: 1 | -1): number | null {
  for (let next = priority + step; next >= 1 && next <= HIGHEST_PRIORITY; next += step)
    if (!taken.has(next)) return next;
  return null;
}

/** What a rule asks for, without what may be a secret. */
export function conditionsText({conditions}: ListenerRule): string {
  const shown = conditions.map(shownCondition).map((condition) => {
    if ('regexValues' in condition)
      return `${condition.field} ${[...condition.values, ...condition.regexValues].join(' or ')}`;
    if ('values' in condition) return `${condition.field} ${condition.values.join(' or ')}`;
    return condition.field === 'unknown' ? condition.name : condition.field;
  });
  return shown.join(' and ') || 'every request';
}
