import {decide} from '../model/decision/decision.ts';
import {UsageError} from '../model/errors.ts';
import type {Report} from '../model/report.ts';
import {didYouMean} from '../model/text/did-you-mean.ts';
import {FORMATS, type FormatName} from './formats.ts';
import {openReportFile, type ReportFile} from './write.ts';

/** Where the reports of one run go: opened before the first check, written after the last. */
export interface Destinations {
  /** Writes all that can be written, and returns what went wrong with the others. */
  write(report: Report): Promise<readonly unknown[]>;
  /** Leaves the disk as it was, when the run never began. */
  discard(): Promise<void>;
}

interface Destination {
  readonly format: FormatName;
  /** Null: stdout. */
  readonly path: string | null;
}

/**
 * Opens what `--reporter` names. `pretty` is not among them: it is drawn on stderr while the run goes on.
 * @throws UsageError for an unknown format, two documents on stdout, or a path that can't be written.
 */
export async function openDestinations(
  reporters: readonly string[],
  writeStdout: (text: string) => Promise<void>,
): Promise<Destinations> {
  const wanted = reporters.filter((text) => text !== 'pretty').map(parseReporter);
  if (wanted.filter(({path}) => path === null).length > 1) {
    throw new UsageError('--reporter: two documents for stdout. Give all but one a path: --reporter json:report.json.');
  }
  const opened: {format: FormatName; file: ReportFile | null}[] = [];
  const discard = async () => {
    for (const {file} of opened) await file?.discard();
  };
  try {
    for (const {format, path} of wanted) opened.push({format, file: path === null ? null : await openReportFile(path)});
  } catch (error) {
    await discard();
    throw error;
  }
  return {
    discard,
    async write(report) {
      const failures: unknown[] = [];
      // One report that can't be made must not cost the others, but they have to say so.
      const sound = opened.filter(({format}) => succeeds(() => FORMATS[format](report), failures));
      const told = failures.length === 0 ? report : brokenOff(report);
      for (const {format, file} of sound) {
        try {
          const text = FORMATS[format](told);
          await (file === null ? writeStdout(text) : file.write(text));
        } catch (error) {
          failures.push(error);
        }
      }
      return failures;
    },
  };
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

function brokenOff(report: Report): Report {
  const incomplete: Report = {...report, incomplete: 'bug'};
  if (report.decision === null) return incomplete;
  const options = {now: new Date(report.finishedAt), maxAgeMs: Number.POSITIVE_INFINITY};
  return {...incomplete, decision: decide([incomplete], options)};
}

function parseReporter(text: string): Destination {
  const colon = text.indexOf(':');
  const format = colon === -1 ? text : text.slice(0, colon);
  const path = colon === -1 ? null : text.slice(colon + 1);
  if (!Object.hasOwn(FORMATS, format)) {
    const known = ['pretty', ...Object.keys(FORMATS)];
    throw new UsageError(
      `--reporter ${text}: there is no reporter "${format}".${didYouMean(format, known)} There are: ${known.join(', ')}.`,
    );
  }
  if (path === '') throw new UsageError(`--reporter ${text}: a path is missing after the colon.`);
  return {format: format as FormatName, path};
}
