/**
 * The reference server as it is built, with a cadence that clients cannot ask for: events as fast as they can be sent.
 * From its sources, Node.js would keep the compiler that strips their types in the same heap.
 */
import {createReferenceServer} from 'migrate-check/mcp-server';
import {SATURATING_MS} from './cadences.ts';

const {port} = await createReferenceServer({port: 0, cadenceMs: SATURATING_MS}).listen();
console.log(`ready on port ${port}`);
