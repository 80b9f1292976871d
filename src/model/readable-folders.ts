/**
 * Where the files may be that a checklist names: its folder, and the folders under `roots:`. What counts is where a path
 * leads once links are resolved: a checklist in a pull request must not have other files of this machine read, and a
 * recording has to mean the same on every machine.
 */
export interface ReadableFolders {
  /** The checklist's, absolute: paths are relative to it. */
  readonly folder: string;
  /**
   * Where a path leads, whether or not there is such a file, or why it must not be read. Rejects with the system's error
   * where links cannot be followed (no permission, a circle of links).
   */
  resolve(path: string): Promise<ResolvedPath>;
}

export type ResolvedPath =
  /** Absolute and without links: what is to be opened. */
  | {readonly real: string}
  /** A predicate: `leads out of the checklist's folder`. */
  | {readonly refusal: string};

/** What to do about a refusal. */
export const READABLE_PATHS =
  "keep the file below the checklist's folder, or name the folder that it leads to under `roots:`";

/** The folders of a glob before its first pattern, which are known without a search; a path without patterns is all known. */
export function staticPartOf(glob: string): string {
  const segments = glob.split('/');
  const first = segments.findIndex((segment) => /[*?[\]{}()!+@\\]/.test(segment));
  return first === -1 ? glob : segments.slice(0, first).join('/') || (glob.startsWith('/') ? '/' : '.');
}
