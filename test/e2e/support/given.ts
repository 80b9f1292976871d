/** In the SDK's types every member may be absent; here an absent one means that the world was not built. */
export function given<Value>(value: Value | undefined | null): Value {
  if (value === undefined || value === null) throw new Error('AWS answered without a member that its API promises');
  return value;
}
