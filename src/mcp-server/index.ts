/** The public interface of the reference MCP server, used by `serve`, the lab and separate deployments. */

export {drainOnSignal} from './drain.ts';
export {faultsAsJson, faultsAsText} from './faults/listing.ts';
export {type Limits, limitsAsJson, limitsAsText} from './limits.ts';
export {type LogEntry, logLine} from './log.ts';
export {createReferenceServer, type ReferenceServer} from './server.ts';
export type {ReferenceServerOptions} from './server-options.ts';
