import {runTrace} from '../../app/run-trace.ts';
import {EXIT} from '../../model/decision/exit-code.ts';
import {UsageError} from '../../model/errors.ts';
import type {HopStatus, TraceDocument} from '../../model/trace.ts';
import {createPaint} from '../../render/style.ts';
import {traceText} from '../../render/trace-text.ts';
import {type Destinations, openDestinations} from '../../reports/destinations.ts';
import {TRACE_REPORTS} from '../../reports/formats.ts';
import {reportBug} from '../failure.ts';
import {requestFromFlags} from '../operator/request-from-flags.ts';
import {columnsOf, usesColor, writeStdout} from '../terminal.ts';
import {begun} from '../unfinished-reports.ts';
import {withTraceSetup} from './accounts-and-regions.ts';
import type {TraceFlags} from './trace-flags.ts';

const DEFAULT_TIMEOUT_MS = 60_000;
/** RFC 9110, section 9.2.1. */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const EXIT_CODES: Readonly<Record<HopStatus, number>> = {ok: EXIT.ok, broken: EXIT.fail, unknown: EXIT.error};

/** `trace URL`: first everything that will be written is opened, then the trace, the documents and the exit code. */
export async function traceUrl(url: string, flags: TraceFlags): Promise<void> {
  const {request, secrets} = requestFromFlags(url, flags);
  const isLive = flags.live ?? false;
  if (isLive && !SAFE_METHODS.has(request.method)) {
    const safe = [...SAFE_METHODS].join(', ');
    const what = `--method ${request.method}: --live sends the request, which may change something there`;
    throw new UsageError(`${what}; follow it without --live, or one of ${safe}`, {where: '--method'});
  }
  const outputs = await openOutputs(flags);
  await withTraceSetup(flags, async ({scope, runMode, secretValues, overrides}) => {
    const {document, recording} = await runTrace({
      request,
      scope,
      runMode,
      overrides,
      timeoutMs: flags.timeout ?? DEFAULT_TIMEOUT_MS,
      live: isLive,
      record: flags.record !== undefined,
      secrets: [...secretValues, ...secrets],
    });
    process.exitCode = exitCodeOf(document);
    for (const failure of await outputs.write(document, recording)) reportBug(failure);
  });
}

/** The worst of what is configured and what is seen. */
function exitCodeOf({verdict, live}: TraceDocument): number {
  if (verdict === 'broken' || live?.verdict === 'differs') return EXIT.fail;
  return live?.verdict === 'unknown' ? EXIT.error : EXIT_CODES[verdict];
}

function openOutputs(flags: TraceFlags): Promise<Destinations<TraceDocument>> {
  const {reporter = [], json, record} = flags;
  return openDestinations(TRACE_REPORTS, {
    reporters: json ? [...reporter, 'json'] : reporter,
    otherwise: (document) => asText(document, flags),
    recordTo: record ?? null,
    begun: begun(),
    writeStdout,
  });
}

/** stdout carries the requested document; for a trace the text is one. */
function asText(document: TraceDocument, flags: TraceFlags): string {
  const paint = createPaint(usesColor(process.stdout, flags['no-color']));
  return `${traceText(document, paint, columnsOf(process.stdout))}\n`;
}
