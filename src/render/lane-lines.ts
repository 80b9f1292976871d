import type {LookPhase, LookProgress} from '../model/look-progress.ts';
import {formatDuration} from '../model/text/duration.ts';
import {plainText} from '../model/text/plain-text.ts';
import {
  countWords,
  endWords,
  isGivenUp,
  lettersOf,
  lookName,
  phaseWords,
  type Tone,
} from '../model/text/stream-words.ts';
import {axisSpans} from './axis.ts';
import type {Lane, Lanes} from './lanes.ts';
import {lineOf, type Span} from './spans.ts';
import type {Format, Paint} from './style.ts';
import {widthOf} from './text-width.ts';

export const TONE_STYLE: Readonly<Record<Tone, {readonly mark: string; readonly format: Format}>> = {
  good: {mark: '✔', format: 'green'},
  bad: {mark: '✖', format: 'red'},
  open: {mark: '?', format: 'yellow'},
};

/** Lines of one lane with all that it has to say: what it is, when what came, what is waited for. */
export const FULL_LANE = 3;

/** So many lines at most, each of at most `width` columns: every lane with as much as there is room for. */
export function laneLines(
  lanes: Lanes,
  {lines, width}: {readonly lines: number; readonly width: number},
  {nowMs, idleTimeoutMs}: {readonly nowMs: number; readonly idleTimeoutMs: number | null},
  paint: Paint,
): string[] {
  if (lines < 1) return [];
  const all = [...lanes.values()];
  const each = Math.min(FULL_LANE, Math.floor(lines / Math.max(1, all.length)));
  const shown = each > 0 ? all : all.slice(0, lines === 1 ? 1 : lines - 1);
  const letters = lettersOf(all.map(({look}) => look));
  const names = shown.map(({look}) => plainText(lookName(look, letters)));
  const column = Math.max(0, ...names.map(widthOf));
  const drawn = shown.flatMap((lane, index): Span[][] => {
    const elapsedMs = lane.look.phase === 'over' ? lane.look.atMs : Math.max(lane.look.atMs, nowMs - lane.startedMs);
    const name = names[index] ?? '';
    const timers = belowOf(lane.look, elapsedMs, idleTimeoutMs);
    const head = headOf(lane.look, name, elapsedMs, {column, width});
    // Where there is no line for them.
    if (each < FULL_LANE && lane.look.phase !== 'over') head.push([` · ${timers}`, 'dim']);
    const axis: Span[] = [['  '], ...axisSpans(axisOf(lane, elapsedMs), width - 2)];
    const below: Span[] = [['  '], [timers, 'dim']];
    // There was no stream, so nothing of it to show.
    const isNone = lane.look.phase === 'over' && lane.look.headersAtMs === null;
    return isNone ? [head] : [head, axis, below].slice(0, Math.max(1, each));
  });
  if (shown.length < all.length && lines > 1) drawn.push([[`… and ${all.length - shown.length} more`, 'dim']]);
  return drawn.map((spans) => lineOf(spans, width, paint));
}

function axisOf({look, marks}: Lane, elapsedMs: number) {
  const {headersAtMs, limits, phase, end} = look;
  return {
    marks,
    headersAtMs,
    nowMs: elapsedMs,
    untilMs: Math.max(look.dueAtMs ?? limits.holdForMs, (headersAtMs ?? 0) + limits.holdForMs, elapsedMs),
    isCut: phase === 'over' && end !== 'held' && end !== 'silent',
  };
}

/** What it is, and how it is: the other way round where only one of them fits. */
function headOf(look: LookProgress, name: string, elapsedMs: number, room: {column: number; width: number}): Span[] {
  const padded = `${name}${' '.repeat(Math.max(0, room.column - widthOf(name)))}`;
  const {mark, format, words} = stateOf(look, elapsedMs);
  if (4 + room.column + widthOf(words) > room.width) return [[`${mark} ${words}`, format], ['  '], [name, 'bold']];
  return [[`${mark} `, format], [padded, 'bold'], ['  '], [words, format], [countsOf(look), 'dim']];
}

function countsOf(look: LookProgress): string {
  return look.headersAtMs === null ? '' : ` · ${countWords(look)}`;
}

const PHASE_WORDS: Readonly<Record<Exclude<LookPhase, 'open' | 'over'>, string>> = {
  resolve: 'looking up its name',
  connect: 'connecting',
  tls: 'making TLS',
  headers: 'waiting for headers',
};

function stateOf(look: LookProgress, elapsedMs: number) {
  const {phase, status, end} = look;
  if (phase === 'over') {
    const tone = toneOf(look);
    return {...TONE_STYLE[tone], words: overWords(look)};
  }
  const going = {mark: '▸', format: 'cyan' as Format};
  if (phase !== 'open') return {...going, words: `${PHASE_WORDS[phase]}, ${seconds(elapsedMs)}`};
  if (status !== 200) return {mark: '▸', format: 'red' as Format, words: `answered ${status}`};
  return {...going, words: `open for ${seconds(elapsedMs - (look.headersAtMs ?? 0))}${end === null ? '' : end}`};
}

function toneOf(look: LookProgress): Tone {
  if (look.end === 'silent') return 'open';
  return look.status === 200 && look.end === 'held' && !wasGivenUp(look) ? 'good' : 'bad';
}

function wasGivenUp({end, headersAtMs, atMs, limits}: LookProgress): boolean {
  return isGivenUp(end, atMs - (headersAtMs ?? 0), limits.holdForMs);
}

function overWords(look: LookProgress): string {
  const {status, end, headersAtMs, atMs} = look;
  if (end === 'refused') return 'refused';
  if (status === null) return 'no answer';
  if (status !== 200) return `answered ${status}`;
  const open = formatDuration(atMs - (headersAtMs ?? 0));
  return wasGivenUp(look) ? `closed by us after ${open}` : endWords(end ?? '', open);
}

/** Every timer that runs, by what is left of it; once it is over, when each phase was. */
function belowOf(look: LookProgress, elapsedMs: number, idleTimeoutMs: number | null): string {
  if (look.phase === 'over') return phaseWords(look);
  return timersOf(look, idleTimeoutMs)
    .filter(({endsAtMs}) => endsAtMs > elapsedMs)
    .map(({name, endsAtMs}) => `${name}: ${seconds(endsAtMs - elapsedMs, Math.ceil)} left`)
    .join(' · ');
}

interface Timer {
  readonly name: string;
  /** Since the look began. */
  readonly endsAtMs: number;
}

function timersOf(look: LookProgress, idleTimeoutMs: number | null): Timer[] {
  const {headersAtMs, lastByteAtMs, firstEventAtMs, dueAtMs, limits, status} = look;
  if (headersAtMs === null) return [{name: 'headers', endsAtMs: limits.headersWithinMs}];
  if (status !== 200) return [];
  const quietSinceMs = lastByteAtMs ?? headersAtMs;
  const heldAtMs = headersAtMs + limits.holdForMs;
  const timers: Timer[] = [{name: 'hold', endsAtMs: heldAtMs}];
  if (firstEventAtMs === null && limits.firstEventWithinMs !== null) {
    timers.push({name: 'first event', endsAtMs: limits.firstEventWithinMs});
  }
  if (idleTimeoutMs !== null) {
    timers.push({name: `idle timeout ${formatDuration(idleTimeoutMs)}`, endsAtMs: quietSinceMs + idleTimeoutMs});
  }
  if (limits.heartbeatWithinMs !== null) {
    timers.push({name: 'next byte', endsAtMs: quietSinceMs + limits.heartbeatWithinMs});
  } else if (dueAtMs !== null && dueAtMs > heldAtMs && firstEventAtMs !== null) {
    // It has a rhythm by then, and is alive only if that goes on.
    timers.push({name: 'next byte', endsAtMs: dueAtMs});
  }
  return timers;
}

/** Whole seconds, so that a line changes once a second. */
function seconds(ms: number, round = Math.floor): string {
  const whole = round(ms / 1000);
  return whole <= 0 ? '0 s' : formatDuration(whole * 1000);
}
