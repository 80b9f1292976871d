import {createInterface} from 'node:readline/promises';
import {UsageError} from '../../model/errors.ts';

/** Whether somebody can be asked: at a terminal, and neither in CI nor with --no-input. */
export function canAsk(noInput: boolean): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true && !noInput && (process.env.CI ?? '') === '';
}

/** @throws UsageError: an answer must not be given by accident. */
export function refuseWithoutAsking(noInput: boolean): never {
  const why = noInput
    ? '--no-input does not let it ask'
    : (process.env.CI ?? '') === ''
      ? 'there is no terminal to ask at'
      : 'nothing is asked in CI';
  throw new UsageError(`${why}; say --yes to answer without being asked`, {code: 'needs-yes', where: '--yes'});
}

/** Asks once. Anything but yes is a no, and so is the end of the input. */
export async function confirm(question: string): Promise<boolean> {
  // The terminal's own line editing is enough, and leaves Ctrl+C to it.
  const asked = createInterface({input: process.stdin, output: process.stderr, terminal: false});
  try {
    const ended = new Promise<string>((resolve) => asked.once('close', () => resolve('')));
    const answer = await Promise.race([asked.question(question), ended]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    asked.close();
  }
}
