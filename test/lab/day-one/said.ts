import {readFileSync, writeFileSync} from 'node:fs';

/** What is wrong with a plan before anything is built, and what the shipped checklist said of it, for `docs/failures.md`. */
export interface SaidOfPlan {
  readonly what: string;
  readonly item: string;
  readonly check: string;
  readonly status: string;
  readonly says: string;
  readonly toDo: string;
}

const FILE = new URL('../../golden/day-one.json', import.meta.url);

export function readSaidOfPlans(): readonly SaidOfPlan[] {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

export function writeSaidOfPlans(said: readonly SaidOfPlan[]): void {
  writeFileSync(FILE, `${JSON.stringify(said, null, 2)}\n`);
}
