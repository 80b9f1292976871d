/** `at least 1 and at most 5`, or the one of them that is given. */
export function boundsText<Value>(
  atLeast: Value | undefined,
  atMost: Value | undefined,
  textOf: (value: Value) => string = String,
): string {
  return [
    ...(atLeast === undefined ? [] : [`at least ${textOf(atLeast)}`]),
    ...(atMost === undefined ? [] : [`at most ${textOf(atMost)}`]),
  ].join(' and ');
}
