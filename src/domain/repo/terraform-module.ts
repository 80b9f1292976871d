import type {TerraformBlock, TerraformCall, TerraformModule, TerraformResource} from '../../model/facts/repo-facts.ts';
import type {Json} from '../../model/outcome.ts';

export type Body = TerraformBlock['body'];
export type Placed<Block> = Block & {readonly file: string; readonly isNamed: boolean};

/** A module after its override files: https://developer.hashicorp.com/terraform/language/files/override */
export interface MergedModule {
  readonly folder: string;
  readonly resources: readonly Placed<TerraformResource>[];
  readonly calls: readonly Placed<TerraformCall>[];
  readonly variables: ReadonlyMap<string, Body>;
  readonly locals: ReadonlyMap<string, Json>;
  /** Files that could not be read, and why. */
  readonly problems: readonly UnreadFile[];
}

export interface UnreadFile {
  readonly file: string;
  readonly isNamed: boolean;
  readonly problem: string;
  readonly overrides: boolean;
}

export function merged({folder, files}: TerraformModule): MergedModule {
  const resources = new Map<string, Placed<TerraformResource>>();
  const calls = new Map<string, Placed<TerraformCall>>();
  const variables = new Map<string, Body>();
  const locals = new Map<string, Json>();
  // A second block of a name in an ordinary file is an error of Terraform's, which counts as one more.
  let copies = 0;
  for (const {file, isNamed, ...blocks} of files) {
    const overrides = isOverride(file);
    for (const resource of blocks.resources) {
      const key = `${resource.type}.${resource.name}`;
      const base = resources.get(key);
      if (base !== undefined && overrides) resources.set(key, {...base, body: overridden(base.body, resource.body)});
      else if (!overrides) resources.set(base === undefined ? key : `${key} ${copies++}`, {...resource, file, isNamed});
    }
    for (const call of blocks.calls) {
      const base = calls.get(call.name);
      if (base === undefined && !overrides) calls.set(call.name, {...call, file, isNamed});
      else if (base !== undefined) {
        const {folder: leads, why} = Object.hasOwn(call.body, 'source') ? call : base;
        calls.set(call.name, {...base, folder: leads, why, body: {...base.body, ...call.body}});
      }
    }
    for (const {name, body} of blocks.variables) variables.set(name, {...variables.get(name), ...body});
    for (const {body} of blocks.locals) for (const [name, value] of Object.entries(body)) locals.set(name, value);
  }
  const problems = files.flatMap(({file, isNamed, problem}) =>
    problem === null ? [] : [{file, isNamed, problem, overrides: isOverride(file)}],
  );
  return {folder, resources: [...resources.values()], calls: [...calls.values()], variables, locals, problems};
}

function isOverride(file: string): boolean {
  return /(?:^|[/_])override\.(?:tf|tofu)(?:\.json)?$/.test(file);
}

/** An argument replaces, blocks of a type replace all of that type, and `lifecycle` is merged. */
function overridden(base: Body, over: Body): Body {
  const isReplaced = (type: string) => Object.hasOwn(over, type) || Object.hasOwn(generated(over), type);
  const kept = Object.entries(base).filter(([name]) => !isReplaced(name) || name === 'lifecycle' || name === 'dynamic');
  const dynamic = {
    ...Object.fromEntries(Object.entries(generated(base)).filter(([type]) => !isReplaced(type))),
    ...generated(over),
  };
  const lifecycle = {...firstOf(base.lifecycle), ...firstOf(over.lifecycle)};
  return {
    ...Object.fromEntries(kept),
    ...over,
    ...(Object.keys(lifecycle).length === 0 ? {} : {lifecycle: [lifecycle]}),
    ...(Object.keys(dynamic).length === 0 ? {} : {dynamic}),
  };
}

/** `dynamic "type" {…}` blocks by their type. */
export function generated(body: Body): {readonly [type: string]: readonly Body[]} {
  const all = Object.hasOwn(body, 'dynamic') ? blocksOf(body.dynamic) : [];
  const byType: {[type: string]: Body[]} = {};
  for (const one of all) {
    for (const [type, blocks] of Object.entries(one)) byType[type] = [...(byType[type] ?? []), ...blocksOf(blocks)];
  }
  return byType;
}

/** JSON syntax allows a single object where HCL has a list. */
export function blocksOf(value: Json | undefined): readonly Body[] {
  const all = Array.isArray(value) ? (value as readonly Json[]) : [value ?? null];
  return all.filter((one): one is Body => one !== null && typeof one === 'object' && !Array.isArray(one));
}

export function firstOf(value: Json | undefined): Body {
  return blocksOf(value)[0] ?? {};
}
