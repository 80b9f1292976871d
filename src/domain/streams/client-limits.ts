import type {StreamAnswer} from '../../model/facts/wire/stream.ts';
import {formatDuration} from '../../model/text/duration.ts';

/** A limit of a real client that others do not have: it drops or ends a stream that is right. */
export interface ClientLimit {
  /** A noun phrase in the plural. */
  readonly clients: string;
  readonly of: 'event' | 'line' | 'silence';
  /** Bytes, or milliseconds of a silence. */
  readonly most: number;
  readonly source: string;
  readonly dateRead: string;
}

const KIB = 1024;
const MIB = 1024 * KIB;

export const CLIENT_LIMITS: readonly ClientLimit[] = [
  {
    clients: 'Go clients that read lines with bufio.Scanner as it comes',
    of: 'line',
    most: 64 * KIB,
    source: 'https://github.com/mark3labs/mcp-go/issues/61',
    dateRead: '2026-11-28',
  },
  {
    clients: 'clients of the Java SDK of A2A',
    of: 'line',
    most: 64 * KIB,
    source: 'https://github.com/a2aproject/a2a-java/issues/1123',
    dateRead: '2026-11-28',
  },
  {
    clients: 'clients of the Go SDK of MCP before its line limit went',
    of: 'line',
    most: MIB,
    source: 'https://github.com/modelcontextprotocol/go-sdk/issues/726',
    dateRead: '2026-11-28',
  },
  {
    clients: 'clients of the Python SDK of MCP 2 (httpx2 2.10 and later)',
    of: 'event',
    most: MIB,
    source: 'https://github.com/modelcontextprotocol/python-sdk/issues/3332',
    dateRead: '2026-11-28',
  },
  {
    clients: 'clients on fetch of Node.js (undici, bodyTimeout)',
    of: 'silence',
    most: 300_000,
    source: 'https://github.com/nodejs/undici/blob/main/docs/docs/api/Client.md',
    dateRead: '2026-11-22',
  },
  {
    clients: 'clients of the Python SDK of MCP (sse_read_timeout)',
    of: 'silence',
    most: 300_000,
    source: 'https://github.com/modelcontextprotocol/python-sdk',
    dateRead: '2026-11-22',
  },
];

/** Which clients drop what came, as clauses: what they drop, and who they are. */
export function clientsThatDrop({framing, silenceAtLeastMs}: StreamAnswer): readonly string[] {
  const found: Readonly<Record<ClientLimit['of'], number>> = {
    event: framing.largestEventBytes,
    line: framing.largestLineBytes,
    silence: silenceAtLeastMs,
  };
  return CLIENT_LIMITS.filter(({of, most}) => found[of] > most).map(({clients, of, most}) =>
    of === 'silence'
      ? `a silence of ${formatDuration(found[of])} is more than ${clients} wait (${formatDuration(most)})`
      : `${of === 'event' ? 'an event' : 'a line'} of ${bytesText(found[of])} is more than ${clients} take (${bytesText(most)})`,
  );
}

/** `64 KiB`, `1.5 MiB`, `200 bytes`. */
export function bytesText(bytes: number): string {
  if (bytes >= MIB) return `${Number((bytes / MIB).toFixed(1))} MiB`;
  return bytes >= KIB ? `${Number((bytes / KIB).toFixed(1))} KiB` : `${bytes} bytes`;
}
