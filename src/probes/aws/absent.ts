import {AwsRefusal} from '../../model/errors.ts';

/**
 * The result of `ask`, or `absent()` when AWS refuses with one of these error codes, which mean that it does not exist.
 */
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
