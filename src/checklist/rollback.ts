import type {z} from 'zod';
import type {Rollback} from '../model/checklist.ts';
import type {Json} from '../model/outcome.ts';
import {type Interpolator, literalValue} from './interpolate.ts';
import {quote, withDidYouMean} from './phrases.ts';
import type {rootSchema} from './schema/root.ts';
import {childOf, type MappingNode, type Node, type Path} from './yaml/node.ts';
import type {ProblemLog} from './yaml/problem-log.ts';

type WrittenRollback = z.output<typeof rootSchema>['rollback'];

export function rollbackOf(written: WrittenRollback): Rollback | null {
  if (written === undefined) return null;
  return {
    decider: written.decider ?? null,
    steps: written.steps.map(({do: what, by, takes, command}) => ({
      do: what,
      by: by ?? null,
      takes: takes ?? null,
      command: command ?? null,
    })),
  };
}

/**
 * Reports deciders and doers that `people:` does not know; without `people:` no name is wrong. `root` is what the file says
 * after interpolation, so it may be wrong in other ways.
 */
export function checkRollbackNames(root: Json, node: MappingNode, log: ProblemLog, from: Interpolator): void {
  const known = namesOf(childOf(node, 'people'));
  if (known.size === 0) return;
  const check = (path: Path) => {
    const name = path.reduce<Json | undefined>(memberOf, root);
    const at = path.reduce<Node | undefined>(childOf, node);
    if (typeof name !== 'string' || name === '' || at === undefined || known.has(name) || from.hasFailed(at)) return;
    const message = `${shown(path)} ${quote(name)} is neither a group under people: nor one of its members`;
    log.error(at.start, withDidYouMean(message, name, known));
  };
  check(['rollback', 'decider']);
  const steps = childOf(childOf(node, 'rollback'), 'steps');
  if (steps?.kind === 'list') for (const index of steps.items.keys()) check(['rollback', 'steps', index, 'by']);
}

function memberOf(value: Json | undefined, key: string | number): Json | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string | number, Json>)[key] : undefined;
}

function shown(path: Path): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}

/** Groups and their members, as written: a member is an id, or a mapping that holds one. */
function namesOf(people: Node | undefined): ReadonlySet<string> {
  const names = new Set<string>();
  if (people?.kind !== 'mapping') return names;
  for (const [group, {value: members}] of people.entries) {
    names.add(group);
    for (const member of members.kind === 'list' ? members.items : []) {
      const id = member.kind === 'mapping' ? childOf(member, 'id') : member;
      if (id !== undefined) names.add(String(literalValue(id)));
    }
  }
  return names;
}
