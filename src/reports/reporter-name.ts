/** What one `--reporter` asks for. */
export interface ReporterName {
  /** Of a format, which there may not be. */
  readonly name: string;
  /** Null: stdout. Empty: it is missing behind the colon. */
  readonly path: string | null;
}

/** Takes `NAME`, `NAME:PATH` or `NAME:-` apart. */
export function reporterName(text: string): ReporterName {
  const colon = text.indexOf(':');
  if (colon === -1) return {name: text, path: null};
  const path = text.slice(colon + 1);
  return {name: text.slice(0, colon), path: path === '-' ? null : path};
}
