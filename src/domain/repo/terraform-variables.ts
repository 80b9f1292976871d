import type {TerraformVariable} from '../../model/facts/repo-facts.ts';
import {literal, valueOfJson} from './terraform-json.ts';
import type {Body, MergedModule} from './terraform-module.ts';
import {Namespace, type Scope} from './terraform-scope.ts';
import {converted, Refused, Unknown, type Value} from './terraform-value.ts';

/** What files that Terraform reads by itself set a variable of a root module to. */
export type KnownVariables = (folder: string, name: string) => TerraformVariable | undefined;

/** What `var` and `local` mean in a module. */
export function moduleScope(module: MergedModule, variable: (name: string) => Value): Scope {
  const scope = new Map<string, Value | Namespace>();
  const local = (name: string): Value => {
    const written = module.locals.get(name);
    return written === undefined ? new Unknown([{what: `local.${name}`}]) : valueOfJson(written, scope);
  };
  return scope.set('var', remembering('var', variable)).set('local', remembering('local', local));
}

/** Each is worked out once; one that needs itself is not known. */
function remembering(root: string, member: (name: string) => Value): Namespace {
  const values = new Map<string, Value>();
  return new Namespace((name) => {
    const value = values.get(name);
    if (value !== undefined) return value;
    values.set(name, new Unknown([{what: `${root}.${name}`}]));
    const found = member(name);
    values.set(name, found);
    return found;
  });
}

/** A variable of a module that is called: what it is given, or else its default. */
export function argument(child: MergedModule, name: string, call: Body, scope: Scope): Value {
  const variable = child.variables.get(name);
  const open = new Unknown([{what: `var.${name}`}]);
  if (variable === undefined) return open;
  const given = Object.hasOwn(call, name) ? valueOfJson(call[name] ?? null, scope) : undefined;
  const isUnset = given === undefined || (given === null && variable.nullable === false);
  if (isUnset && !Object.hasOwn(variable, 'default')) return open;
  return ofType(isUnset ? literal(variable.default ?? null) : given, variable, open);
}

/**
 * A variable of a root module: what the files say that Terraform reads by itself. Its default counts only where nothing is
 * given on the command line or in the environment, which code does not say.
 */
export function rootVariable(root: MergedModule, name: string, known: KnownVariables): Value {
  const variable = root.variables.get(name) ?? {};
  const set = known(root.folder, name);
  const what = `var.${name}`;
  if (variable.sensitive === true) return new Unknown([{what, note: 'is sensitive'}]);
  const note = defaultNote(variable);
  const open = new Unknown([{what, variable: {folder: root.folder, name}, ...(note === null ? {} : {note})}]);
  if (set === undefined || set.file === null) return open;
  return ofType(literal(set.setTo), variable, open);
}

function defaultNote(variable: Body): string | null {
  return Object.hasOwn(variable, 'default') ? `is ${JSON.stringify(variable.default)} unless it is set` : null;
}

function ofType(value: Value, {type}: Body, open: Unknown): Value {
  try {
    return typeof type === 'string' ? converted(value, type.replace(/^\$\{(.*)\}$/s, '$1').trim()) : value;
  } catch (thrown) {
    if (thrown instanceof Refused) return open;
    throw thrown;
  }
}
