/**
 * Begins to work on all items, some at a time, for tests that mostly wait: each test then awaits its own, which may have ended long
 * before. What one rejects with is its own test's.
 *
 * @returns what comes of each item, in their order.
 */
export function inParallel<Item, Result>(
  atOnce: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): ReadonlyMap<Item, Promise<Result>> {
  const begun = new Map(items.map((item) => [item, Promise.withResolvers<Result>()]));
  const left = begun.entries();
  const workOn = async (): Promise<void> => {
    for (const [item, {resolve, reject}] of left) await work(item).then(resolve, reject);
  };
  for (let worker = 0; worker < atOnce; worker++) void workOn();
  const results = new Map([...begun].map(([item, {promise}]) => [item, promise]));
  // A test that was not reached by then would make it an unhandled rejection.
  for (const promise of results.values()) promise.catch(() => {});
  return results;
}
