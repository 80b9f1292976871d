import {harmlessOutput, lastLineOf} from '../model/text/harmless-output.ts';

/**
 * Whatever is printed may quote somebody else: a server, a file, the command line. It is made harmless here, where lines are
 * as they will be read, and nothing can go round it.
 */
export function printHarmlessly(): void {
  for (const stream of [process.stdout, process.stderr]) makeHarmless(stream);
}

function makeHarmless(stream: NodeJS.WriteStream): void {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  let line = '';
  const writeHarmless = (text: unknown, ...args: unknown[]) => {
    if (typeof text !== 'string') return write(text, ...args);
    const harmless = harmlessOutput(text, line);
    line = lastLineOf(harmless, line);
    return write(harmless, ...args);
  };
  stream.write = writeHarmless as typeof stream.write;
}
