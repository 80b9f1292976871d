import type {NamesProbe} from '../../../src/model/facts/wire/names.ts';
import {systemClock} from '../../../src/probes/clock.ts';
import {liveFacts} from '../../../src/probes/facts.ts';
import {createPresence} from '../../../src/probes/presence.ts';
import {createNames, type NamesWorld} from '../../../src/probes/wire/names/names.ts';
import type {DnsWorld} from './world.ts';

/** DNS as this machine would see it if the world were all there is; each time asked anew. */
export function namesIn(
  world: DnsWorld,
  {resolvers, reach}: {resolvers: readonly string[]; reach?: NamesWorld['reach']},
): NamesProbe {
  const names = createNames({
    store: liveFacts(systemClock),
    clock: systemClock,
    presence: createPresence(),
    world: {
      instead: resolvers.map((name) => `${world.address(name)}:${world.port}`),
      roots: null,
      reach: reach ?? reachIn(world),
    },
    resolvers: [],
    system: () => [],
  });
  return names({signal: AbortSignal.timeout(120_000), factsNotBefore: Number.NEGATIVE_INFINITY});
}

/** Where everything that listens at port 53 really is. */
export function reachIn({port}: DnsWorld): NamesWorld['reach'] {
  return (place) => (place.port === 53 ? {...place, port} : place);
}
