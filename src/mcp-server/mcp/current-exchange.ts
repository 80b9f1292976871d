import {AsyncLocalStorage} from 'node:async_hooks';
import type {Exchange} from '../exchange.ts';

/** The HTTP request in which an MCP message came: the SDK's transports hand on parts of it, and each of them others. */
export const currentExchange = new AsyncLocalStorage<Exchange>();
