import {EXIT} from '../model/decision/exit-code.ts';

/** Gets the exit code that the signal stands for. */
export type OnSignal = (code: number) => void;

/** As long as nothing has begun that should still be reported. */
const endAtOnce: OnSignal = (code) => process.exit(code);

let current = endAtOnce;

/** Ctrl+C, SIGTERM and a terminal that goes away end the process from now on, with an exit code and all temporary files removed. */
export function listenForSignals(): void {
  process
    .on('SIGINT', () => current(EXIT.interrupted))
    .on('SIGTERM', () => current(EXIT.terminated))
    .on('SIGHUP', () => current(EXIT.hungUp));
}

/** From now on signals go to `own`. Returns a function that ends this. */
export function takeSignals(own: OnSignal): () => void {
  current = own;
  return () => {
    current = endAtOnce;
  };
}
