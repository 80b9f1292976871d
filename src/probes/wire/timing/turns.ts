/**
 * Lets one begin in each turn of the event loop, in order. Many that begin at once would delay each other, and that delay
 * would be told as the server's: between two of them all that has come is read.
 */
export function createTurns(): () => Promise<void> {
  const waiting: (() => void)[] = [];
  let isGoing = false;

  function next(): void {
    const begin = waiting.shift();
    isGoing = begin !== undefined;
    if (begin === undefined) return;
    setImmediate(next);
    begin();
  }

  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (isGoing) return;
      isGoing = true;
      setImmediate(next);
    });
}
