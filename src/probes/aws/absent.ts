import {AwsRefusal} from '../../model/errors.ts';

/** What `ask` brings, or `absent()` when AWS refuses with one of these codes of its own: then the thing is not there. */
export async function unlessAbsent<T, A>(
  codes: readonly string[],
  ask: () => Promise<T>,
  absent: () => A,
): Promise<T | A> {
  try {
    return await ask();
  } catch (thrown) {
    if (thrown instanceof AwsRefusal && codes.includes(thrown.code)) return absent();
    throw thrown;
  }
}
