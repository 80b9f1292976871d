import type {ReferenceServer} from './server.ts';
import type {StopOptions} from './stop.ts';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

export interface DrainOptions extends Pick<StopOptions, 'graceMs' | 'drainDelayMs'> {
  /** Drains by itself after this time; null: never. */
  readonly expireAfterMs?: number | null;
}

/**
 * Waits for SIGTERM or SIGINT, then drains the server; resolves when it is closed. A second signal cuts what is left.
 * Container platforms send SIGTERM, and kill some time later (ECS: 30 s): the grace time must be shorter.
 */
export function drainOnSignal(server: ReferenceServer, {expireAfterMs, ...options}: DrainOptions = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    let isDraining = false;
    const drain = (why: string): void => {
      if (isDraining) {
        void server.close({graceMs: 0, why});
        return;
      }
      isDraining = true;
      clearTimeout(expiry);
      server
        .close({...options, why})
        .finally(() => {
          for (const signal of SIGNALS) process.off(signal, drain);
        })
        .then(resolve, reject);
    };
    // An open server keeps the process alive; a timer for the day after must not.
    const expiry = expireAfterMs == null ? undefined : setTimeout(drain, expireAfterMs, 'expired').unref();
    for (const signal of SIGNALS) process.on(signal, drain);
  });
}
