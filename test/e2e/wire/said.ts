import {readFileSync, writeFileSync} from 'node:fs';

/** A row and what the tool said of it, for `docs/failures.md`. */
export interface SaidOfRow {
  /** What stands in front or behind. */
  readonly where: string;
  readonly what: string;
  /** What real clients make of it; null: they are not asked. */
  readonly clients: string | null;
  /** In the order of the row. */
  readonly said: readonly Said[];
}

export interface Said {
  readonly check: string;
  readonly status: string;
  readonly says: string;
  readonly toDo: string;
}

const FILE = new URL('../../golden/wire.json', import.meta.url);

export function readSaid(): readonly SaidOfRow[] {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

export function writeSaid(said: readonly SaidOfRow[]): void {
  writeFileSync(FILE, `${JSON.stringify(said, null, 2)}\n`);
}

/** Without what is another each time: ports, ids, and what was measured but for whole seconds, as settings are. */
export function withoutMeasures(text: string): string {
  return text
    .replace(/(?<=127\.0\.0\.1|mcp\.example\.test):\d+/g, '')
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b/g, '…')
    .replace(/(?<=\bAge: )\d+|(?<=\bx-varnish: )[\d ]+\b/gi, '…')
    .replace(/\b\d+\.\d+(?= s\b)/g, '…')
    .replace(/\b\d+(?= (?:ms|events?|heartbeat comments?|comments?|bytes|reads|times|lines)\b)/g, '…');
}
