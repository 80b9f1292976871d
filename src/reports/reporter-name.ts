/** What one `--reporter` asks for. */
export interface ReporterName {
  /** Of a format, which there may not be. */
  readonly name: string;
  /** Null: stdout. Empty: it is missing behind the colon. */
  readonly path: string | null;
}

const STDOUT: ReadonlySet<string> = new Set(['-', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1']);

/** Takes `NAME`, `NAME:PATH` or `NAME:-` apart. */
export function reporterName(text: string): ReporterName {
  const colon = text.indexOf(':');
  if (colon === -1) return {name: text, path: null};
  const path = text.slice(colon + 1);
  return {name: text.slice(0, colon), path: STDOUT.has(path) ? null : path};
}
