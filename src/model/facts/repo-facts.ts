import type {Json} from '../outcome.ts';

/** A file of the repository; `text` is null when there is no such file. */
export interface RepoFile {
  /** As asked, relative to the checklist's folder. */
  readonly path: string;
  readonly text: string | null;
}

/**
 * A heading of CommonMark 0.31, ATX or setext (sections 4.2 and 4.3), wherever Markdown makes one: in block quotes and lists
 * too, but not in code, in HTML (`<h2>`, `<pre>`, comments) or in front matter.
 */
export interface MarkdownHeading {
  readonly level: number;
  /**
   * What a reader sees, on one line: the words of emphasis, code, links and images, escapes and entities resolved, HTML
   * tags dropped.
   */
  readonly text: string;
  /** The same as it is written, on one line, without the marks that make it a heading. */
  readonly markdown: string;
  /** Its first, from 1. */
  readonly line: number;
}

/** The headings of a file in its order; null when there is no such file. */
export interface MarkdownFile {
  /** As asked, relative to the checklist's folder. */
  readonly path: string;
  readonly headings: readonly MarkdownHeading[] | null;
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
  /**
   * Rejects with {@link CannotTell} when the file exists and cannot be read (no permission, a folder, over 1 MiB, not
   * UTF-8).
   */
  read(path: string): Promise<RepoFile>;
  /** Rejects as {@link read} does. */
  headings(path: string): Promise<MarkdownFile>;
}

export interface TerraformProbe {
  /**
   * All resources that the files matching these globs declare.
   * Rejects with {@link CannotTell} when nothing matches or a file does not parse (naming file, line and column).
   */
  resources(globs: readonly string[]): Promise<readonly TerraformResource[]>;
}
