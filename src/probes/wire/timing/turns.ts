/** One a turn would be gentler still, but it would take twice as long until thousands have begun. */
const AT_ONCE = 4;

/**
 * Lets a few begin in each turn of the event loop, in order. Many that begin at once would delay each other, and that delay
 * would be told as the server's: between the turns all that has come is read.
 */
export function createTurns(): () => Promise<void> {
  const waiting: (() => void)[] = [];
  let isGoing = false;

  function next(): void {
    const begins = waiting.splice(0, AT_ONCE);
    isGoing = begins.length > 0;
    if (!isGoing) return;
    setImmediate(next);
    for (const begin of begins) begin();
  }

  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (isGoing) return;
      isGoing = true;
      setImmediate(next);
    });
}
