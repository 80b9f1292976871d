import {McpServer} from '@modelcontextprotocol/server';
import {registerFixtures} from '../conformance/index.ts';
import {verifyRequestState} from '../conformance/request-state.ts';
import type {ServerState} from '../server-state.ts';
import {currentExchange} from './current-exchange.ts';
import {textResult} from './text-result.ts';
import {registerProbeTools} from './tools/probe-tools.ts';

/**
 * An MCP server with the reference tools and the conformance suite's fixtures, the same for every revision; each
 * session, or request without a session, has its own.
 */
export function createMcpServer(state: ServerState): CountedMcpServer {
  const server = new CountedMcpServer(
    state,
    {name: 'migrate-check-reference', version: state.version},
    {
      capabilities: {
        logging: {},
        completions: {},
        tools: {listChanged: true},
        prompts: {listChanged: true},
        resources: {listChanged: true, subscribe: true},
      },
      requestState: {verify: verifyRequestState},
      instructions: 'Tells what arrives here: call describe_connection, or count to see what becomes of a stream.',
    },
  );
  registerProbeTools(server, state);
  registerFixtures(server, state);
  return server;
}

/** Limits the number of running tool calls: each keeps its request until it ends, even when its client has left. */
export class CountedMcpServer extends McpServer {
  readonly #state: ServerState;
  #callsUnderway = 0;

  constructor(state: ServerState, ...args: ConstructorParameters<typeof McpServer>) {
    super(...args);
    this.#state = state;
  }

  get callsUnderway(): number {
    return this.#callsUnderway;
  }

  override registerTool: McpServer['registerTool'] = (name: string, config: object, run: unknown) => {
    const counted = async (...args: unknown[]) => {
      const {callQuota, limits, log} = this.#state;
      const {address = '', path = '', kept = null} = currentExchange.getStore() ?? {};
      if (callQuota.taken >= limits.calls || callQuota.takenBy(address) >= limits.callsPerAddress) {
        log({event: 'refused', reason: 'too-many-calls', path, address});
        return {...textResult('too many calls are under way; try again later'), isError: true};
      }
      const release = callQuota.take(address);
      const letGo = kept?.hold();
      this.#callsUnderway += 1;
      try {
        return await (run as (...args: unknown[]) => unknown)(...args);
      } finally {
        release();
        letGo?.();
        this.#callsUnderway -= 1;
      }
    };
    return super.registerTool(name, config, counted as never) as never;
  };
}
