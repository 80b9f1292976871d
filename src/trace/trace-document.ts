import {
  HOP_NAMES,
  type HopStatus,
  TRACE_VERSION,
  type TraceDocument,
  type TraceHop,
  type TraceLive,
} from '../model/trace.ts';
import type {Followed} from './follow.ts';

type Circumstances = Pick<TraceDocument, 'tool' | 'mode' | 'overrides' | 'at' | 'request' | 'calls'>;

/** The document of a trace: what was found, and what it comes to. */
export function traceDocument(
  {hops, timers, alsoExposed}: Followed,
  circumstances: Circumstances,
  live?: TraceLive,
): TraceDocument {
  const broken = hops.find(({status}) => status === 'broken');
  const unknown = hops.filter(({status}) => status === 'unknown');
  const verdict: HopStatus = broken !== undefined ? 'broken' : unknown.length > 0 ? 'unknown' : 'ok';
  const names = unknown.map(({kind}) => HOP_NAMES[kind]).join(', ');
  const conclusions: Record<HopStatus, string> = {
    ok: `Every hop is in order, from the ${HOP_NAMES[hops[0]?.kind ?? 'zone']} to the ${endOf(hops)}.`,
    unknown: `No hop is known to be broken, but this could not be determined: ${names}.`,
    broken: broken === undefined ? '' : `Broken at the ${HOP_NAMES[broken.kind]}: ${broken.because}.`,
  };
  return {
    schemaVersion: TRACE_VERSION,
    ...circumstances,
    verdict,
    firstBroken: broken?.kind ?? null,
    conclusion: conclusions[verdict],
    hops,
    timers,
    alsoExposed,
    ...(live === undefined ? {} : {live}),
  };
}

/** Not every target is a task of ECS. */
function endOf(hops: readonly TraceHop[]): string {
  const {kind, facts} = hops.at(-1) ?? {kind: 'zone', facts: {}};
  const isNoTask = kind === 'tasks' && Array.isArray(facts.services) && facts.services.length === 0;
  return isNoTask ? 'targets' : HOP_NAMES[kind];
}
