import type {ReferenceServer} from './server.ts';
import type {StopOptions} from './server-options.ts';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

export interface DrainOptions extends Pick<StopOptions, 'graceMs' | 'drainDelayMs'> {
  /** Drains on its own after this time; null: never. */
  readonly expireAfterMs?: number | null;
}

/**
 * Waits for SIGTERM or SIGINT, then drains the server; resolves when it is closed. A second signal cuts what is left;
 * the first signal after expiry only ends the drain delay, and calls keep their grace time. Container platforms send
 * SIGTERM, and kill some time later (ECS: 30 s): the grace time must be shorter.
 */
export function drainOnSignal(server: ReferenceServer, {expireAfterMs, ...options}: DrainOptions = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    let isExpired = false;
    let signals = 0;
    const drain = (why: string, drainDelayMs = options.drainDelayMs): void => {
      clearTimeout(expiry);
      server
        .close({...options, ...(drainDelayMs === undefined ? {} : {drainDelayMs}), why})
        .finally(() => {
          for (const signal of SIGNALS) process.off(signal, onSignal);
        })
        .then(resolve, reject);
    };
    const onSignal = (signal: string): void => {
      signals += 1;
      if (signals > 1) void server.close({graceMs: 0, drainDelayMs: 0, why: signal});
      else drain(signal, isExpired ? 0 : undefined);
    };
    const expire = (): void => {
      isExpired = true;
      drain('expired');
    };
    // The open server keeps the process alive; this timer must not.
    const expiry = expireAfterMs == null ? undefined : setTimeout(expire, expireAfterMs).unref();
    for (const signal of SIGNALS) process.on(signal, onSignal);
  });
}
