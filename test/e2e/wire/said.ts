import {readFileSync, writeFileSync} from 'node:fs';

/** What the tool said of a row by a check, for `docs/failures.md`. */
export interface Said {
  readonly status: string;
  readonly says: string;
  readonly toDo: string;
}

/** By what is so, then by check. */
export type SaidOfRows = Readonly<Record<string, Readonly<Record<string, Said>>>>;

const FILE = new URL('../../golden/wire.json', import.meta.url);

export function readSaid(): SaidOfRows {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

export function writeSaid(said: SaidOfRows): void {
  writeFileSync(FILE, `${JSON.stringify(said, null, 2)}\n`);
}

/** Without what is another each time: ports, ids, and what was measured but for whole seconds, as settings are. */
export function withoutMeasures(text: string): string {
  return text
    .replace(/(?<=127\.0\.0\.1|mcp\.example\.test):\d+/g, '')
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b/g, '…')
    .replace(/\b\d+\.\d+(?= s\b)/g, '…')
    .replace(/\b\d+(?= (?:ms|events?|heartbeat comments?|comments?|bytes|reads|times|lines)\b)/g, '…');
}
