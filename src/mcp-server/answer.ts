import {dispatch, type Routes} from './dispatch.ts';
import type {Exchange} from './exchange.ts';
import type {Admission} from './guard/admission.ts';

/**
 * The way of a request through the server. First the faults it is to meet, as if a hop in front had them; then who may
 * ask at all; then what answers.
 */
export async function answer(admission: Admission, routes: Routes, exchange: Exchange): Promise<void> {
  if (admission.handles(exchange)) return;
  await dispatch(routes, exchange);
}
