import {type StatusDocument, statusOf} from '../../model/sign-off/status.ts';
import {statusText} from '../../render/status-text.ts';
import {createPaint} from '../../render/style.ts';
import {openDestinations} from '../../reports/destinations.ts';
import {STATUS_REPORTS} from '../../reports/formats.ts';
import {reportBug} from '../failure.ts';
import {columnsOf, usesColor, writeStdout} from '../terminal.ts';
import {begun} from '../unfinished-reports.ts';
import {loadQuestions} from './load-questions.ts';
import type {StatusFlags} from './signoff-flags.ts';

/** `status`: who owes what, as text or as the reports that were asked for. */
export async function writeStatus(named: string | undefined, flags: StatusFlags): Promise<void> {
  const {reporter = [], json} = flags;
  const outputs = await openDestinations(STATUS_REPORTS, {
    reporters: json ? [...reporter, 'json'] : reporter,
    otherwise: (document) => asText(document, flags),
    recordTo: null,
    begun: begun(),
    writeStdout,
  });
  const {checklist, at, ...sideFiles} = await loadQuestions(named, flags);
  const document = statusOf(checklist, sideFiles, at);
  for (const failure of await outputs.write(document, null)) reportBug(failure);
}

function asText(document: StatusDocument, flags: StatusFlags): string {
  const paint = createPaint(usesColor(process.stdout, flags['no-color']));
  return statusText(document, paint, columnsOf(process.stdout));
}
