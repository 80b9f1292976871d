/** The reference server, with a cadence that clients cannot ask for: events as fast as they can be sent. */
import {createReferenceServer} from '../../src/mcp-server/index.ts';
import {SATURATING_MS} from './cadences.ts';

const {port} = await createReferenceServer({port: 0, cadenceMs: SATURATING_MS}).listen();
console.log(`ready on port ${port}`);
