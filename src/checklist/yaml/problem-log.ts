import type {Problem, SourcePosition} from '../../model/checklist.ts';
import {withDidYouMean} from '../phrases.ts';
import {isSource, type Source, type Unreadable} from './source.ts';

/** What a person wrote, and what they may have meant. */
export interface NearMiss {
  readonly word: string;
  readonly among: Iterable<string>;
}

/** What is looked for is near, or it is written otherwise. */
const MOST_SEARCHED = 10_000;

/** Near misses are looked for in so many problems of a file: each is compared with every candidate. */
const MOST_NEAR_MISSES = 100;

/** Collects what is wrong with one file, by offset into its text. */
export class ProblemLog {
  readonly file: string;
  readonly problems: Problem[] = [];
  readonly #text: string;
  readonly #reported = new Set<string>();
  #lineStarts: readonly number[] | null = null;

  constructor(source: Pick<Source, 'file' | 'text'>) {
    this.file = source.file;
    this.#text = source.text;
  }

  get hasErrors(): boolean {
    return this.problems.some((problem) => problem.severity === 'error');
  }

  error(offset: number, message: string, near?: NearMiss): void {
    this.#add('error', offset, this.#withNear(message, near));
  }

  warn(offset: number, message: string, near?: NearMiss): void {
    this.#add('warning', offset, this.#withNear(message, near));
  }

  position(offset: number): SourcePosition {
    const line = this.#lineOf(offset);
    return {file: this.file, line, column: offset - this.#startOf(line) + 1};
  }

  /** Where a text is found at or after an offset; the offset itself when it is not found. */
  find(text: string, offset: number): number {
    const found = this.#text.slice(offset, offset + MOST_SEARCHED).indexOf(text);
    return found === -1 ? offset : offset + found;
  }

  /** `checklist.yaml:7:9`. */
  place(offset: number): string {
    const {file, line, column} = this.position(offset);
    return `${file}:${line}:${column}`;
  }

  #withNear(message: string, near: NearMiss | undefined): string {
    const isLookedFor = near !== undefined && this.problems.length < MOST_NEAR_MISSES;
    return isLookedFor ? withDidYouMean(message, near.word, near.among) : message;
  }

  #add(severity: Problem['severity'], offset: number, message: string): void {
    // What is behind an anchor is read once per alias, but reported once.
    const reported = `${offset} ${message}`;
    if (this.#reported.has(reported)) return;
    this.#reported.add(reported);
    const position = this.position(Math.max(0, Math.min(offset, this.#text.length)));
    const start = this.#startOf(position.line);
    const end = this.#text.indexOf('\n', start);
    const excerpt = this.#text.slice(start, end === -1 ? undefined : end).replace(/\r$/, '');
    this.problems.push({severity, ...position, message, excerpt, excerptStart: 0});
  }

  #startOf(line: number): number {
    return this.#starts()[line - 1] ?? 0;
  }

  #lineOf(offset: number): number {
    const starts = this.#starts();
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  #starts(): readonly number[] {
    this.#lineStarts ??= lineStarts(this.#text);
    return this.#lineStarts;
  }
}

/** Offsets at which the lines of a text begin. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** A problem with something that has no lines: a flag, a file that is not there. */
export function problemWithout(file: string, message: string): Problem {
  return {severity: 'error', file, line: 1, column: 1, message, excerpt: null, excerptStart: 0};
}

/** The same, as a warning. */
export function warningWithout(file: string, message: string): Problem {
  return {...problemWithout(file, message), severity: 'warning'};
}

/** A warning about a place whose line is not shown. */
export function warningAt({file, line, column}: SourcePosition, message: string): Problem {
  return {severity: 'warning', file, line, column, message, excerpt: '', excerptStart: 0};
}

/** The problem of a file that could not be read as text. */
export function problemOfUnreadable(file: string, unreadable: Unreadable): Problem {
  if (unreadable.readable === null) return problemWithout(file, unreadable.why);
  const log = new ProblemLog({file, text: unreadable.readable});
  log.error(unreadable.readable.length, unreadable.why);
  return log.problems[0] ?? problemWithout(file, unreadable.why);
}

/** The log of a file that could be read, or its one problem. */
export function logOf(file: string, read: Source | Unreadable): {source: Source; log: ProblemLog} | Problem {
  return isSource(read) ? {source: read, log: new ProblemLog(read)} : problemOfUnreadable(file, read);
}

/** Errors and warnings of one file in the order of its lines; several at one place keep the order they were found in. */
export function byPlace(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}
