import {alwaysThere} from '../../src/model/facts/observer.ts';
import {KnownSecrets} from '../../src/model/text/secrets/known-secrets.ts';
import {createWire, type WireOptions} from '../../src/probes/wire/wire.ts';
import {passingStore} from './attempt.ts';
import {steppedClock} from './stepped-clock.ts';

/** The wire with time that only a test lets pass. */
export function steppedWire(options: Partial<WireOptions> = {}) {
  const clock = steppedClock();
  const store = passingStore();
  const wire = createWire({
    store,
    clock,
    presence: alwaysThere(clock),
    connectTo: () => null,
    ca: null,
    secrets: new KnownSecrets(),
    ...options,
  });
  return {clock, store, wire};
}
