import {EXIT} from '../model/decision/exit-code.ts';

/** Gets the exit code that the signal stands for. */
export type OnSignal = (code: number) => void;

/** Where nothing has begun that could still be told. */
const endAtOnce: OnSignal = (code) => process.exit(code);

let current = endAtOnce;

/** Ctrl+C and SIGTERM end the process from now on, with an exit code and all temporary files removed. */
export function listenForSignals(): void {
  process.on('SIGINT', () => current(EXIT.interrupted)).on('SIGTERM', () => current(EXIT.terminated));
}

/** From now on `own` sees to them. Returns a function that ends this. */
export function takeSignals(own: OnSignal): () => void {
  current = own;
  return () => {
    current = endAtOnce;
  };
}
