/** What a stream can show. Here and not in the renderers, which are told. */

type Stream = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'rows'>;

/** Colour is for terminals whose owner did not decline it; `FORCE_COLOR` asks for it anywhere. */
export function usesColor(stream: Stream, declined: boolean, env: NodeJS.ProcessEnv = process.env): boolean {
  if (declined || (env.NO_COLOR ?? '') !== '') return false;
  if ((env.FORCE_COLOR ?? '') !== '') return env.FORCE_COLOR !== '0';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** Redrawing in place is for a terminal a person watches. */
export function isWatched(stream: Stream, env: NodeJS.ProcessEnv = process.env): boolean {
  return stream.isTTY === true && env.TERM !== 'dumb' && (env.CI ?? '') === '';
}

/** A terminal that nobody gave a size (as `script` does without a terminal of its own) says that it has 0 by 0. */
export function sizeOf(stream: Stream): {readonly columns: number; readonly rows: number} {
  return {columns: stream.columns || 80, rows: stream.rows || 24};
}

/** Lines are laid out for the terminal, for 80 columns where there is none, and never wider than reads well. */
export function columnsOf(stream: Stream): number {
  return Math.min(sizeOf(stream).columns, 120);
}

export async function writeStdout(text: string): Promise<void> {
  process.stdout.write(text);
}
