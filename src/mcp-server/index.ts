/** The reference MCP server's door: what `serve`, the lab and a deployment of its own start. */

export {drainOnSignal} from './drain.ts';
export {HEARTBEAT_SYNTAX, INTERVAL_SYNTAX, parseHeartbeat, parseInterval} from './interval.ts';
export {createReferenceServer, type ReferenceServer, type ReferenceServerOptions} from './server.ts';
export {basePathFrom, readEnvFile} from './settings.ts';
