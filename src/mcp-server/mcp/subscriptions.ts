import {type McpServer, ProtocolError, ProtocolErrorCode} from '@modelcontextprotocol/server';
import type {ServerState} from '../server-state.ts';
import {currentExchange} from './current-exchange.ts';

const MOST_WATCHED = 100;
const LONGEST_URI = 2000;

/** Notifies the client of a session (HTTP+SSE, or 2025) of changes. Returns a function that ends it. */
export function tellOfChanges(mcp: McpServer, {changes}: ServerState): () => void {
  const {server} = mcp;
  /** Watched URIs, with the functions that release the memory of the requests that named them. */
  const watched = new Map<string, () => void>();
  server.setRequestHandler('resources/subscribe', ({params: {uri}}) => {
    if (uri.length > LONGEST_URI || watched.size >= MOST_WATCHED) {
      const message = `at most ${MOST_WATCHED} resources can be watched, with URIs of ${LONGEST_URI} characters`;
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, message);
    }
    if (!watched.has(uri)) watched.set(uri, currentExchange.getStore()?.kept?.hold() ?? (() => {}));
    return {};
  });
  server.setRequestHandler('resources/unsubscribe', ({params: {uri}}) => {
    watched.get(uri)?.();
    watched.delete(uri);
    return {};
  });
  const gone = (): void => {}; // The client has left.
  const stop = changes.listen((change) => {
    if (change.kind === 'tools') server.sendToolListChanged().catch(gone);
    else if (change.kind === 'prompts') server.sendPromptListChanged().catch(gone);
    else if (change.kind === 'resources') server.sendResourceListChanged().catch(gone);
    else if (watched.has(change.uri)) server.sendResourceUpdated({uri: change.uri}).catch(gone);
  });
  return () => {
    stop();
    for (const letGo of watched.values()) letGo();
    watched.clear();
  };
}
