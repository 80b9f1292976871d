import {UsageError} from '../model/errors.ts';
import type {Recording} from '../model/facts/fact-store.ts';
import {didYouMean} from '../model/text/did-you-mean.ts';
import {repeatFlag} from '../model/text/repeat-flag.ts';
import {openReportFile, type ReportFile} from './write.ts';

type Format<D> = (document: D) => string;

/** What a command produces, and how it can be written. */
export interface DocumentKind<D> {
  /** What produced it. */
  readonly name: string;
  /** By the name that `--reporter` gives them. */
  readonly formats: Readonly<Record<string, Format<D>>>;
  /** Names that `--reporter` knows but that are drawn elsewhere. */
  readonly drawn: readonly string[];
  /** The document for the other formats when one of them cannot be produced. */
  brokenOff(document: D): D;
}

export interface Wanted<D> {
  /** As `--reporter` has them: NAME, or NAME:PATH; without a path, or with `-`, it goes to stdout. */
  readonly reporters: readonly string[];
  /** What goes to stdout if none of these does; null: nothing. */
  readonly otherwise: Format<D> | null;
  /** Where the recorded facts go. */
  readonly recordTo: string | null;
  writeStdout(text: string): Promise<void>;
}

/** Where the documents of one command go: opened before its work, written after it. */
export interface Destinations<D> {
  /** Writes everything that can be written, and returns what went wrong with the rest. */
  write(document: D, recording: Recording | null): Promise<readonly unknown[]>;
  /** Restores the disk when the work never began. */
  discard(): Promise<void>;
}

interface Destination<D> {
  readonly format: Format<D>;
  /** Null: stdout. */
  readonly path: string | null;
}

/** @throws UsageError for an unknown format, two documents on stdout, or a path that cannot be written. */
export async function openDestinations<D>(
  kind: DocumentKind<D>,
  {reporters, otherwise, recordTo, writeStdout}: Wanted<D>,
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
  const files: ReportFile[] = [];
  const open = async (path: string) => {
    const file = await openReportFile(path);
    files.push(file);
    return (text: string) => file.write(text);
  };
  const discard = async () => {
    for (const file of files) await file.discard();
  };
  try {
    const outputs: {readonly format: Format<D>; readonly put: (text: string) => Promise<void>}[] = [];
    for (const {format, path} of documents) outputs.push({format, put: path === null ? writeStdout : await open(path)});
    const record = recordTo === null ? null : await open(recordTo);
    return {
      discard,
      async write(document, recording) {
        const failures: unknown[] = [];
        // One report that cannot be produced must not prevent the others, but they have to mention it.
        const sound = outputs.filter(({format}) => succeeds(() => format(document), failures));
        const written = failures.length === 0 ? document : kind.brokenOff(document);
        for (const {format, put} of sound) await put(format(written)).catch((error: unknown) => failures.push(error));
        if (recording !== null) {
          await record?.(`${JSON.stringify(recording, null, 2)}\n`).catch((error: unknown) => failures.push(error));
        }
        return failures;
      },
    };
  } catch (error) {
    await discard();
    throw error;
  }
}

function succeeds(attempt: () => unknown, failures: unknown[]): boolean {
  try {
    attempt();
    return true;
  } catch (error) {
    failures.push(error);
    return false;
  }
}

function parseReporter<D>(text: string, {name: kind, formats, drawn}: DocumentKind<D>): Destination<D> {
  const colon = text.indexOf(':');
  const name = colon === -1 ? text : text.slice(0, colon);
  const path = colon === -1 ? '-' : text.slice(colon + 1);
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  const refuse = (what: string) => new UsageError(`--reporter ${text}: ${what}`, {where: '--reporter'});
  if (format === undefined) {
    const known = [...drawn, ...Object.keys(formats)];
    const hint = repeatFlag('--reporter', text) || didYouMean(name, known);
    throw refuse(`there is no reporter "${name}" of a ${kind}. There are: ${known.join(', ')}.${hint}`);
  }
  if (path === '') throw refuse('a path is missing after the colon.');
  return {format, path: path === '-' ? null : path};
}
