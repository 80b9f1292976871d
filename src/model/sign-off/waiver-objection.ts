import type {Checklist, Waiver} from '../checklist.ts';
import {isValidUntil} from '../decision/waiver-expiry.ts';

/**
 * Why a waiver covers nothing, to be put after its place; null when it may. A checklist that says nothing about people
 * takes anybody's word.
 */
export function whyWaiverDoesNotCount(waiver: Waiver, people: ReadonlySet<string>, judgedAt: Date): string | null {
  if (!isValidUntil(waiver.expires, judgedAt)) return `expired at the end of ${waiver.expires} (UTC)`;
  if (!isByStranger(waiver, people)) return null;
  return `does not count: its approver ${waiver.approver} is not listed under people:`;
}

/** Whether a waiver's approver is nobody of the checklist; `people` as {@link everybody} has them. */
export function isByStranger({approver}: Waiver, people: ReadonlySet<string>): boolean {
  return people.size > 0 && !people.has(approver);
}

/** The ids of all who belong to a group. */
export function everybody(people: Checklist['people']): ReadonlySet<string> {
  return new Set(Object.values(people).flat());
}
