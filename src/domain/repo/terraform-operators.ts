import type {Scope} from './terraform-scope.ts';
import {
  booleanOf,
  isKnown,
  isList,
  isObject,
  isOpaque,
  isSame,
  Missing,
  needsOf,
  numberOf,
  Refused,
  textOf,
  Unknown,
  type Value,
} from './terraform-value.ts';

export type Expression = (scope: Scope) => Value;

export function ifKnown(value: Value, then: (value: Value) => Value): Value {
  return isOpaque(value) ? new Unknown(needsOf(value)) : then(value);
}

export function chosen(condition: Value, yes: Expression, no: Expression, scope: Scope): Value {
  if (!isOpaque(condition)) return unified(booleanOf(condition) ? yes : no, [yes, no], scope);
  const [first, second] = [yes(scope), no(scope)];
  return isKnown(first) && isKnown(second) && isSame(first, second) ? first : new Unknown(needsOf(condition));
}

/** Both sides of a conditional have one type: `on ? 1 : ""` is a text. The side that is not chosen need not have a value. */
function unified(taken: Expression, both: readonly Expression[], scope: Scope): Value {
  const value = taken(scope);
  if (typeof value !== 'number' && typeof value !== 'boolean') return value;
  const isText = both.some((side) => {
    try {
      return typeof side(scope) === 'string';
    } catch (thrown) {
      if (thrown instanceof Refused) return false;
      throw thrown;
    }
  });
  return isText ? textOf(value) : value;
}

export function combined(mark: string, left: Value, right: Value): Value {
  if (mark === '&&' && [left, right].some((side) => side === false)) return false;
  if (mark === '||' && [left, right].some((side) => side === true)) return true;
  if (!isKnown(left) || !isKnown(right)) return new Unknown([...needsOf(left), ...needsOf(right)]);
  switch (mark) {
    case '&&':
      return booleanOf(left) && booleanOf(right);
    case '||':
      return booleanOf(left) || booleanOf(right);
    case '==':
      return isSame(left, right);
    case '!=':
      return !isSame(left, right);
    case '<':
      return numberOf(left) < numberOf(right);
    case '>':
      return numberOf(left) > numberOf(right);
    case '<=':
      return numberOf(left) <= numberOf(right);
    case '>=':
      return numberOf(left) >= numberOf(right);
    default:
      return numberOf(calculated(mark, numberOf(left), numberOf(right)));
  }
}

function calculated(mark: string, left: number, right: number): number {
  if (mark === '+') return left + right;
  if (mark === '-') return left - right;
  if (mark === '*') return left * right;
  return mark === '/' ? left / right : left % right;
}

export function member(of: Value, key: string | number): Value {
  if (isOpaque(of)) return new Unknown(needsOf(of));
  const index = Number(key);
  if (isList(of) && Number.isInteger(index) && index >= 0 && index < of.length) return of[index] ?? null;
  if (isObject(of) && Object.hasOwn(of, String(key))) return of[String(key)] ?? null;
  throw new Missing(`has no ${key}`);
}

export function memberBy(of: Value, key: Value): Value {
  if (isOpaque(key)) return new Unknown(needsOf(key));
  return member(of, typeof key === 'number' ? key : textOf(key));
}

export function splat(of: Value, step: (each: Value) => Value): Value {
  if (isOpaque(of)) return new Unknown(needsOf(of));
  if (of === null) return [];
  return (isList(of) ? of : [of]).map(step);
}

export function tried(args: readonly Expression[], scope: Scope, source: string): Value {
  for (const arg of args) {
    try {
      const value = arg(scope);
      return isKnown(value) ? value : new Unknown(needsOf(value));
    } catch (thrown) {
      if (!(thrown instanceof Missing)) throw thrown;
    }
  }
  return new Unknown([{what: source}]);
}

export function can(args: readonly Expression[], scope: Scope): Value {
  try {
    const value = args[0]?.(scope) ?? null;
    return isKnown(value) ? true : new Unknown(needsOf(value));
  } catch (thrown) {
    if (thrown instanceof Missing) return false;
    throw thrown;
  }
}
