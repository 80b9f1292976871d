import type {ReadableFolders} from '../model/readable-folders.ts';
import {quote} from './phrases.ts';
import {childOf, type MappingNode, type Node} from './yaml/node.ts';
import type {ProblemLog} from './yaml/problem-log.ts';
import {isSource, readReadable} from './yaml/source.ts';

/** When the checklist names its plan: the file is there, and it has the lines that items name. Returns those with text. */
export async function checkPlan(
  plan: string,
  readable: ReadableFolders,
  root: MappingNode,
  planNodes: readonly Node[],
  log: ProblemLog,
): Promise<readonly number[]> {
  const read = await readReadable(readable, plan, plan);
  if (!isSource(read)) {
    log.error(childOf(root, 'plan')?.start ?? root.start, `plan: ${quote(plan)}: ${read.why}`);
    return [];
  }
  const texts = read.text.replace(/\r?\n$/, '').split('\n');
  const lines = texts.length;
  for (const list of planNodes) {
    for (const node of list.kind === 'list' ? list.items : []) {
      if (node.kind === 'scalar' && typeof node.value === 'number' && node.value > lines) {
        log.error(node.start, `plan has no line ${node.value}: ${quote(plan)} ends at line ${lines}`);
      }
    }
  }
  return texts.flatMap((text, index) => (text.trim() === '' ? [] : [index + 1]));
}

/** The `plan:` of every item below a node. */
export function planNodesOf(items: Node | undefined): Node[] {
  if (items?.kind !== 'list') return [];
  return items.items.flatMap((item) => {
    const plan = childOf(item, 'plan');
    return [...(plan === undefined ? [] : [plan]), ...planNodesOf(childOf(item, 'items'))];
  });
}
