import {NEVER_AWAY, type Observer} from '../../model/facts/observer.ts';
import type {StreamAnswer, StreamLine} from '../../model/facts/wire/stream.ts';
import type {Fault} from '../../model/outcome.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {codingFault} from '../http/coding-fault.ts';
import {bytesText} from './client-limits.ts';
import {unaskedCoding} from './coding.ts';

/**
 * What is wrong with the bytes of an event stream as such, whenever they came: what its clients cannot read. That one
 * never ends is {@link endlessFault}.
 */
export function framingFaults(answer: StreamAnswer, observer: Observer = NEVER_AWAY): readonly Fault[] {
  const undecoded = codingFault(answer.coding, answer.end === 'complete');
  // Nothing can be said of what cannot be read.
  if (undecoded !== null) return [undecoded];
  const unframed = unframedError(answer);
  return [
    errorEvent(answer),
    unaskedCoding(answer.coding),
    notText(answer),
    unframed ?? strayLines(answer),
    unframed === null ? neverEnded(answer, observer) : null,
  ].filter((fault) => fault !== null);
}

/** What the server says of itself inside the stream: the reason why it ended it. */
export function saysError(answer: StreamAnswer): Fault | null {
  return errorEvent(answer) ?? unframedError(answer);
}

/** What is legal and unusual, as clauses. */
export function framingRemarks({framing}: StreamAnswer): readonly string[] {
  const {unknownFields, bom, hasNul, retryMs} = framing;
  return [
    ...(unknownFields.count === 0
      ? []
      : [`fields that no client knows: ${unknownFields.names.map((name) => plainText(name, 40)).join(', ')}`]),
    ...(bom ? ['it begins with a byte order mark'] : []),
    ...(hasNul ? ['it has U+0000 in it'] : []),
    ...(retryMs !== null && retryMs < 100 ? [`retry: ${retryMs} lets clients come back at once and all together`] : []),
  ];
}

/** How gzip begins, in what is no UTF-8. */
const GZIP = '\u001f\ufffd\u0008';

function notText({framing, events}: StreamAnswer): Fault | null {
  if (framing.isUtf8) return null;
  const texts = [...framing.strayLines.samples, framing.dangling?.text ?? ''];
  if (events === 0 && texts.some((text) => text.startsWith(GZIP))) {
    return {
      what: 'sends bytes compressed with gzip that it does not say (no Content-Encoding, or compressed once more than it says)',
      fix: 'See which hop or part of the server compresses without saying so, takes the header Content-Encoding out, or compresses what is compressed already.',
    };
  }
  return {
    what: 'sends bytes that are not UTF-8, which an event stream always is: clients read U+FFFD in their place',
    fix: 'Let the server encode its events as UTF-8, and binary data as base64; a charset parameter changes nothing.',
  };
}

const JSON_LINE = /^\s*[[{]/;
const HTML = /<(?:!doctype html|html|head|body|title|h1)\b/i;
/** As frameworks say an error, and no event. */
const JSON_ERROR = /^\s*\{\s*"(?:error|errors|detail|message|exception)"\s*:\s*(?!null)/i;
/** Problem details (RFC 9457). */
const PROBLEM = /^\s*\{(?=[\s\S]*"title"\s*:)[\s\S]*"status"\s*:\s*[45]\d\d\b/;
const ERROR_TEXT =
  /^\s*(?:internal server error|bad gateway|service unavailable|gateway time-?out)\s*$|^Traceback \(most recent call last\)/i;

/** Documents of JSON in place of events: `message` is then a message. */
function isNdjson({framing, events}: StreamAnswer): boolean {
  const {count, samples} = framing.strayLines;
  return events === 0 && count > 1 && samples.every((sample) => JSON_LINE.test(sample));
}

/** What an application writes when it fails after the response has begun: a page or a document, in the middle of a stream. */
function unframedError(answer: StreamAnswer): Fault | null {
  if (isNdjson(answer)) return null;
  const {framing} = answer;
  const texts = [...framing.strayLines.samples, ...(framing.dangling === null ? [] : [framing.dangling.text])];
  const said = texts.find((text) => [HTML, JSON_ERROR, PROBLEM, ERROR_TEXT].some((error) => error.test(text)));
  if (said === undefined) return null;
  const kind = HTML.test(said) ? 'an HTML page' : ERROR_TEXT.test(said) ? 'plain text' : 'a JSON document';
  return {
    what: `an error came as ${kind} inside the stream, with status 200, where clients drop it: ${quoted(titleIn(texts) ?? said)}`,
    fix: 'See the log of the server for this error; it failed after the response had begun. Send an error as an event of its own (`event: failed`, `data: …`).',
  };
}

function titleIn(texts: readonly string[]): string | null {
  const all = texts.join('\n');
  return /<title[^>]*>([^<]+)/i.exec(all)?.[1]?.trim() ?? /<h1[^>]*>([^<]+)/i.exec(all)?.[1]?.trim() ?? null;
}

function strayLines(answer: StreamAnswer): Fault | null {
  const {count, samples} = answer.framing.strayLines;
  if (count === 0) return null;
  if (isNdjson(answer)) {
    return {
      what: `sends lines of JSON (NDJSON), not events: ${linesText(count)} without \`data:\`, which clients drop: ${quoted(samples[0])}`,
      fix: 'Send each document as `data: <json>` and an empty line after it; or say application/x-ndjson, which no EventSource reads.',
    };
  }
  if (samples.every((sample) => sample.trim() === '')) {
    return {
      what: `${linesText(count)} of nothing but spaces, where an empty line has to be: no event is ended by one`,
      fix: 'End each event with a line that is empty: `data: …\\n\\n`, with nothing between the line ends.',
    };
  }
  return {
    what: `${linesText(count)} ${count === 1 ? 'is not a field' : 'are not fields'}, and clients drop their text: ${quoted(samples[0])}`,
    fix: 'Begin every line of the data with `data: `, or send it on one line: JSON without line breaks, text split at each.',
  };
}

/** A line or an event that was given up before it ended. */
export function endlessFault({end, framing}: StreamAnswer): Fault | null {
  if (end !== 'too-large') return null;
  const size = bytesText(Math.max(framing.largestLineBytes, framing.largestEventBytes));
  return {
    what: `a line or an event without an end: more than ${size}`,
    fix: 'Let the server end its lines, and each event with an empty line: a client has to keep an event until it ends.',
  };
}

/** Text that no empty line ends: clients wait for it, and drop it when the stream ends. */
function neverEnded(answer: StreamAnswer, {awayMs, suspendedMs}: Observer): Fault | null {
  const {framing, events, end, firstByteAtMs, lastByteAtMs} = answer;
  if (end === 'too-large') return null;
  const text = unendedText(framing);
  if (framing.dangling === null || text === '' || (!framing.isUtf8 && framing.dangling.text.startsWith(GZIP)))
    return null;
  const size = bytesText(framing.dangling.bytes);
  const isOurs = end === 'held' || end === 'silent';
  // A cut may come in the middle of an event; what came over some time is no single event, unless it was we who took it.
  const isLong = suspendedMs === 0 && (lastByteAtMs ?? 0) - (firstByteAtMs ?? 0) - awayMs > 1000;
  if (ESCAPED.test(text)) {
    return {
      what: `writes \\n as two characters, a backslash and an n: ${size} were never ended by an empty line, and clients got ${events === 0 ? 'no event' : 'none of this'}: ${quoted(text)}`,
      fix: 'Let the server write real line ends: the text was escaped twice (a raw string, JSON in JSON, `printf %s`).',
    };
  }
  if (events === 0 && (isOurs || end === 'complete' || isLong)) {
    return {
      what: `${size} came and no event: they were never ended by an empty line, which is when clients get one: ${quoted(text)}`,
      fix: 'End each event with an empty line: `data: …\\n\\n`, with real line ends.',
    };
  }
  if (end === 'complete') {
    return {
      what: `its last ${size} were not ended by an empty line when it ended, and clients drop them: ${quoted(text)}`,
      fix: 'End each event with an empty line, the last one too.',
    };
  }
  if (['event', 'id'].some((field) => isRepeated(text, field))) {
    return {
      what: `several events run into one, with no empty line between them: ${quoted(text)}`,
      fix: 'End each event with an empty line: `data: …\\n\\n`.',
    };
  }
  return null;
}

/** An escaped line end before another field, or as the last that came; JSON has it inside. */
const ESCAPED = /^\s*(?:data|event|id|retry)\s*:.*\\n(?:\\[nr])*(?:(?:data|event|id|retry)\s*:|$)/s;

/** The lines that wait for an empty line: comments and `retry` count without one, and what is no field is no event anyway. */
function unendedText({dangling, strayLines}: StreamAnswer['framing']): string {
  const lines = (dangling?.text ?? '').split(/\r\n|\r|\n/).filter((line) => !/^(?::|retry\b)/.test(line));
  const fields = lines.filter((line) => /^(?:data|event|id)\b/.test(line));
  const isStray = fields.length === 0 && strayLines.count > 0;
  return isStray ? '' : (fields.length > 0 ? fields : lines).join('\n').trim();
}

/** One event has one type and one id: with several, several events run into each other. */
function isRepeated(text: string, field: string): boolean {
  return (text.match(new RegExp(`^${field}\\s*:`, 'gm'))?.length ?? 0) > 1;
}

const ERROR_TYPE = /^(?:error|err|exception|failure)$/i;

/** An error that the server sends as an event, so that it was not served although the status is 200. */
function errorEvent({framing, lines, end}: StreamAnswer): Fault | null {
  const events = lines.filter(({kind}) => kind === 'event');
  const typed = Object.keys(framing.types).filter((type) => ERROR_TYPE.test(type));
  const named = events.find(({type}) => ERROR_TYPE.test(type));
  // What some say after everything.
  const last = events.findLast(({text}) => text.trim() !== '[DONE]');
  const asData = end === 'complete' && last !== undefined && isErrorData(last) ? last : undefined;
  if (typed.length === 0 && named === undefined && asData === undefined) return null;
  const said = named ?? asData;
  const text = said === undefined || said.text.trim() === '' ? '' : `: ${quoted(said.text)}`;
  return {
    what:
      named !== undefined || typed.length > 0
        ? `the server sent an event of type ${plainText(named?.type ?? typed[0] ?? 'error', 40)} in a stream with status 200${text}`
        : `the server ended the stream with an error as its last event${text}`,
    fix: 'See the log of the server for this error: the stream opened, and what it was opened for failed.',
  };
}

/** Of which nothing is left but the error: OpenAI and many, Anthropic, FastAPI, problem details, JSON-RPC. */
const ERROR_DATA = [
  /^\s*\{\s*"error"\s*:\s*(?:\{|"[^"])/,
  /^\s*\{\s*"type"\s*:\s*"error"/,
  /^\s*\{\s*"detail"\s*:\s*(?:"[^"]*"\s*\}\s*$|\[)/,
  PROBLEM,
  /^\s*\{(?=[\s\S]*"jsonrpc"\s*:)[\s\S]*"error"\s*:\s*\{\s*"code"\s*:/,
];

function isErrorData({text}: StreamLine): boolean {
  return ERROR_DATA.some((error) => error.test(text));
}

function linesText(count: number): string {
  return `${count} ${count === 1 ? 'line' : 'lines'}`;
}

function quoted(text: string | undefined): string {
  return JSON.stringify(plainText((text ?? '').trim(), 80));
}
