import type {Expression} from './terraform-operators.ts';
import {parseExpression} from './terraform-parser.ts';
import type {Scope} from './terraform-scope.ts';
import {endOfInterpolation} from './terraform-tokens.ts';
import {asExpression, escaped, isKnown, needsOf, Refused, textOf, Unknown, type Value} from './terraform-value.ts';

/** The value of a text of HCL's JSON form, which is a template. */
export function valueOfTemplate(template: string, scope: Scope): Value {
  try {
    return parseTemplate(template)(scope);
  } catch (thrown) {
    if (thrown instanceof Refused) return new Unknown([{what: insideOf(template)}]);
    throw thrown;
  }
}

function insideOf(template: string): string {
  return template.replace(/^\$\{([^{}]*)\}$/s, '$1');
}

/** A template that is one interpolation has the value of that, which need not be a text. */
function parseTemplate(template: string): Expression {
  const parts: (string | Expression)[] = [];
  let literal = '';
  let index = 0;
  const next = () => {
    if (literal !== '') parts.push(literal);
    literal = '';
  };
  while (index < template.length) {
    const two = template.slice(index, index + 2);
    if (two === '$$' || two === '%%') {
      const isEscape = template[index + 2] === '{';
      literal += isEscape ? `${two.slice(1)}{` : two.slice(1);
      index += isEscape ? 3 : 1;
    } else if (two === '${') {
      next();
      const end = endOfInterpolation(template, index + 2);
      parts.push(parseExpression(template.slice(index + 2, end - 1), parseTemplate));
      index = end;
    } else if (two === '%{') {
      throw new Refused('has a directive');
    } else {
      literal += template[index];
      index += 1;
    }
  }
  next();
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'function') return only;
  return (scope) => joined(parts.map((part) => (typeof part === 'string' ? part : part(scope))));
}

function joined(values: readonly Value[]): Value {
  const needs = values.flatMap(needsOf);
  if (needs.length === 0) return values.map(textOf).join('');
  const text = values.map((value) => (isKnown(value) ? escaped(textOf(value)) : asExpression(needsOf(value)))).join('');
  return new Unknown(needs, text);
}
