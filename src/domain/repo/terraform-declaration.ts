import type {Evidence, Json} from '../../model/outcome.ts';
import {closestTo} from '../../model/text/did-you-mean.ts';
import type {Declarations, Declared} from './terraform-instances.ts';
import {type Difference, type Match, matchBody} from './terraform-match.ts';
import {blocksOf} from './terraform-module.ts';
import type {Need} from './terraform-value.ts';

export interface WantedResource {
  readonly type: string;
  readonly name?: string | undefined;
  readonly attributes: {readonly [key: string]: Json};
}

export interface Judged {
  readonly resource: Declared;
  readonly match: Match;
}

/** `aws_alb_listener_rule` and `aws_lb_listener_rule` are two names of one type, as all of `aws_alb…` are. */
export function namesOfType(type: string): readonly string[] {
  const own = type.replace(/^aws_alb(?=_|$)/, 'aws_lb');
  return own.startsWith('aws_lb') ? [own, own.replace(/^aws_lb/, 'aws_alb')] : [own];
}

/** Those of the type and name in the files that were named. */
export function judged(declarations: Declarations, {type, name, attributes}: WantedResource): readonly Judged[] {
  const types = namesOfType(type);
  return declarations.resources
    .filter((one) => one.isNamed && types.includes(one.type) && (name === undefined || one.name === name))
    .map((resource) => ({resource, match: matchDeclaration(attributes, resource)}));
}

/**
 * `count = 0` and an empty `for_each` declare nothing, whatever else is set; an expression in their place may do so
 * (https://developer.hashicorp.com/terraform/language/meta-arguments).
 */
function matchDeclaration(attributes: WantedResource['attributes'], {body, existence, resolve}: Declared): Match {
  const match = matchBody(attributes, body, resolve);
  const deciding = existence.filter(({path}) => !Object.hasOwn(attributes, path));
  const where = (wanted: 'none' | 'unknown'): readonly Difference[] =>
    deciding
      .filter(({how}) => how === wanted)
      .map(({path, actual, needs}) => ({path, expected: 'at least one', actual, needs}));
  if (where('none').length > 0) return {verdict: 'different', where: where('none')};
  if (match.verdict === 'different' || where('unknown').length === 0) return match;
  return {verdict: 'unknown', where: [...match.where, ...where('unknown')]};
}

/**
 * The root modules that have what has this name, and otherwise than expected, while others have it as expected: those of
 * environments, for example, of which only one is meant.
 */
export function otherRoots(all: readonly Judged[], {name}: WantedResource): readonly string[] {
  const met = new Set(all.flatMap(({resource, match}) => (match.verdict === 'same' ? [resource.root] : [])));
  if (name === undefined || met.size === 0) return [];
  return [...new Set(all.map(({resource}) => resource.root))].filter((root) => !met.has(root));
}

/** What Terraform would have to resolve before these could be judged. */
export function needsOfUnknown(all: readonly Judged[]): readonly Need[] {
  return all.flatMap(({match: {verdict, where}}) =>
    verdict === 'unknown' ? where.flatMap(({needs = []}) => needs) : [],
  );
}

export function whatIsThere(declarations: Declarations, {type, name}: WantedResource): string {
  const named = declarations.resources.filter(({isNamed}) => isNamed);
  const types = namesOfType(type);
  const ofType = named.filter((resource) => types.includes(resource.type));
  if (name !== undefined && ofType.length > 0) {
    return `no ${type} "${name}" is declared, but ${[...new Set(ofType.map(({address}) => address))].join(', ')}`;
  }
  const near = closestTo(type, [...new Set(named.map((resource) => resource.type))]);
  return `no ${type} is declared${near === null ? '' : `; did you mean "${near}"?`}`;
}

/** What was not read and may declare such a resource: modules that are elsewhere, and files that cannot be read. */
export function unreadText({opaque, problems}: Declarations): readonly string[] {
  return [
    ...opaque.map(({address, file, why}) => `${file}: ${address}: ${why}`),
    ...problems.filter(({isNamed, overrides}) => isNamed && !overrides).map(({problem}) => problem),
  ];
}

export function differencesText({where}: Match): string {
  return where
    .map(({path, expected, actual, needs = []}) => {
      const is = actual === undefined ? 'is not set' : `is ${shown(actual)}`;
      const notes = needs.flatMap(({what, note}) => {
        if (note !== undefined) return [`${what} ${note}`];
        return is.includes(what) ? [] : [`it needs ${what}`];
      });
      const known = notes.length === 0 ? '' : ` (${[...new Set(notes)].join(', ')})`;
      return `${path} ${is}, not ${JSON.stringify(expected)}${known}`;
    })
    .join(', ');
}

/** A plan's `(known after apply)` is not a text of somebody. */
function shown(actual: Json): string {
  return /^\$\{\((known after apply|sensitive)(?: value)?\)\}$/.exec(String(actual))?.[1] ?? JSON.stringify(actual);
}

/** What is to be changed: `priority, count of aws_lb.main`. */
export function whatDiffers({where}: Match, address: string): string {
  const own = where.filter(({path}) => !path.includes(' of ')).map(({path}) => path);
  const others = where.filter(({path}) => path.includes(' of ')).map(({path}) => path);
  return [...(own.length === 0 ? [] : [`${own.join(', ')} of ${address}`]), ...others].join(', ');
}

/** The expected attributes whose changes Terraform is told to ignore: what is live stays as it is. */
export function ignoredOf({body}: Declared, {attributes}: WantedResource): readonly string[] {
  const ignored = blocksOf(body.lifecycle).flatMap(({ignore_changes: names}) =>
    (Array.isArray(names) ? (names as readonly Json[]) : [names ?? '']).map((name) =>
      String(name).replace(/^\$\{([a-z0-9_]+).*\}$/s, '$1'),
    ),
  );
  return Object.keys(attributes).filter((name) => ignored.includes(name) || ignored.includes('all'));
}

export function declarationEvidence({address, body, file}: Declared): Evidence {
  return {what: address, value: body, source: file};
}
