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

/** What nobody sees who reads the file as it is shown. Offsets in its text, the end behind it. */
export interface MarkdownComment {
  readonly start: number;
  readonly end: number;
}

/** The headings and comments of a file in its order; null when there is no such file. */
export interface MarkdownFile {
  /** As asked, relative to the checklist's folder. */
  readonly path: string;
  readonly headings: readonly MarkdownHeading[] | null;
  readonly comments: readonly MarkdownComment[] | null;
}

/** A block as HCL's JSON form has it: every block is a list of objects, and what is no literal a text that holds `${…}`. */
export interface TerraformBlock {
  /** Its last label; of `locals`, nothing. */
  readonly name: string;
  readonly body: {readonly [key: string]: Json};
}

/** One `resource "type" "name" {…}` block. */
export interface TerraformResource extends TerraformBlock {
  readonly type: string;
}

/** One `module "name" {…}` block. */
export interface TerraformCall extends TerraformBlock {
  /** The folder of a local module that was read, as {@link TerraformModule}s name them; null where it could not be. */
  readonly folder: string | null;
  /** Why it could not be: `its source is git::https://…`; null where it was. */
  readonly why: string | null;
}

export interface TerraformFile {
  /** Relative to the checklist's folder. */
  readonly file: string;
  /** Whether the globs name it. The others of its folder have their say in what it means. */
  readonly isNamed: boolean;
  /** Why it could not be read, with the file, line and column of a syntax error; null where it was. */
  readonly problem: string | null;
  readonly resources: readonly TerraformResource[];
  readonly calls: readonly TerraformCall[];
  readonly variables: readonly TerraformBlock[];
  readonly locals: readonly TerraformBlock[];
}

/** A folder of Terraform's files. */
export interface TerraformModule {
  /** Relative to the checklist's folder; `.` is that. */
  readonly folder: string;
  /** In the order in which Terraform takes them: override files are last. */
  readonly files: readonly TerraformFile[];
}

/** The folders of the files that were named, and those of the local modules that are called in them. */
export interface TerraformCode {
  readonly modules: readonly TerraformModule[];
}

/** What the files that Terraform reads by itself (`terraform.tfvars`, `*.auto.tfvars`) make of a variable. */
export interface TerraformVariable {
  /** The one that counts; null where none sets it. */
  readonly file: string | null;
  readonly setTo: Json;
}

/** A resource in a plan, or in a state. */
export interface PlannedResource {
  readonly type: string;
  readonly name: string;
  /** `module.alb["a"].aws_lb.main[0]`. */
  readonly address: string;
  /** What is to be done: `["create"]`, `["no-op"]`, `["delete", "create"]`; of a state nothing. */
  readonly actions: readonly string[];
  /**
   * As in {@link TerraformBlock}: `${(known after apply)}` and `${(sensitive value)}` stand for what a plan does not tell, and
   * for what is not passed on.
   */
  readonly body: {readonly [key: string]: Json};
}

/** What `terraform show -json` prints. */
export interface TerraformPlan {
  /** As asked, relative to the checklist's folder. */
  readonly path: string;
  readonly kind: 'plan' | 'state';
  readonly terraformVersion: string | null;
  /** When the plan was made (RFC 3339); null of a state. */
  readonly timestamp: string | null;
  /** Of all resources in it, sorted. */
  readonly types: readonly string[];
  /** Those of the types that were asked for. */
  readonly resources: readonly PlannedResource[];
}

export interface FileProbe {
  /**
   * Rejects with {@link CannotTell} when the file exists and cannot be read (no permission, a folder, over 1 MiB, not
   * UTF-8).
   */
  read(path: string): Promise<RepoFile>;
  /** Rejects as {@link read} does. */
  markdown(path: string): Promise<MarkdownFile>;
}

export interface TerraformProbe {
  /**
   * All that the files matching these globs declare, with the other files of their folders and the local modules that they call.
   * Rejects with {@link CannotTell} when nothing matches; a file that cannot be read says so in {@link TerraformFile.problem}.
   */
  code(globs: readonly string[]): Promise<TerraformCode>;
  /** A variable of the root module in this folder. Rejects with {@link CannotTell} when such a file cannot be read. */
  variable(folder: string, name: string): Promise<TerraformVariable>;
  /**
   * The resources of these types in the JSON of a plan or a state. Rejects with {@link CannotTell} when there is no such file, or
   * it does not tell all that is planned.
   */
  plan(path: string, types: readonly string[]): Promise<TerraformPlan>;
}
