/** What comes first: the outcome, or a rejection with the signal's reason. Whatever was begun goes on. */
export async function untilAborted<T>(outcome: Promise<T>, signal: AbortSignal): Promise<T> {
  const {promise: aborted, reject} = Promise.withResolvers<never>();
  const giveUp = () => reject(signal.reason);
  if (signal.aborted) giveUp();
  signal.addEventListener('abort', giveUp, {once: true});
  try {
    return await Promise.race([aborted, outcome]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
