import {dispatch, type Routes} from './dispatch.ts';
import type {Exchange} from './exchange.ts';
import type {MeetFaults} from './faults/meet-faults.ts';
import type {Admission} from './guard/admission.ts';

interface Way {
  /** Null: there are none to meet. */
  readonly faults: MeetFaults | null;
  readonly guards: Admission;
  readonly routes: Routes;
}

/**
 * The way of a request through the server. First the faults it is to meet, as if a hop in front had them; then who may
 * ask at all; then what answers.
 */
export async function answer({faults, guards, routes}: Way, exchange: Exchange): Promise<void> {
  if (faults !== null && (await faults(exchange))) return;
  if (guards.handles(exchange)) return;
  await dispatch(routes, exchange);
}
