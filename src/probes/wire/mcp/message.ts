import {createHash} from 'node:crypto';
import type {Moment} from '../../../model/facts/observer.ts';
import type {McpMessage, McpResult} from '../../../model/facts/wire/mcp.ts';
import type {KnownSecrets} from '../../../model/text/secrets/known-secrets.ts';
import {shortened} from '../event-stream/shortened.ts';

const TEXT_LENGTH = 500;
const NAME_LENGTH = 200;
const MOST_TOOLS = 1000;
const MOST_NAMES = 50;

type Members = Readonly<Record<string, unknown>>;

/** A message as it came, with what only the conversation itself needs. */
export interface ReceivedMessage {
  readonly at: Moment;
  readonly bytes: number;
  readonly raw: Members;
}

/** The JSON-RPC messages of a text: one, or several of a batch; one of no members where it is none. */
export function messagesIn(text: string, at: Moment): readonly ReceivedMessage[] {
  const bytes = Buffer.byteLength(text);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [{at, bytes, raw: {}}];
  }
  return (Array.isArray(parsed) ? parsed : [parsed]).map((raw) => ({at, bytes, raw: membersOf(raw)}));
}

export function isReplyTo({raw}: ReceivedMessage, id: number): boolean {
  const kind = kindOf(raw);
  return (kind === 'result' || kind === 'error') && isId(raw.id, id);
}

/** Some servers write ids as text: clients of the official SDKs take the number in it. */
function isId(said: unknown, id: number): boolean {
  return said === id || said === String(id);
}

/** A server that could not read a message does not know its id. */
export function isErrorOfNone({raw}: ReceivedMessage): boolean {
  return kindOf(raw) === 'error' && (raw.id === null || raw.id === undefined);
}

/** Progress of the call whose token is its id. */
export function isProgressOf({raw}: ReceivedMessage, id: number): boolean {
  return raw.method === 'notifications/progress' && isId(membersOf(raw.params).progressToken, id);
}

/** A message as a fact: bounded, and without secrets. */
export function messageFact({at, bytes, raw}: ReceivedMessage, secrets: KnownSecrets): McpMessage {
  const kind = kindOf(raw);
  const short = (text: unknown, length: number) => shortened(String(text), length, secrets);
  const error = membersOf(raw.error);
  return {
    at,
    bytes,
    kind,
    id: raw.id === undefined || raw.id === null ? null : short(JSON.stringify(raw.id), NAME_LENGTH),
    method: kind === 'request' || kind === 'notification' ? short(raw.method, NAME_LENGTH) : null,
    error:
      kind === 'error'
        ? {code: typeof error.code === 'number' ? error.code : null, message: short(error.message ?? '', TEXT_LENGTH)}
        : null,
    result:
      kind === 'result' ? resultFact(membersOf(raw.result), short) : kind === 'error' ? versionsIn(error, short) : null,
  };
}

function kindOf(raw: Members): McpMessage['kind'] {
  if (raw.jsonrpc !== '2.0') return 'no-message';
  if (typeof raw.method === 'string') return raw.id === undefined ? 'notification' : 'request';
  if (typeof raw.error === 'object' && raw.error !== null) return 'error';
  return typeof raw.result === 'object' && raw.result !== null ? 'result' : 'no-message';
}

type Short = (text: unknown, length: number) => string;

function resultFact(result: Members, short: Short): McpResult {
  const {protocolVersion, supportedVersions, capabilities, tools, nextCursor, isError, content, _meta} = result;
  const info = membersOf(result.serverInfo ?? membersOf(_meta)['io.modelcontextprotocol/serverInfo']);
  const [text] = listOf(content).filter((part) => membersOf(part).type === 'text');
  return {
    protocolVersion: typeof protocolVersion === 'string' ? short(protocolVersion, NAME_LENGTH) : null,
    supportedVersions: textsOf(supportedVersions, short),
    server: info.name === undefined ? null : short(`${info.name} ${info.version ?? ''}`.trim(), NAME_LENGTH),
    capabilities: textsOf(Object.keys(membersOf(capabilities)), short),
    tools: Array.isArray(tools) ? tools.slice(0, MOST_TOOLS).map((tool) => toolFact(tool, short)) : null,
    hasMore: typeof nextCursor === 'string' && nextCursor !== '',
    isError: isError === true,
    text: text === undefined ? null : short(membersOf(text).text ?? '', TEXT_LENGTH),
  };
}

/** An error names the versions that the server speaks (revision 2026-07-28, code -32022). */
function versionsIn({data}: Members, short: Short): McpResult | null {
  const {supported} = membersOf(data);
  return Array.isArray(supported) ? {...resultFact({}, short), supportedVersions: textsOf(supported, short)} : null;
}

function toolFact(tool: unknown, short: Short): {name: string; digest: string} {
  const digest = createHash('sha256').update(canonical(tool)).digest('hex').slice(0, 16);
  return {name: short(membersOf(tool).name ?? '', NAME_LENGTH), digest};
}

/** With sorted keys: the order of members means nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) =>
    entry !== null && typeof entry === 'object' && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))
      : entry,
  );
}

export function membersOf(value: unknown): Members {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Members) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textsOf(value: unknown, short: Short): readonly string[] {
  return listOf(value)
    .slice(0, MOST_NAMES)
    .map((text) => short(text, NAME_LENGTH));
}
