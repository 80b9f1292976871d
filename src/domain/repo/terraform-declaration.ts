import type {TerraformResource} from '../../model/facts/repo-facts.ts';
import type {Evidence, Json} from '../../model/outcome.ts';
import {closestTo} from '../../model/text/did-you-mean.ts';
import {isExpression, type Match, matchBody} from './terraform-match.ts';

/** `aws_alb_listener_rule` and `aws_lb_listener_rule` are two names of one type, as all of `aws_alb…` are. */
export function isOfType({type}: TerraformResource, wanted: string): boolean {
  return ownName(type) === ownName(wanted);
}

function ownName(type: string): string {
  return type.replace(/^aws_alb(?=_|$)/, 'aws_lb');
}

/**
 * `count = 0` and an empty `for_each` declare nothing, whatever else is set; an expression in their place may do so
 * (https://developer.hashicorp.com/terraform/language/meta-arguments).
 */
export function matchDeclaration(attributes: {readonly [key: string]: Json}, {body}: TerraformResource): Match {
  const match = matchBody(attributes, body);
  const instances = (['count', 'for_each'] as const)
    .filter((argument) => Object.hasOwn(body, argument) && !Object.hasOwn(attributes, argument))
    .map((argument) => ({argument, actual: body[argument] ?? null, how: instancesOf(body[argument] ?? null)}));
  const where = (how: Instances) =>
    instances
      .filter((one) => one.how === how)
      .map(({argument, actual}) => ({path: argument, expected: 'at least one' as Json, actual}));
  if (where('none').length > 0) return {verdict: 'different', where: where('none')};
  if (match.verdict === 'different' || where('unknown').length === 0) return match;
  return {verdict: 'unknown', where: [...match.where, ...where('unknown')]};
}

type Instances = 'none' | 'some' | 'unknown';

/** How many there are of a block whose `count` or `for_each` is this. */
function instancesOf(value: Json): Instances {
  if (value === null) return 'some';
  if (typeof value === 'object') return Object.keys(value).length === 0 ? 'none' : 'some';
  if (!isExpression(value)) return Number(value) === 0 ? 'none' : 'some';
  const expression = value
    .replace(/^\$\{(.*)\}$/s, '$1')
    .replace(/^\s*(?:toset|tolist|tomap)\((.*)\)\s*$/s, '$1')
    .trim();
  if (/^(?:\{\s*\}|\[\s*\]|0)$/.test(expression)) return 'none';
  return /^\[\s*"[^"$%]*"\s*[\],]|^[1-9]\d*$/.test(expression) ? 'some' : 'unknown';
}

export function whatIsThere(
  type: string,
  name: string | undefined,
  all: readonly TerraformResource[],
  ofType: readonly TerraformResource[],
): string {
  if (name !== undefined && ofType.length > 0) {
    return `no ${type} "${name}" is declared, but ${ofType.map(resourceLabel).join(', ')}`;
  }
  const near = closestTo(type, [...new Set(all.map((resource) => resource.type))]);
  return `no ${type} is declared${near === null ? '' : `; did you mean "${near}"?`}`;
}

export function differencesText({where}: Match): string {
  return where
    .map(({path, expected, actual}) => {
      const is = actual === undefined ? 'is not set' : `is ${JSON.stringify(actual)}`;
      return `${path} ${is}, not ${JSON.stringify(expected)}`;
    })
    .join(', ');
}

export function resourceLabel({type, name}: TerraformResource): string {
  return `${type}.${name}`;
}

export function declarationEvidence(resource: TerraformResource): Evidence {
  return {what: resourceLabel(resource), value: resource.body, source: resource.file};
}
