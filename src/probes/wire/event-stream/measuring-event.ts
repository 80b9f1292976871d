import type {TextBytes} from './text-bytes.ts';

/** What an event says about its own time: that of its server, in milliseconds since its stream began. */
export interface Measurement {
  readonly sequence: number;
  readonly serverMs: number;
}

const [SEQUENCE, SERVER_TIME, SINCE_START] = ['{"seq":', ',"serverTime":"', '","sinceStartMs":'].map((text) =>
  Buffer.from(text),
);
const MOST_DIGITS = 9;
const MOST_DECIMALS = 6;
/** `2026-11-30T12:00:00.000Z` */
const TIME_LENGTH = 24;
const [ZERO, NINE, POINT, COMMA, BRACE] = [...Buffer.from('09.,}')] as [number, number, number, number, number];

/**
 * What an event of `/mcp/sse/events` says, as `mcp-server/streams/measuring-stream.ts` writes its beginning; null for others.
 * Read from the bytes: as text it would be most of what an event costs.
 */
export function measurementIn({bytes, from, to}: TextBytes): Measurement | null {
  const sequenceAt = behind(SEQUENCE, bytes, from, to);
  const sequenceEnd = endOfDigits(bytes, sequenceAt, to);
  if (sequenceAt === -1 || !isWithin(sequenceAt, sequenceEnd, MOST_DIGITS)) return null;
  const timeAt = behind(SERVER_TIME, bytes, sequenceEnd, to);
  if (timeAt === -1) return null;
  const wholeAt = behind(SINCE_START, bytes, timeAt + TIME_LENGTH, to);
  const wholeEnd = endOfDigits(bytes, wholeAt, to);
  if (wholeAt === -1 || !isWithin(wholeAt, wholeEnd, MOST_DIGITS)) return null;
  let end = wholeEnd;
  let serverMs = numberIn(bytes, wholeAt, wholeEnd);
  if (end < to && bytes[end] === POINT) {
    end = endOfDigits(bytes, wholeEnd + 1, to);
    const decimals = end - wholeEnd - 1;
    if (!isWithin(wholeEnd + 1, end, MOST_DECIMALS)) return null;
    // One division of whole numbers below 2^53: rounded as the decimal number would be.
    serverMs = (serverMs * 10 ** decimals + numberIn(bytes, wholeEnd + 1, end)) / 10 ** decimals;
  }
  if (end >= to || (bytes[end] !== COMMA && bytes[end] !== BRACE)) return null;
  return {sequence: numberIn(bytes, sequenceAt, sequenceEnd), serverMs};
}

/** Where a text that is there ends; -1: it is not there. */
function behind(text: Buffer | undefined, bytes: Buffer, from: number, to: number): number {
  const length = text?.length ?? 0;
  if (from + length > to) return -1;
  for (let at = 0; at < length; at++) if (bytes[from + at] !== text?.[at]) return -1;
  return from + length;
}

function endOfDigits(bytes: Buffer, from: number, to: number): number {
  let at = from;
  for (let byte = bytes[at] ?? 0; at < to && byte >= ZERO && byte <= NINE; byte = bytes[at] ?? 0) at += 1;
  return at;
}

function isWithin(from: number, end: number, most: number): boolean {
  return end > from && end - from <= most;
}

function numberIn(bytes: Buffer, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) number = number * 10 + (bytes[at] ?? 0) - ZERO;
  return number;
}
