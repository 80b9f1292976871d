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

/** The rows of `wire.test.ts`, or of `mcp-base-path.test.ts`. */
export type Golden = 'wire' | 'base-path';

export function readSaid(golden: Golden): readonly SaidOfRow[] {
  return JSON.parse(readFileSync(fileOf(golden), 'utf8'));
}

export function writeSaid(golden: Golden, said: readonly SaidOfRow[]): void {
  writeFileSync(fileOf(golden), `${JSON.stringify(said, null, 2)}\n`);
}

function fileOf(golden: Golden): URL {
  return new URL(`../../golden/${golden}.json`, import.meta.url);
}

/** Without what is another each time: ports, ids, and what was measured but for whole seconds, as settings are. */
export function withoutMeasures(text: string): string {
  return text
    .replace(/(?<=127\.0\.0\.1|mcp\.example\.test):\d+/g, '')
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b/g, '…')
    .replace(/(?<=\bAge: )\d+|(?<=\bx-varnish: )[\d ]+\b/gi, '…')
    .replace(/\b\d+ of \d+(?= messages\b)|(?<=\babout )\d+(?= homes\b)/g, '…')
    .replace(/\b\d+\.\d+(?= s\b)/g, '…')
    .replace(/\b\d+(?= (?:ms|events?|heartbeat comments?|comments?|bytes|reads|times|lines)\b)/g, '…');
}
