import {UsageError} from '../model/errors.ts';
import type {RunEvent} from '../model/event.ts';
import type {Recording} from '../model/facts/fact-store.ts';
import {didYouMean} from '../model/text/did-you-mean.ts';
import {repeatFlag} from '../model/text/repeat-flag.ts';
import {putInPlace} from './disk/replace.ts';
import {type LineFile, openLineFile, openReportFile} from './disk/write.ts';
import {reporterName} from './reporter-name.ts';
import type {Begun} from './unfinished.ts';

type Format<D> = (document: D) => string;

/** A document that is written line by line while the work goes on. It begins with the unfinished one. */
export interface LineFormat<D> {
  /** The line of an event that happened `at`; null: it has none. */
  line(event: RunEvent, at: string): string | null;
  /** What is written last, when there is the document. */
  last(document: D): string;
}

/** What a command produces, and how it can be written. */
export interface ReportKind<D> {
  /** What produced it. */
  readonly name: string;
  /** By the name that `--reporter` gives them. */
  readonly formats: Readonly<Record<string, Format<D>>>;
  /** Those of them that are written line by line; left out: none. */
  readonly lines?: Readonly<Record<string, LineFormat<D>>>;
  /** Those whose text is commands to whoever reads stdout; left out: none. */
  readonly obeyed?: readonly string[];
  /** Names that `--reporter` knows but that are drawn elsewhere. */
  readonly drawn: readonly string[];
  /** The document for the other formats when one of them cannot be produced. */
  brokenOff(document: D): D;
  /** The document that is in place from the beginning until there is another. */
  unfinished(begun: Begun): D;
}

export interface Wanted<D> {
  /** As `--reporter` has them: NAME, or NAME:PATH; without a path, or with `-`, it goes to stdout. */
  readonly reporters: readonly string[];
  /** What goes to stdout if none of these does; null: nothing. */
  readonly otherwise: Format<D> | null;
  /** Where the recorded facts go. */
  readonly recordTo: string | null;
  /** Where what else was asked for goes; left out: nowhere. */
  readonly saveTo?: string | null;
  readonly begun: Begun;
  /** `asItIs`: it is to be obeyed. */
  writeStdout(text: string, asItIs?: boolean): Promise<void>;
}

/** Where the documents of one command go: found writable before its work, with an unfinished one, and written after it. */
export interface Destinations<D> {
  /** Writes the lines of what has happened. */
  emit(event: RunEvent, at: string): void;
  /** Writes everything that can be written, and returns what went wrong with the rest. */
  write(document: D, recording: Recording | null, saved?: string): Promise<readonly unknown[]>;
}

interface Destination<D> {
  readonly format: Format<D>;
  readonly lines?: LineFormat<D> | undefined;
  readonly isObeyed?: boolean;
  /** Null: stdout. */
  readonly path: string | null;
}

/** @throws UsageError for an unknown format, two documents on stdout, or a path that cannot be written. */
export async function openDestinations<D>(
  kind: ReportKind<D>,
  {reporters, otherwise, recordTo, saveTo = null, begun, writeStdout}: Wanted<D>,
): Promise<Destinations<D>> {
  const documents = reporters
    .filter((text) => !kind.drawn.includes(text))
    .map((text): Destination<D> => parseReporter(text, kind));
  const toStdout = documents.filter(({path}) => path === null);
  if (toStdout.length > 1) {
    throw new UsageError(`--reporter: two documents for stdout. Give all but one a path: --reporter json:FILE.`, {
      where: '--reporter',
    });
  }
  if (toStdout.length === 0 && otherwise !== null) documents.unshift({format: otherwise, path: null});
  const taken = new Set<string>();
  const open = async (path: string, meanwhile: string | null) => {
    const file = await openReportFile(path, meanwhile, taken);
    return (text: string) => file.write(text);
  };
  const outputs: Output<D>[] = [];
  for (const {format, lines, path, isObeyed} of documents) {
    const print = (text: string) => writeStdout(text, isObeyed);
    const meanwhile = unfinishedText(kind, format, begun);
    if (lines !== undefined) {
      const file = path === null ? linesTo(print) : await openLineFile(path, meanwhile, taken);
      if (path === null) file.append(meanwhile);
      outputs.push({format: lines.last, put: (text) => file.end(text), emit: appendTo(file, lines)});
    } else {
      outputs.push({format, put: path === null ? print : await open(path, meanwhile)});
    }
  }
  // An older recording claims nothing about this run.
  const record = recordTo === null ? null : await open(recordTo, null);
  const save = saveTo === null ? null : await open(saveTo, '');
  return {
    emit(event, at) {
      for (const output of outputs) output.emit?.(event, at);
    },
    async write(document, recording, saved = '') {
      const failures: unknown[] = [];
      const made = outputs.flatMap((output) => textOf(output, document, failures));
      // One report that cannot be produced must not prevent the others, but they have to mention it.
      const again = () => made.flatMap(({output}) => textOf(output, kind.brokenOff(document), failures));
      for (const {output, text} of failures.length === 0 ? made : again()) {
        await output.put(text).catch((error: unknown) => failures.push(error));
      }
      if (recording !== null) {
        await record?.(`${JSON.stringify(recording, null, 2)}\n`).catch((error: unknown) => failures.push(error));
      }
      await save?.(saved).catch((error: unknown) => failures.push(error));
      return failures;
    },
  };
}

interface Output<D> {
  readonly format: Format<D>;
  put(text: string): Promise<void>;
  readonly emit?: ((event: RunEvent, at: string) => void) | undefined;
}

function linesTo(writeStdout: (text: string) => Promise<void>): LineFile {
  return {append: (text) => void writeStdout(text), end: writeStdout};
}

function appendTo<D>(file: LineFile, lines: LineFormat<D>): Output<D>['emit'] {
  return (event, at) => {
    const line = lines.line(event, at);
    if (line !== null) file.append(line);
  };
}

/**
 * Puts an unfinished document in place of an older one, before flags are known to be valid. A format of another name gets
 * the first one's: whatever was meant, the older document must go.
 */
export function putUnfinished<D>(kind: ReportKind<D>, name: string, path: string, begun: Begun): void {
  const [byDefault] = Object.values(kind.formats);
  const format = Object.hasOwn(kind.formats, name) ? kind.formats[name] : byDefault;
  if (format !== undefined) putInPlace(path, unfinishedText(kind, format, begun));
}

function unfinishedText<D>(kind: ReportKind<D>, format: Format<D>, begun: Begun): string {
  return format(kind.unfinished(begun));
}

/** Nothing where it cannot be made. */
function textOf<D>(output: Output<D>, document: D, failures: unknown[]): {output: Output<D>; text: string}[] {
  try {
    return [{output, text: output.format(document)}];
  } catch (error) {
    failures.push(error);
    return [];
  }
}

function parseReporter<D>(text: string, kind: ReportKind<D>): Destination<D> {
  const {formats, lines = {}, obeyed = [], drawn} = kind;
  const {name, path} = reporterName(text);
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  const refuse = (what: string) => new UsageError(`--reporter ${text}: ${what}`, {where: '--reporter'});
  if (format === undefined) {
    const known = [...new Set([...drawn, ...Object.keys(formats)])];
    const hint =
      repeatFlag('--reporter', text) ||
      didYouMean(
        name,
        known.filter((other) => other !== name),
      );
    throw refuse(`there is no reporter "${name}" of a ${kind.name}. There are: ${known.join(', ')}.${hint}`);
  }
  if (path === '') throw refuse('a path is missing after the colon.');
  const byLine = Object.hasOwn(lines, name) ? lines[name] : undefined;
  return {format, lines: byLine, isObeyed: obeyed.includes(name), path};
}
