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
  return html`<svg class="axis" height="14" aria-hidden="true"><line x1="0" y1="7" x2="100%" y2="7"/>${bars}</svg><ol class="attempts">${attempts.map(
    ({status, summary, startedAt, durationMs}) =>
      html`<li><b class="${status}">${status}</b> ${timeOf(startedAt)}, ${formatDuration(durationMs)}${attempts.length === 1 ? null : html`: ${summary}`}</li>`,
  )}</ol>`;
}

function spanOf({startedAt, durationMs}: Attempt): Span {
  const fromMs = Date.parse(startedAt);
  return {fromMs, toMs: fromMs + durationMs};
}

/** The time of day, the whole in its attribute. */
function timeOf(at: string): Markup {
  return html`<time datetime="${at}">${at.replace(/^.*T/, '').replace(/\.\d+/, '')}</time>`;
}
