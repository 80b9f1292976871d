import type {TerraformResource} from '../../model/facts/repo-facts.ts';
import type {Evidence, Json} from '../../model/outcome.ts';
import {closestTo} from '../../model/text/did-you-mean.ts';
import {type Match, matchBody} from './terraform-match.ts';

/** `count = 0` declares nothing, whatever else is set. */
export function matchDeclaration(attributes: {readonly [key: string]: Json}, {body}: TerraformResource): Match {
  if (!Object.hasOwn(attributes, 'count') && (body.count === 0 || body.count === '0')) {
    return {verdict: 'different', where: [{path: 'count', expected: 'at least 1', actual: body.count}]};
  }
  return matchBody(attributes, body);
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
