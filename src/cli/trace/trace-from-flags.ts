import {runTrace} from '../../app/run-trace.ts';
import {EXIT} from '../../model/decision/exit-code.ts';
import {UsageError} from '../../model/errors.ts';
import {didYouMean} from '../../model/text/did-you-mean.ts';
import type {HopStatus, TraceDocument} from '../../model/trace.ts';
import {createPaint} from '../../render/style.ts';
import {traceText} from '../../render/trace-text.ts';
import {traceMarkdown} from '../../reports/trace-markdown.ts';
import {openReportFile, type ReportFile} from '../../reports/write.ts';
import {type RequestFlags, requestFromFlags} from '../operator/request-from-flags.ts';
import {columnsOf, usesColor} from '../terminal.ts';
import {type PlaceFlags, withPlaces} from './accounts-and-regions.ts';

export interface TraceFlags extends RequestFlags, PlaceFlags {
  readonly timeout?: number | undefined;
  readonly json: boolean;
  readonly reporter?: readonly string[] | undefined;
  readonly 'no-color': boolean;
}

const DEFAULT_TIMEOUT_MS = 60_000;
const EXIT_CODES: Readonly<Record<HopStatus, number>> = {ok: EXIT.ok, broken: EXIT.fail, unknown: EXIT.error};

type Format = (document: TraceDocument) => string;

const FORMATS: Readonly<Record<string, Format>> = {
  json: (document) => `${JSON.stringify(document, null, 2)}\n`,
  markdown: traceMarkdown,
};

/** `trace URL`: all that will be written is opened first, then the trace, then the documents, then the exit code. */
export async function traceUrl(url: string, flags: TraceFlags): Promise<void> {
  const request = requestFromFlags(url, flags);
  const outputs = await openOutputs(flags);
  // The end of the process tidies up what was opened; a signal alone would leave it.
  const interrupted = () => process.exit(EXIT.interrupted);
  process.once('SIGINT', interrupted);
  try {
    await withPlaces(flags, async ({places, target, secretValues}) => {
      const {document, recording} = await runTrace({
        url: request.url,
        request,
        places,
        target,
        timeoutMs: flags.timeout ?? DEFAULT_TIMEOUT_MS,
        record: flags.record !== undefined,
        secrets: [...secretValues, ...request.secrets],
      });
      process.exitCode = EXIT_CODES[document.verdict];
      await outputs.write(document, recording);
    });
  } finally {
    process.off('SIGINT', interrupted);
    await outputs.discard();
  }
}

interface Output {
  readonly text: (document: TraceDocument) => string;
  /** Null: stdout. */
  readonly file: ReportFile | null;
}

async function openOutputs(flags: TraceFlags) {
  const opened: Output[] = [];
  let recordFile: ReportFile | null = null;
  const discard = async () => {
    for (const {file} of opened) await file?.discard();
    await recordFile?.discard();
  };
  try {
    const wanted = [...(flags.reporter ?? []), ...(flags.json ? ['json'] : [])].map(parseReporter);
    for (const {text, path} of wanted) {
      opened.push({text, file: path === null ? null : await openReportFile(path)});
    }
    const toStdout = opened.filter(({file}) => file === null);
    if (toStdout.length > 1) {
      throw new UsageError(
        '--reporter: two documents for stdout. Give all but one a path: --reporter json:trace.json.',
      );
    }
    if (toStdout.length === 0) opened.unshift({text: (document) => asText(document, flags), file: null});
    if (flags.record !== undefined) recordFile = await openReportFile(flags.record);
  } catch (error) {
    await discard();
    throw error;
  }
  return {
    discard,
    async write(document: TraceDocument, recording: unknown) {
      for (const {text, file} of opened) {
        if (file === null) process.stdout.write(text(document));
        else await file.write(text(document));
      }
      await recordFile?.write(`${JSON.stringify(recording, null, 2)}\n`);
    },
  };
}

/** stdout carries the document that was asked for, and of a trace the text is one. */
function asText(document: TraceDocument, flags: TraceFlags): string {
  const paint = createPaint(usesColor(process.stdout, flags['no-color']));
  return `${traceText(document, paint, columnsOf(process.stdout))}\n`;
}

function parseReporter(text: string): {text: Format; path: string | null} {
  const colon = text.indexOf(':');
  const name = colon === -1 ? text : text.slice(0, colon);
  const path = colon === -1 ? null : text.slice(colon + 1);
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  if (format === undefined) {
    const known = Object.keys(FORMATS);
    throw new UsageError(
      `--reporter ${text}: there is no reporter "${name}" of a trace.${didYouMean(name, known)} There are: ${known.join(', ')}.`,
      {where: '--reporter'},
    );
  }
  if (path === '')
    throw new UsageError(`--reporter ${text}: a path is missing after the colon.`, {where: '--reporter'});
  return {text: format, path};
}
