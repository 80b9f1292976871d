import {AsyncLocalStorage} from 'node:async_hooks';
import type {Exchange} from '../exchange.ts';

/** The HTTP request of an MCP message: each of the SDK's transports passes on different parts of it. */
export const currentExchange = new AsyncLocalStorage<Exchange>();
