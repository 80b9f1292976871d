import {zoneFor} from '../domain/dns/answering-zone.ts';
import {namesBeyond, type ZoneRecords} from '../domain/dns/record-leads.ts';
import type {KnownZone} from '../domain/dns/zone-findings.ts';

/** How many CNAMEs are followed from zone to zone: resolvers give up at about as many. */
const MOST_ZONES = 8;

/**
 * The records of a zone with those of the zones that its CNAMEs lead on to, as far as these were seen to be the ones
 * that answer.
 *
 * @param zonesFor the public zones that contain a name.
 */
export async function withZonesBeyond<Zone extends ZoneRecords>(
  host: string,
  inZone: Zone,
  zonesFor: (name: string) => Promise<readonly KnownZone[]>,
): Promise<Zone> {
  const asked = new Set<string>();
  let beyond: ReadonlyMap<string, ZoneRecords> = new Map();
  for (let zones = 0; zones < MOST_ZONES; zones++) {
    const names = namesBeyond(host, {...inZone, beyond}).filter((name) => !asked.has(name));
    if (names.length === 0) break;
    const found = await Promise.all(
      names.map(async (name) => {
        asked.add(name);
        const known = await zonesFor(name);
        const finding = zoneFor(name, known);
        const zone = finding.kind === 'answered' ? known.find((one) => one.zone.id === finding.zone.id) : undefined;
        return zone === undefined ? [] : [[name, zone] as const];
      }),
    );
    beyond = new Map([...beyond, ...found.flat()]);
  }
  return beyond.size === 0 ? inZone : {...inZone, beyond};
}
