/** What a stream can show. Decided here and handed to the renderers. */

type Stream = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'rows'>;

/** Colour is for terminals, unless NO_COLOR or a flag declines it; `FORCE_COLOR` asks for it anywhere. */
export function usesColor(stream: Stream, declined: boolean, env: NodeJS.ProcessEnv = process.env): boolean {
  if (declined || (env.NO_COLOR ?? '') !== '') return false;
  if ((env.FORCE_COLOR ?? '') !== '') return env.FORCE_COLOR !== '0';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** Redrawing in place is for a terminal a person watches. */
export function isWatched(stream: Stream, env: NodeJS.ProcessEnv = process.env): boolean {
  return stream.isTTY === true && env.TERM !== 'dumb' && (env.CI ?? '') === '';
}

/** A terminal without a known size (as `script` makes without a terminal of its own) reports 0 by 0. */
export function sizeOf(stream: Stream): {readonly columns: number; readonly rows: number} {
  return {columns: stream.columns || 80, rows: stream.rows || 24};
}

/** Lines are laid out for the terminal's width, and never wider than is readable; without a terminal they are not cut. */
export function columnsOf(stream: Stream): number {
  return stream.isTTY === true ? Math.min(sizeOf(stream).columns, 120) : Number.POSITIVE_INFINITY;
}

/** What a runner of CI would obey is made harmless, unless it is to be obeyed and so written `asItIs`. */
export async function writeStdout(text: string, asItIs = false): Promise<void> {
  process.stdout.write(asItIs ? Buffer.from(text) : text);
}
