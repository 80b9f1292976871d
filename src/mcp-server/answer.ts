import {dispatch, type Routes} from './dispatch.ts';
import {type Exchange, sendError} from './exchange.ts';
import type {MeetFaults} from './faults/meet-faults.ts';
import type {Admission} from './guard/admission.ts';

interface Way {
  /** Null: there are no faults. */
  readonly faults: MeetFaults | null;
  readonly guards: Admission;
  readonly routes: Routes;
}

/**
 * The path of a request through the server. Access control comes before the faults of the request, so that only
 * admitted clients can ask for them; but faults of the whole process change every answer.
 */
export async function answer({faults, guards, routes}: Way, exchange: Exchange): Promise<void> {
  const meet = faults?.(exchange, guards.letsIn(exchange.request));
  if (guards.handles(exchange)) return;
  if (!meetsExpectation(exchange)) return;
  if (meet !== undefined && (await meet())) return;
  await dispatch(routes, exchange);
}

/** RFC 9110, section 10.1.1. False: answered. */
function meetsExpectation({request, response, path}: Exchange): boolean {
  const {expect} = request.headers;
  if (expect === undefined) return true;
  if (/^100-continue$/i.test(expect)) response.writeContinue();
  else sendError(response, 417, 'expectation-failed', `${path}: only 100-continue can be expected`);
  return /^100-continue$/i.test(expect);
}
