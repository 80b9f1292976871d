import {readFileSync, writeFileSync} from 'node:fs';
import type {SaidOfRow} from '../wire/said.ts';

const FILE = new URL('../../golden/dns.json', import.meta.url);

/** The rows and what the tool said of them, for `docs/failures.md`. */
export function readSaidOfNames(): readonly SaidOfRow[] {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

export function writeSaidOfNames(said: readonly SaidOfRow[]): void {
  writeFileSync(FILE, `${JSON.stringify(said, null, 2)}\n`);
}

/** Without what is another each time: addresses of this world, and when it was looked at. */
export function withoutPlaces(text: string): string {
  return text
    .replace(/ \((?:127\.53\.\d+\.\d+|127\.0\.0\.1|::1)\)/g, '')
    .replace(/\b127\.53\.\d+\.\d+:\d+/g, 'a resolver')
    .replace(/(?<=until )\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?: \([^)]* from then\))?/g, '…');
}
