import type {Checklist, Waiver} from '../checklist.ts';
import {isValidUntil} from '../decision/waiver-expiry.ts';

/**
 * Why a waiver covers nothing, to be put after its place; null when it may. A checklist that says nothing about people
 * takes anybody's word.
 */
export function whyWaiverDoesNotCount(waiver: Waiver, people: Checklist['people'], judgedAt: Date): string | null {
  if (!isValidUntil(waiver.expires, judgedAt)) return `expired at the end of ${waiver.expires} (UTC)`;
  return isByStranger(waiver, people) ? strangerText(waiver, people) : null;
}

export function isByStranger({approver}: Waiver, people: Checklist['people']): boolean {
  const known = Object.values(people).flat();
  return known.length > 0 && !known.includes(approver);
}

function strangerText({approver}: Waiver, people: Checklist['people']): string {
  return `does not count: its approver ${approver} is not one of people: (${[...new Set(Object.values(people).flat())].join(', ')})`;
}
