import {dirname, resolve} from 'node:path';
import type {AnyCheck} from '../model/check.ts';
import type {Checklist, Problem, SignOff, Waiver} from '../model/checklist.ts';
import {DEFAULT_RESOLVERS, STDIN_NAME} from '../model/checklist.ts';
import type {ReadableFolders} from '../model/readable-folders.ts';
import {redactText} from '../model/text/redact.ts';
import {KnownSecrets} from '../model/text/secrets/known-secrets.ts';
import type {Span} from '../model/text/secrets/readable-form.ts';
import {accountsOf, checkVias} from './accounts.ts';
import {CheckIndex} from './check-params.ts';
import {checkInputs, type InputsNeeded, warnOfIdleInputs} from './inputs.ts';
import {Interpolator, literalValue, type ProcessEnv} from './interpolate.ts';
import {readItems, withoutItems} from './items.ts';
import {checkNamedFiles, type NamedFile} from './named-files.ts';
import {checkEmails, peopleOf} from './people.ts';
import {describe, quote, withDidYouMean} from './phrases.ts';
import {checkPlan, planNodesOf} from './plan.ts';
import {readableFolders} from './readable-folders.ts';
import {readResources} from './resources.ts';
import {checkRollbackNames, rollbackOf} from './rollback.ts';
import {readRoots} from './roots.ts';
import {LITERAL_ROOT_KEYS, rootSchema} from './schema/root.ts';
import {validateParts} from './schema/validate.ts';
import {readSecrets} from './secrets.ts';
import {personIn, shownChecklist, shownSignOff, shownWaiver} from './shown.ts';
import {cutShort, firstOf, type ShownProblems} from './shown-problems.ts';
import {askedForFinder, type FindAskedFor} from './side-files/asked-for.ts';
import {readSignOffs} from './side-files/sign-offs.ts';
import {readWaivers} from './side-files/waivers.ts';
import {readStages} from './stages.ts';
import {
  collectDefinitions,
  overridesOf,
  readVarFile,
  unusedFlags,
  type VarFile,
  type VariableSources,
} from './variables.ts';
import {NO_SUCH_FILE} from './yaml/file-words.ts';
import {childOf, type MappingNode, type Node} from './yaml/node.ts';
import {byPlace, logOf, type ProblemLog, problemWithout} from './yaml/problem-log.ts';
import {IS_EMPTY, isSource, type ReadStdin, readNamed, type Source, shownName, type Unreadable} from './yaml/source.ts';
import {valueLocation} from './yaml/value-location.ts';
import {readYaml} from './yaml/yaml-document.ts';

export interface LoadOptions {
  /** As the user named it; `-` is stdin, whose paths are relative to the current folder. */
  readonly file: string;
  readonly checks: readonly AnyCheck[];
  /** `--env`. */
  readonly environment: string | null;
  /** `--var`. */
  readonly vars: Readonly<Record<string, string>>;
  /** `--var-file`, a later one beats an earlier one. */
  readonly varFiles: readonly string[];
  readonly processEnv: ProcessEnv;
  /** Left out where there is none: `-` is then a file like others. */
  readonly readStdin?: ReadStdin;
  /** Default: all, as for a run. Where an input may be unset, what waits for it is as it is written, unchecked. */
  readonly inputsNeeded?: InputsNeeded;
}

/** `problems`: the checklist's own by line, then those of flags, of `waivers.yaml` and of sign-offs. */
export interface LoadedChecklist extends ShownProblems {
  /** Null if and only if a problem is an error. */
  readonly checklist: Checklist | null;
  readonly waivers: readonly Waiver[];
  readonly signOffs: readonly SignOff[];
  readonly unset: Unset;
}

/** What waits for inputs that have no value. Empty for what can be run. */
export interface Unset {
  /** Names under `inputs:`. */
  readonly inputs: readonly string[];
  /** Ids of the items that use them. */
  readonly items: readonly string[];
}

/** Where there is no checklist yet, and none that could be meant, how to get one. */
function withFirstStep(read: Source | Unreadable, shown: string): Source | Unreadable {
  if (isSource(read) || shown === STDIN_NAME || (read.why !== NO_SUCH_FILE && read.why !== IS_EMPTY)) return read;
  return {...read, why: `${read.why}; \`migrate-check init\` writes a first one`};
}

/** Reads a checklist with its waivers and sign-offs, and says everything that is wrong with them. */
export async function loadChecklist(options: LoadOptions): Promise<LoadedChecklist> {
  const reading = await readChecklist(options);
  const {checklist, problems, moreProblems, findAskedFor, readable, unset} = reading;
  const shownFolder = dirname(options.file);
  const {items, environments, people} = checklist ?? {items: [], environments: [], people: {}};
  const things = checklist && {items: items.map(({id}) => id), environments, people};
  const ids = items.filter((item) => item.manual !== null).map(({id}) => id);
  const [waivers, signOffs] = await Promise.all([
    readWaivers(readable, shownFolder, things),
    readSignOffs(readable, shownFolder, options.environment, checklist && {ids, environments, findAskedFor}),
  ]);
  const secrets = new KnownSecrets(checklist?.secretValues);
  const show = (written: string) => redactText(written, secrets);
  const person = personIn(people, show);
  const ofSideFiles = [...byPlace(waivers.problems), ...signOffs.problems];
  const all = [...problems, ...ofSideFiles.map((problem) => withoutSecrets(problem, secrets))];
  const first = firstOf(all);
  return {
    checklist:
      checklist === null || all.some(({severity}) => severity === 'error') ? null : shownChecklist(checklist, show),
    problems: first.problems.map(cutShort),
    moreProblems: moreProblems + first.moreProblems,
    waivers: waivers.waivers.map((waiver) => shownWaiver(waiver, person, show)),
    signOffs: signOffs.signOffs.map((signOff) => shownSignOff(signOff, person, show)),
    unset,
  };
}

interface Reading extends ShownProblems {
  readonly checklist: Checklist | null;
  readonly readable: ReadableFolders;
  readonly unset: Unset;
  readonly findAskedFor: FindAskedFor;
}

function unread(folder: string, problems: readonly Problem[]): Reading {
  return {
    checklist: null,
    ...firstOf(problems),
    readable: readableFolders(folder, []),
    unset: {inputs: [], items: []},
    findAskedFor: () => undefined,
  };
}

async function readChecklist(options: LoadOptions): Promise<Reading> {
  const {file, readStdin} = options;
  const folder = dirname(resolve(file));
  const shown = shownName(file);
  const [opened, ...varFiles] = await Promise.all([
    readNamed(file, shown, readStdin).then((read) => logOf(shown, withFirstStep(read, shown))),
    ...options.varFiles.map((varFile) => readVarFile(varFile, readStdin)),
  ]);
  const varFileProblems = varFiles.flatMap((read) => ('root' in read ? [] : read));
  if (!('log' in opened)) return unread(folder, [opened, ...varFileProblems]);
  const {source, log} = opened;
  const root = readYaml(source.text, log);
  if (root !== null && root.kind !== 'mapping') {
    log.error(
      root.start,
      `a checklist is ${describe(literalValue(root))}, not a mapping with version, title and items`,
    );
  }
  if (root?.kind !== 'mapping' || varFileProblems.length > 0) {
    return unread(folder, [...byPlace(log.problems), ...varFileProblems]);
  }
  return readRoot(
    options,
    source,
    root,
    log,
    varFiles.filter((read): read is VarFile => 'root' in read),
  );
}

async function readRoot(
  options: LoadOptions,
  source: Source,
  root: MappingNode,
  log: ProblemLog,
  varFiles: readonly VarFile[],
): Promise<Reading> {
  const {environment, vars, processEnv} = options;
  const folder = dirname(resolve(options.file));
  const inputs = namesUnder(root, 'inputs');
  const sources: VariableSources = {root, log, environment, varFiles, vars, inputs};
  const definitions = collectDefinitions(sources);
  const from = new Interpolator(definitions, processEnv, new Set(inputs));
  const value = from.evaluate(withoutItems(root), log, LITERAL_ROOT_KEYS);
  const {whole, parts} = validateParts(rootSchema, value, valueLocation(root, root.start, 'the checklist', log, from));
  const environments = namesUnder(root, 'environments');
  const stages = readStages(parts.stages, childOf(root, 'stages'), log);
  checkVias(value, childOf(root, 'accounts'), log, from);
  checkRollbackNames(value, root, log, from);
  checkEmails(parts.people, childOf(root, 'people'), log);
  const resources = readResources(parts.resources, childOf(root, 'resources'), {
    log,
    from,
    accounts: namesUnder(root, 'accounts'),
  });
  const {roots, readable} = await readRoots(parts.roots ?? [], folder, root, log, processEnv);
  const itemsNode = childOf(root, 'items');
  const files: NamedFile[] = [];
  const items = readItems(itemsNode ?? root, {
    log,
    from,
    checks: new CheckIndex(options.checks),
    stages,
    resources: {valid: resources, declared: namesUnder(root, 'resources')},
    groups: namesUnder(root, 'people'),
    environment,
    defaults: parts.defaults,
    files,
  });
  await checkNamedFiles(files, readable);
  const planLines =
    parts.plan === undefined ? [] : await checkPlan(parts.plan, readable, root, planNodesOf(itemsNode), log);

  from.checkDefinitions();
  await checkInputs({
    root,
    log,
    from,
    names: inputs,
    needed: options.inputsNeeded ?? 'all',
    secrets: parts.secrets ?? [],
    sourceOf: (name) => definitions.get(name)?.source ?? '',
  });
  warnOfIdleInputs(inputs, root, source.text, log);
  const {values, secretValues} = readSecrets({root, log, interpolator: from, definitions, processEnv});
  const first = firstOf([
    ...byPlace(log.problems),
    ...unknownEnvironment(environment, environments, shownName(options.file)),
    ...unusedFlags(sources, from.used),
    ...varFiles.flatMap((varFile) => byPlace(varFile.log.problems)),
  ]);
  const secrets = new KnownSecrets(secretValues);
  const problems = first.problems.map((problem) => withoutSecrets(problem, secrets));
  const findAskedFor = askedForFinder(sources, environments, processEnv);
  const unset = {inputs: [...from.unset.keys()], items: itemsThatWait(itemsNode, from)};
  const reading = {...first, problems, readable, unset, findAskedFor};
  if (whole === undefined) return {...reading, checklist: null};
  const checklist = {
    file: shownName(options.file),
    folder,
    title: whole.title,
    plan: whole.plan === undefined ? null : {file: whole.plan, linesWithText: planLines},
    roots,
    overrides: overridesOf(sources),
    sha256: source.sha256,
    stages,
    environment,
    environments,
    accounts: accountsOf(whole.accounts),
    resources,
    ...peopleOf(whole.people),
    rollback: rollbackOf(whole.rollback),
    resolvers: whole.resolvers ?? DEFAULT_RESOLVERS,
    values,
    secretValues,
    items,
  };
  return {...reading, checklist};
}

/** Ids of the leaves in which something waits for an input. */
function itemsThatWait(items: Node | undefined, from: Interpolator): string[] {
  if (items?.kind !== 'list') return [];
  return items.items.flatMap((item) => {
    const id = childOf(item, 'id');
    const below = itemsThatWait(childOf(item, 'items'), from);
    const waits = childOf(item, 'items') === undefined && from.unsetIn(item).size > 0;
    return waits && id?.kind === 'scalar' ? [String(id.value), ...below] : below;
  });
}

/** In a line of the file, a secret is masked at its own length, so that the caret stays where it is. */
function withoutSecrets(problem: Problem, secrets: KnownSecrets): Problem {
  const {message, excerpt} = problem;
  const masked = (line: string, {start, end}: Span) => line.slice(0, start) + '*'.repeat(end - start) + line.slice(end);
  return {
    ...problem,
    message: redactText(message, secrets),
    excerpt: excerpt === null ? null : secrets.find(excerpt).reduce(masked, excerpt),
  };
}

function namesUnder(root: MappingNode, key: string): string[] {
  const node = childOf(root, key);
  return node?.kind === 'mapping' ? [...node.entries.keys()] : [];
}

function unknownEnvironment(environment: string | null, known: readonly string[], file: string): Problem[] {
  if (environment === null || known.includes(environment)) return [];
  const there = known.length === 0 ? `${file} has no environments` : `${file} has ${known.join(', ')}`;
  const message = `unknown environment ${quote(environment)}; ${there}`;
  return [problemWithout('--env', withDidYouMean(message, environment, known))];
}
