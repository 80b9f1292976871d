import {toolVersion} from '../../app/tool-version.ts';
import {
  createReferenceServer,
  drainOnSignal,
  faultsAsJson,
  faultsAsText,
  limitsAsJson,
  limitsAsText,
  logLine,
} from '../../mcp-server/index.ts';
import {takeSignals} from '../signals.ts';
import {type ServeFlags, serveOptions} from './serve-options.ts';

/** The flags of `serve`, and what it prints to: its document and its log. */
export interface Serving {
  readonly flags: ServeFlags & {
    readonly json: boolean;
    readonly 'list-faults': boolean;
    readonly 'list-limits': boolean;
  };
  print(document: string): void;
  log(line: string): void;
}

/** Runs the reference server until a signal ends it; resolves when it is closed. */
export async function serveFromFlags({flags, print, log}: Serving): Promise<void> {
  if (flags['list-limits']) return print(flags.json ? limitsAsJson() : limitsAsText());
  if (flags['list-faults']) return print(flags.json ? faultsAsJson() : faultsAsText());
  const {server: options, graceMs, drainDelayMs, expireAfterMs, ca, logs} = await serveOptions(flags, process.env);
  const server = createReferenceServer({
    ...options,
    version: toolVersion(),
    onError: (thrown) => {
      const error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
      log(logLine({event: 'bug', error}, new Date(), server.instance));
    },
    onLog: (entry) => {
      if (logs(entry)) log(logLine(entry, new Date(), server.instance));
    },
  });
  // Before it says that it listens: a caller that waits for that line may send a signal right after it.
  takeSignals(() => {});
  const drained = drainOnSignal(server, {graceMs, drainDelayMs, expireAfterMs});
  const {port, url} = await server.listen();
  if (process.stderr.isTTY) {
    log(`listening: MCP ${url}/mcp and ${url}/mcp/sse/stream, events ${url}/mcp/sse/events`);
  }
  if (flags.json) print(JSON.stringify({url, port, basePath: server.basePath, ...(ca === null ? {} : {ca})}));
  await drained;
}
