import type {Problem, UsedValue} from '../model/checklist.ts';
import {type Definition, literalValue} from './interpolate.ts';
import {describe, quote, withDidYouMean} from './phrases.ts';
import {childOf, type MappingNode, type Node} from './yaml/node.ts';
import {logOf, type ProblemLog, problemWithout} from './yaml/problem-log.ts';
import {type ReadStdin, readNamed, shownName} from './yaml/source.ts';
import {readYaml} from './yaml/yaml-document.ts';

const VARIABLE_NAME = /^[A-Za-z_][\w-]*$/;

/** A `--var-file` that could be read. */
export interface VarFile {
  /** As messages call it. */
  readonly file: string;
  readonly root: MappingNode;
  readonly log: ProblemLog;
}

/** Reads a `--var-file`: a YAML or JSON mapping of names to values. */
export async function readVarFile(file: string, readStdin?: ReadStdin): Promise<VarFile | readonly Problem[]> {
  const shown = shownName(file);
  const read = logOf(shown, await readNamed(file, shown, readStdin));
  if (!('log' in read)) return [read];
  const {source, log} = read;
  const root = readYaml(source.text, log);
  if (root?.kind === 'mapping') return {file: shown, root, log};
  if (root !== null) log.error(root.start, `is ${describe(literalValue(root))}, not a mapping of names to values`);
  return log.problems;
}

export interface VariableSources {
  readonly root: MappingNode;
  readonly log: ProblemLog;
  readonly environment: string | null;
  readonly varFiles: readonly VarFile[];
  readonly vars: Readonly<Record<string, string>>;
  /** Names under `inputs:`. */
  readonly inputs: readonly string[];
}

/** Every variable with the definition that wins: `--var`, then `--var-file` (the last first), environment, file. */
export function collectDefinitions(sources: VariableSources): Map<string, Definition> {
  const {root, log, environment, varFiles, vars} = sources;
  const definitions = new Map<string, Definition>();
  define(definitions, childOf(root, 'vars'), log);
  if (environment !== null) {
    define(definitions, childOf(childOf(childOf(root, 'environments'), environment), 'vars'), log);
  }
  for (const varFile of varFiles) define(definitions, varFile.root, varFile.log);
  for (const [name, text] of Object.entries(vars)) definitions.set(name, {text, source: '--var'});
  return definitions;
}

function define(definitions: Map<string, Definition>, vars: Node | undefined, log: ProblemLog): void {
  if (vars?.kind !== 'mapping') return;
  for (const [name, {keyStart, value}] of vars.entries) {
    if (VARIABLE_NAME.test(name)) definitions.set(name, {node: value, log, source: log.place(keyStart)});
    else log.error(keyStart, `${quote(name)} is not a name for a variable: letters, digits, _ and -, a letter first`);
  }
}

/** A `--var` that nothing declares and nothing uses is a typo, and the variable it was meant for keeps another value. */
export function unusedFlags(sources: VariableSources, used: ReadonlyMap<string, UsedValue>): Problem[] {
  const declared = new Set<string>(sources.inputs);
  for (const node of declaringNodes(sources)) {
    if (node?.kind === 'mapping') for (const name of node.entries.keys()) declared.add(name);
  }
  const isKnown = (name: string) => declared.has(name) || used.has(`vars.${name}`);
  return Object.entries(sources.vars).flatMap(([name, text]) => {
    if (!isKnown(name)) {
      const what = `nothing declares or uses a variable ${quote(name)}`;
      const message = name.includes(',') ? `${what}. ${ONE_EACH}` : withDidYouMean(what, name, declared);
      return [problemWithout('--var', message)];
    }
    const next = [...text.matchAll(/,\s*([A-Za-z_][\w-]*)=/g)].map(([, other = '']) => other).find(isKnown);
    if (next === undefined) return [];
    return [problemWithout('--var', `the value of ${quote(name)} sets ${quote(next)} as well. ${ONE_EACH}`)];
  });
}

const ONE_EACH = 'Each flag sets one variable: repeat it, --var NAME=VALUE --var NAME=VALUE (or use --var-file)';

/** What the command line sets that the checklist does not let it set, used or not. */
export function overridesOf({vars, varFiles, inputs}: VariableSources): string[] {
  const others = (names: Iterable<string>) => [...names].filter((name) => !inputs.includes(name));
  return [
    ...others(Object.keys(vars)).map((name) => `--var ${name}`),
    ...varFiles.flatMap(({file, root}) => {
      const names = others(root.entries.keys());
      return names.length === 0 ? [] : [`--var-file ${file} (${names.join(', ')})`];
    }),
  ];
}

function declaringNodes({root, varFiles}: VariableSources): (Node | undefined)[] {
  const environments = childOf(root, 'environments');
  const perEnvironment = environments?.kind === 'mapping' ? [...environments.entries.values()] : [];
  return [
    childOf(root, 'vars'),
    ...perEnvironment.map((entry) => childOf(entry.value, 'vars')),
    ...varFiles.map((varFile) => varFile.root),
  ];
}
