import type {Attempt, Report} from '../../model/report.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {html, type Markup} from './markup.ts';

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The attempts at an item on a time axis, and each as a line. One alone is put into the time of the run. */
export function attemptsPart(attempts: readonly Attempt[], run: Pick<Report, 'startedAt' | 'finishedAt'>): Markup {
  const spans = attempts.map(spanOf);
  const whole =
    attempts.length === 1 ? [...spans, {fromMs: Date.parse(run.startedAt), toMs: Date.parse(run.finishedAt)}] : spans;
  const fromMs = Math.min(...whole.map((span) => span.fromMs));
  const lengthMs = Math.max(1, Math.max(...whole.map((span) => span.toMs)) - fromMs);
  const percent = (ms: number) => `${Math.round((ms / lengthMs) * 1000) / 10}%`;
  const bars = attempts.map(({status}, index) => {
    const span = spans[index] ?? {fromMs, toMs: fromMs};
    return html`<rect class="${status}" x="${percent(span.fromMs - fromMs)}" y="3" width="${percent(span.toMs - span.fromMs)}" height="8" rx="2"/>`;
  });
  return html`<svg class="axis" height="14" aria-hidden="true"><line x1="0" y1="7" x2="100%" y2="7"/>${bars}</svg><span class="from">${clockAt(fromMs)} to ${clockAt(fromMs + lengthMs)} UTC</span>${attempts.length === 1 ? html` ${attempts.map(attemptText)}` : html`<ol>${attempts.map((attempt) => html`<li>${attemptText(attempt)}: ${attempt.summary}</li>`)}</ol>`}`;
}

function attemptText({status, startedAt, durationMs}: Attempt): Markup {
  return html`<b class="${status}">${status}</b> at ${clockAt(Date.parse(startedAt))}, took ${formatDuration(durationMs)}`;
}

function spanOf({startedAt, durationMs}: Attempt): Span {
  const fromMs = Date.parse(startedAt);
  return {fromMs, toMs: fromMs + durationMs};
}

/** The time of day. */
function clockAt(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}
