import {DEFAULT_STAGES, ROLLBACK_STAGE} from '../model/checklist.ts';
import {quote, withDidYouMean} from './phrases.ts';
import {childOf, type Node} from './yaml/node.ts';
import type {ProblemLog} from './yaml/problem-log.ts';

/** The stage that every checklist has: the consequence of a failure depends on it. */
const CUTOVER_STAGE = 'cutover';

/** The file's stages in order, `rollback` not among them. */
export function readStages(
  written: readonly string[] | undefined,
  node: Node | undefined,
  log: ProblemLog,
): readonly string[] {
  if (written === undefined || node === undefined) return DEFAULT_STAGES;
  const seen = new Set<string>();
  written.forEach((stage, index) => {
    const start = childOf(node, index)?.start ?? node.start;
    if (stage === ROLLBACK_STAGE) log.error(start, 'stage "rollback" is always there, outside the order; remove it');
    else if (seen.has(stage)) log.error(start, `stage ${quote(stage)} is listed twice`);
    seen.add(stage);
  });
  if (!seen.has(CUTOVER_STAGE))
    log.error(node.start, 'stages lack "cutover", which decides the consequence of a failure; add it');
  return [...seen].filter((stage) => stage !== ROLLBACK_STAGE);
}

export interface Holds {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly in?: readonly string[] | undefined;
}

/** The stages in which a claim has to hold, in the file's order. */
export function stagesOf(holds: Holds, node: Node, stages: readonly string[], log: ProblemLog): readonly string[] {
  const all = [...stages, ROLLBACK_STAGE];
  if (holds.in !== undefined) {
    const named = new Set(holds.in);
    holds.in.forEach((stage, index) => {
      if (!all.includes(stage)) unknownStage(stage, childOf(childOf(node, 'in'), index) ?? node, all, log);
    });
    return all.filter((stage) => named.has(stage));
  }
  const from = bound('from', holds.from, 0, node, stages, log);
  const until = bound('until', holds.until, stages.length - 1, node, stages, log);
  if (from > until) {
    log.error(
      node.start,
      `holds from ${quote(stages[from] ?? '')} until ${quote(stages[until] ?? '')}, which comes earlier; swap them`,
    );
  }
  return stages.slice(from, until + 1);
}

function bound(
  key: 'from' | 'until',
  stage: string | undefined,
  otherwise: number,
  node: Node,
  stages: readonly string[],
  log: ProblemLog,
): number {
  if (stage === undefined) return otherwise;
  const index = stages.indexOf(stage);
  if (index !== -1) return index;
  const at = childOf(node, key) ?? node;
  if (stage === ROLLBACK_STAGE)
    log.error(at.start, 'stage "rollback" is outside the order; write holds: {in: [rollback]}');
  else unknownStage(stage, at, stages, log);
  return otherwise;
}

function unknownStage(stage: string, at: Node, stages: readonly string[], log: ProblemLog): void {
  log.error(at.start, withDidYouMean(`unknown stage ${quote(stage)}; there are ${stages.join(', ')}`, stage, stages));
}
