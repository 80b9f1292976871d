import {KnownSecrets} from '../../src/model/text/secrets/known-secrets.ts';
import {systemClock} from '../../src/probes/clock.ts';
import {liveFacts} from '../../src/probes/facts.ts';
import {createPresence} from '../../src/probes/presence.ts';
import {createWire, type Wire, type WireOptions} from '../../src/probes/wire/wire.ts';

/** The wire as a live run has it, on real clocks. */
export function liveWire(options: Partial<WireOptions> = {}): Wire {
  return createWire({
    store: liveFacts(systemClock),
    clock: systemClock,
    presence: createPresence(),
    connectTo: () => null,
    ca: null,
    secrets: new KnownSecrets(),
    ...options,
  });
}
