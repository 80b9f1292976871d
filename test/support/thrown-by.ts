import {expect} from 'chai';

/** What a promise rejects with; fails the test when it resolves, or rejects with something else. */
export async function thrownBy<E extends Error>(
  promise: Promise<unknown>,
  expected: abstract new (...args: never[]) => E,
): Promise<E> {
  const outcome = await promise.then(
    (value) => ({value}),
    (thrown: unknown) => ({thrown}),
  );
  if (!('thrown' in outcome)) expect.fail(`resolved to ${JSON.stringify(outcome.value)}`);
  if (!(outcome.thrown instanceof expected)) throw outcome.thrown;
  return outcome.thrown;
}
