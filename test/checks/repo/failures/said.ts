import {readFileSync, writeFileSync} from 'node:fs';
import type {Found} from './look.ts';

/** A row and what the tool said of it, for `docs/failures.md`. */
export interface SaidOfRepository extends Found {
  readonly what: string;
  readonly check: string;
}

const FILE = new URL('../../../golden/repository.json', import.meta.url);

export function readSaidOfRepository(): readonly SaidOfRepository[] {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

export function writeSaidOfRepository(said: readonly SaidOfRepository[]): void {
  writeFileSync(FILE, `${JSON.stringify(said, null, 2)}\n`);
}
