import {BEFORE_THE_STREAM} from './before-the-stream.ts';
import {BYTES} from './bytes.ts';
import {ENDINGS} from './endings.ts';
import type {AnyFault} from './fault.ts';
import {FRAMING} from './framing.ts';
import {HEAD} from './head.ts';
import {MCP} from './mcp.ts';
import {SEQUENCE} from './sequence.ts';
import {TIMING} from './timing.ts';

export interface FaultGroup {
  readonly title: string;
  readonly faults: readonly AnyFault[];
}

/**
 * Every way to misbehave. `serve`, its list, the docs and the tests are all derived from this table. Several faults of
 * a request take effect in this order: first what changes single events, then what counts and ends, then the bytes.
 */
export const FAULT_GROUPS: readonly FaultGroup[] = [
  {title: 'before the stream', faults: BEFORE_THE_STREAM},
  {title: 'in the head', faults: HEAD},
  {title: 'of MCP', faults: MCP},
  {title: 'in the order of events', faults: SEQUENCE},
  {title: 'in time', faults: TIMING},
  {title: 'at the end', faults: ENDINGS},
  {title: 'in the framing', faults: FRAMING},
  {title: 'in the bytes', faults: BYTES},
];

export const FAULTS: readonly AnyFault[] = FAULT_GROUPS.flatMap(({faults}) => faults);
