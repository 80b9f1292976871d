import type {HostedZone} from '../model/facts/aws-facts.ts';
import type {TraceHop} from '../model/trace.ts';
import type {EntryPoint} from './entry-points.ts';
import {wasRefused} from './hop.ts';
import {recordStep} from './record-hop.ts';
import type {TraceScope} from './scope.ts';
import {zoneStep} from './zone-hop.ts';

/** How far DNS leads from a host. What is null could not be found, and the last hop says why. */
export interface HostEnd {
  readonly zone: ZoneEnd | null;
  readonly entry: EntryPoint | null;
  readonly last: TraceHop;
  /** AWS did not answer, so that nothing is known. */
  readonly isRefused: boolean;
}

export interface ZoneEnd {
  readonly zone: HostedZone;
  readonly account: string;
  /** The zone that delegates to it, where one of the accounts has it. */
  readonly parent: {readonly zone: HostedZone; readonly account: string} | null;
}

export async function hostEnd(scope: TraceScope, host: string): Promise<HostEnd> {
  const zone = await zoneStep(scope, host);
  if (zone.next === null) return {zone: null, entry: null, last: zone.hop, isRefused: wasRefused(zone.hop)};
  const record = await recordStep(scope, host, zone.next);
  const {zone: answering, account, parent} = zone.next;
  return {zone: {zone: answering, account, parent}, entry: record.next, last: record.hop, isRefused: false};
}
