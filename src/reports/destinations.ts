import {UsageError} from '../model/errors.ts';
import type {Recording} from '../model/facts/fact-store.ts';
import {didYouMean} from '../model/text/did-you-mean.ts';
import {repeatFlag} from '../model/text/repeat-flag.ts';
import type {Begun} from './unfinished.ts';
import {openReportFile, putInPlace} from './write.ts';

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
  writeStdout(text: string): Promise<void>;
}

/** Where the documents of one command go: found writable before its work, with an unfinished one, and written after it. */
export interface Destinations<D> {
  /** Writes everything that can be written, and returns what went wrong with the rest. */
  write(document: D, recording: Recording | null, saved?: string): Promise<readonly unknown[]>;
}

interface Destination<D> {
  readonly format: Format<D>;
  /** Null: stdout. */
  readonly path: string | null;
}

/** @throws UsageError for an unknown format, two documents on stdout, or a path that cannot be written. */
export async function openDestinations<D>(
  kind: DocumentKind<D>,
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
  const outputs: {readonly format: Format<D>; readonly put: (text: string) => Promise<void>}[] = [];
  for (const {format, path} of documents) {
    const put = path === null ? writeStdout : await open(path, unfinishedText(kind, format, begun));
    outputs.push({format, put});
  }
  // An older recording claims nothing about this run.
  const record = recordTo === null ? null : await open(recordTo, null);
  const save = saveTo === null ? null : await open(saveTo, '');
  return {
    async write(document, recording, saved = '') {
      const failures: unknown[] = [];
      // One report that cannot be produced must not prevent the others, but they have to mention it.
      const sound = outputs.filter(({format}) => succeeds(() => format(document), failures));
      const written = failures.length === 0 ? document : kind.brokenOff(document);
      for (const {format, put} of sound) await put(format(written)).catch((error: unknown) => failures.push(error));
      if (recording !== null) {
        await record?.(`${JSON.stringify(recording, null, 2)}\n`).catch((error: unknown) => failures.push(error));
      }
      await save?.(saved).catch((error: unknown) => failures.push(error));
      return failures;
    },
  };
}

/**
 * Puts an unfinished document in place of an older one, before flags are known to be valid. A format of another name gets
 * the first one's: whatever was meant, the older document must go.
 */
export function putUnfinished<D>(kind: DocumentKind<D>, name: string, path: string, begun: Begun): void {
  const [byDefault] = Object.values(kind.formats);
  const format = Object.hasOwn(kind.formats, name) ? kind.formats[name] : byDefault;
  if (format !== undefined) putInPlace(path, unfinishedText(kind, format, begun));
}

function unfinishedText<D>(kind: DocumentKind<D>, format: Format<D>, begun: Begun): string {
  return format(kind.unfinished(begun));
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
