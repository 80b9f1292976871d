import type {ReferenceServer} from './server.ts';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Waits for SIGTERM or SIGINT, then drains the server; resolves when it is closed. A second signal cuts what is left.
 * Container platforms send SIGTERM, and kill some time later (ECS: 30 s): the grace time must be shorter.
 */
export function drainOnSignal(server: ReferenceServer, options: {graceMs?: number} = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    let signals = 0;
    const onSignal = (): void => {
      signals += 1;
      if (signals > 1) {
        void server.close({graceMs: 0});
        return;
      }
      server
        .close(options)
        .finally(() => {
          for (const signal of SIGNALS) process.off(signal, onSignal);
        })
        .then(resolve, reject);
    };
    for (const signal of SIGNALS) process.on(signal, onSignal);
  });
}
