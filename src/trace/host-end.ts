import type {HostedZone} from '../model/facts/aws-facts.ts';
import type {TraceHop} from '../model/trace.ts';
import type {EntryPoint} from './entry-points.ts';
import {wasRefused} from './hop.ts';
import {recordStep} from './record-hop.ts';
import type {TraceScope} from './scope.ts';
import {zoneStep} from './zone-hop.ts';

/** How far DNS leads from a host. What is null could not be found, and the last hop says why. */
export interface HostEnd {
  readonly zone: {readonly zone: HostedZone; readonly via: readonly HostedZone[]} | null;
  readonly entry: EntryPoint | null;
  readonly last: TraceHop;
  /** AWS did not answer, so that nothing is known. */
  readonly isRefused: boolean;
}

export async function hostEnd(scope: TraceScope, host: string): Promise<HostEnd> {
  const zone = await zoneStep(scope, host);
  if (zone.next === null) return {zone: null, entry: null, last: zone.hop, isRefused: wasRefused(zone.hop)};
  const record = recordStep(host, zone.next);
  const {zone: answering, via} = zone.next;
  return {zone: {zone: answering, via}, entry: record.next, last: record.hop, isRefused: false};
}
