import type {Json} from '../outcome.ts';

/** A file of the repository; `text` is null when there is no such file. */
export interface RepoFile {
  /** As asked, relative to the checklist's folder. */
  readonly path: string;
  readonly text: string | null;
}

/** One `resource "type" "name" {…}` block. */
export interface TerraformResource {
  readonly file: string;
  readonly type: string;
  readonly name: string;
  /**
   * Attributes and blocks as the HCL JSON form has them: every block is a list of objects; an expression that is no
   * literal is a string that holds `${…}`.
   */
  readonly body: {readonly [key: string]: Json};
}

export interface FileProbe {
  /** Rejects with {@link CannotTell} when the file exists and can't be read (no permission, a folder, over 1 MiB, not UTF-8). */
  read(path: string): Promise<RepoFile>;
}

export interface TerraformProbe {
  /**
   * All resources that the files matching these globs declare.
   * Rejects with {@link CannotTell} when nothing matches or a file does not parse (naming file, line and column).
   */
  resources(globs: readonly string[]): Promise<readonly TerraformResource[]>;
}
