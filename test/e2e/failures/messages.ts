import {readFileSync, writeFileSync} from 'node:fs';

/** What the tool says, and what it advises. */
export interface Message {
  readonly says: string;
  readonly toDo: string;
}

/** By fault, then by item, in the checklist's order. */
export type Messages = Readonly<Record<string, Readonly<Record<string, Message>>>>;

const FILE = new URL('../../golden/failures.json', import.meta.url);

export function readMessages(): Messages {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

export function writeMessages(messages: Messages): void {
  writeFileSync(FILE, `${JSON.stringify(messages, null, 2)}\n`);
}

/** Without what is another each time: ids, addresses of tasks, and revisions, which count the breakages before. */
export function withoutIds(message: string): string {
  return message
    .replace(/\b([a-z]{2,8})-[0-9a-f]{17}\b/g, '$1-…')
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{16,}\b/g, '…')
    .replace(/(?<=_)[0-9a-f]{16,}(?=\.)/g, '…')
    .replace(/\b[A-Z0-9]{13,}\b/g, 'Z…')
    .replace(/(?<=\b(?:API|VPC link) [\w-]+ )\([a-z0-9]+\)/g, '(…)')
    .replace(/(?<=--rest-api-id )[a-z0-9]+/g, '…')
    .replace(/(?<=\bjessica-service:)\d+\b/g, '…')
    .replace(/\b10(?:\.\d{1,3}){3}\b(?=\/32\b|(?!\/))/g, '10.…');
}
