import {z} from 'zod';
import {CannotTell} from './errors.ts';
import type {Listener, ListenerRule} from './facts/aws-facts.ts';
import {listenerRule} from './facts/recorded/elbv2.ts';
import {shownCondition} from './facts/shown-conditions.ts';

/** A rule without its ARN, which another creation of the same rule changes. */
export type SnapshotRule = Omit<ListenerRule, 'arn'>;

/**
 * The rules of a listener at one time, as a file that is committed. With what conditions compare secret headers and parameters is
 * left out.
 */
export interface RulesSnapshot {
  readonly snapshotVersion: 1;
  readonly listener: string;
  readonly rules: readonly SnapshotRule[];
}

const schema = z.strictObject({
  snapshotVersion: z.literal(1, {error: 'is not 1: the snapshot was written by another version'}),
  listener: z.string(),
  rules: z.array(listenerRule.omit({arn: true})).min(1),
}) satisfies z.ZodType<RulesSnapshot>;

export function snapshotRule({arn: _, conditions, ...rule}: ListenerRule): SnapshotRule {
  return {...rule, conditions: conditions.map(shownCondition)};
}

/** As it is committed: a line for each member, so that a change shows in review. */
export function rulesSnapshotText(listener: Pick<Listener, 'arn'>, rules: readonly ListenerRule[]): string {
  const snapshot: RulesSnapshot = {snapshotVersion: 1, listener: listener.arn, rules: rules.map(snapshotRule)};
  return `${JSON.stringify(snapshot, null, 2)}\n`;
}

const WRITE_ANEW =
  'write it anew with `check alb/rules-unchanged --with alb=NAME:PORT --write FILE`, and have it reviewed';

/** @throws {CannotTell} with the place of what is wrong, where it is not a snapshot as this version writes it. */
export function readRulesSnapshot(path: string, text: string): RulesSnapshot {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (thrown) {
    throw new CannotTell(`${path} is not JSON: ${thrown instanceof Error ? thrown.message : ''}`, WRITE_ANEW);
  }
  const read = schema.safeParse(document);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const at = issue?.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('') ?? '';
  throw new CannotTell(`${path}, at ${at.replace(/^\./, '') || 'its top'}: ${issue?.message}`, WRITE_ANEW);
}
