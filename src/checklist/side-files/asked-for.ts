import type {AskedFor} from '../../model/checklist.ts';
import {Interpolator, type ProcessEnv} from '../interpolate.ts';
import {collectDefinitions, type VariableSources} from '../variables.ts';
import {childOf, type MappingNode, type Node} from '../yaml/node.ts';
import {ProblemLog} from '../yaml/problem-log.ts';
import {type AskedQuestion, formerQuestionHash, questionHash} from './question-hash.ts';

/** What else the hash in a sign-off of this item belongs to; undefined: nothing that is known. */
export type FindAskedFor = (item: string, asked: string) => AskedFor | undefined;

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
    const made = new Interpolator(collectDefinitions({...sources, environment, log}), processEnv);
    interpolators.set(environment, made);
    return made;
  };
  let nodes: ReadonlyMap<string, MappingNode> | null = null;
  return (item, asked) => {
    nodes ??= manualNodes(childOf(sources.root, 'items'));
    const node = nodes.get(item);
    if (node === undefined) return undefined;
    const questionIn = (environment: string | null): AskedQuestion => {
      const from = interpolatorOf(environment);
      const [title, manual] = [childOf(node, 'title'), childOf(node, 'manual')];
      return {
        id: item,
        title: title === undefined ? '' : String(from.evaluate(title, log)),
        manual: manual === undefined ? null : from.evaluate(manual, log),
        environment,
      };
    };
    if (formerQuestionHash(questionIn(sources.environment)) === asked) return 'any';
    const others = [null, ...environments].filter((environment) => environment !== sources.environment);
    const found = others.find((environment) => questionHash(questionIn(environment)) === asked);
    return found === undefined ? undefined : {environment: found};
  };
}

/** The questions in the file, however deep, by id. */
function manualNodes(list: Node | undefined, found = new Map<string, MappingNode>()): Map<string, MappingNode> {
  if (list?.kind !== 'list') return found;
  for (const node of list.items) {
    if (node.kind !== 'mapping') continue;
    const id = childOf(node, 'id');
    const isQuestion = childOf(node, 'manual') !== undefined;
    if (isQuestion && id?.kind === 'scalar' && !found.has(String(id.value))) found.set(String(id.value), node);
    manualNodes(childOf(node, 'items'), found);
  }
  return found;
}
