import type {McpServer} from '@modelcontextprotocol/server';
import type {ServerState} from '../server-state.ts';
import {registerContentTools} from './content-tools.ts';
import {registerInputTools} from './input-tools.ts';
import {registerPrompts} from './prompts.ts';
import {registerResources} from './resources.ts';
import {registerStreamingTools} from './streaming-tools.ts';

/**
 * What the official conformance suite calls by name, so that this server, or the path to it, can be tested against the
 * protocol with an independent tool. Names, arguments and answers are the suite's.
 */
export function registerFixtures(server: McpServer, state: ServerState): void {
  registerContentTools(server);
  registerStreamingTools(server, state);
  registerInputTools(server);
  registerResources(server, state);
  registerPrompts(server);
}
