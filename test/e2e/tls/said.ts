import {readFileSync, writeFileSync} from 'node:fs';
import type {SaidOfRow} from '../wire/said.ts';

const FILE = new URL('../../golden/tls.json', import.meta.url);

export function readSaidOfTls(): readonly SaidOfRow[] {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

export function writeSaidOfTls(said: readonly SaidOfRow[]): void {
  writeFileSync(FILE, `${JSON.stringify(said, null, 2)}\n`);
}
