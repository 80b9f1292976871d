import {dispatch, type Routes} from './dispatch.ts';
import type {Exchange} from './exchange.ts';
import type {ServerState} from './server-state.ts';

/**
 * The way of a request through the server. First the faults it is to meet, as if a hop in front had them; then who may
 * ask at all; then what answers.
 */
export async function answer(_state: ServerState, routes: Routes, exchange: Exchange): Promise<void> {
  await dispatch(routes, exchange);
}
