import {FUNCTIONS} from './functions.ts';
import type {Expression} from './parse.ts';
import {combine, many, mapValue, type Series, scalar, seriesOf, type Value} from './values.ts';

/** What an expression is evaluated over. */
export interface Calculation {
  /** Of the metrics and expressions that it may name, by id. */
  readonly values: ReadonlyMap<string, Value>;
  /** The metrics among them, for `METRICS()`, in their order. */
  readonly metrics: ReadonlyMap<string, Series>;
  readonly periodSeconds: number;
  /** How many periods there are. */
  readonly length: number;
  /** @throws {CannotTell} with what this version does not compute, as the end of a sentence. */
  refuse(what: string): never;
}

export function evaluate(expression: Expression, calculation: Calculation): Value {
  const compute = (one: Expression) => evaluate(one, calculation);
  switch (expression.type) {
    case 'number':
      return scalar(expression.value);
    case 'name':
      return calculation.values.get(expression.name) ?? calculation.refuse(`it has no query ${expression.name}`);
    case 'list':
      return many(expression.items.map(compute).flatMap((one) => listed(one, calculation)));
    case 'negative':
      return mapValue(compute(expression.of), (value) => -value);
    case 'operation': {
      const operation = OPERATIONS[expression.operator] ?? calculation.refuse(`${expression.operator} is not computed`);
      return combine(compute(expression.left), compute(expression.right), operation);
    }
    case 'call': {
      const call = FUNCTIONS[expression.name] ?? calculation.refuse(`${expression.name} is not computed`);
      const made = call(expression.args, compute, calculation);
      return made ?? calculation.refuse(`this use of ${expression.name} is not computed`);
    }
    default:
      return calculation.refuse(`the text "${expression.value}" is not computed`);
  }
}

function listed(value: Value, {length}: Calculation): readonly Series[] {
  return value.type === 'scalar' ? [Array.from({length}, () => value.value)] : seriesOf(value);
}

const truth = (holds: boolean) => (holds ? 1 : 0);
const and = (left: number, right: number) => truth(left !== 0 && right !== 0);
const or = (left: number, right: number) => truth(left !== 0 || right !== 0);

const OPERATIONS: Readonly<Record<string, (left: number, right: number) => number | null>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => (right === 0 ? null : left / right),
  '^': (left, right) => left ** right,
  '==': (left, right) => truth(left === right),
  '!=': (left, right) => truth(left !== right),
  '<=': (left, right) => truth(left <= right),
  '>=': (left, right) => truth(left >= right),
  '<': (left, right) => truth(left < right),
  '>': (left, right) => truth(left > right),
  AND: and,
  '&&': and,
  OR: or,
  '||': or,
};
