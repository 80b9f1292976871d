/** Facts of a world by their keys in a recording: see {@link recordingOf}. */
export type Recorded = Readonly<Record<string, unknown>>;

export function keyed<T>(
  all: readonly T[],
  key: (one: T) => string,
  value: (one: T) => unknown = (one) => one,
): Recorded {
  return Object.fromEntries(all.map((one) => [key(one), value(one)]));
}
