import type {AskedFor} from '../../model/checklist.ts';
import {Interpolator, type ProcessEnv} from '../interpolate.ts';
import {collectDefinitions, type VariableSources} from '../variables.ts';
import {childOf, type MappingNode, type Node} from '../yaml/node.ts';
import {ProblemLog} from '../yaml/problem-log.ts';
import {type AskedQuestion, formerQuestionHash, questionHash} from './question-hash.ts';

/** What else the hash in a sign-off of this item belongs to; undefined: nothing that is known. */
export type FindAskedFor = (item: string, asked: string) => AskedFor | undefined;

/** Questions are looked for in other environments as long as there have been fewer than this: each takes some 10 µs. */
const MOST_QUESTIONS = 20_000;

/** Looks for questions of other environments, each with the variables that it has there. */
export function askedForFinder(
  sources: VariableSources,
  environments: readonly string[],
  processEnv: ProcessEnv,
): FindAskedFor {
  // What is wrong with the checklist elsewhere is found by a run there.
  const log = new ProblemLog({file: sources.log.file, text: ''});
  const interpolators = new Map<string | null, Interpolator>();
  const interpolatorOf = (environment: string | null) => {
    const known = interpolators.get(environment);
    if (known !== undefined) return known;
    const made = new Interpolator(
      collectDefinitions({...sources, environment, log}),
      processEnv,
      new Set(sources.inputs),
    );
    interpolators.set(environment, made);
    return made;
  };
  const questionIn = (node: MappingNode, environment: string | null): AskedQuestion => {
    const from = interpolatorOf(environment);
    const [id, title, manual] = ['id', 'title', 'manual'].map((key) => childOf(node, key));
    return {
      id: textOf(id),
      title: title === undefined ? '' : String(from.evaluate(title, log)),
      manual: manual === undefined ? null : from.evaluate(manual, log),
      environment,
    };
  };
  const elsewhere = [null, ...environments].filter((environment) => environment !== sources.environment);
  let questionsLeft = MOST_QUESTIONS;
  const hashesOf = (node: MappingNode) => {
    const hashes = new Map<string, AskedFor>([[formerQuestionHash(questionIn(node, sources.environment)), 'any']]);
    for (const environment of elsewhere) {
      if (questionsLeft-- <= 0) break;
      hashes.set(questionHash(questionIn(node, environment)), {environment});
    }
    return hashes;
  };
  let nodes: ReadonlyMap<string, MappingNode> | null = null;
  const known = new Map<string, ReadonlyMap<string, AskedFor>>();
  return (item, asked) => {
    nodes ??= manualNodes(childOf(sources.root, 'items'));
    const node = nodes.get(item);
    if (node === undefined) return undefined;
    const hashes = known.get(item) ?? hashesOf(node);
    known.set(item, hashes);
    return hashes.get(asked);
  };
}

function textOf(node: Node | undefined): string {
  return node?.kind === 'scalar' ? String(node.value) : '';
}

/** The questions in the file, however deep, by id. */
function manualNodes(list: Node | undefined, found = new Map<string, MappingNode>()): Map<string, MappingNode> {
  if (list?.kind !== 'list') return found;
  for (const node of list.items) {
    if (node.kind !== 'mapping') continue;
    const id = textOf(childOf(node, 'id'));
    if (childOf(node, 'manual') !== undefined && !found.has(id)) found.set(id, node);
    manualNodes(childOf(node, 'items'), found);
  }
  return found;
}
