import {constants, createGzip, type Gzip} from 'node:zlib';
import type {TappedStream} from '../streams/tap.ts';
import type {ServerClock} from '../system-clock.ts';
import {defineFault, type FaultEffect, isEvent} from './fault.ts';
import {type Batch, batch, count, oneOf} from './values.ts';

const ODD_FIELDS = ['Data: upper case', ' data: led by a space', 'unknown: field', 'retry: 12x'];

/** Unusual bytes of a stream, all of them allowed by the HTML Living Standard, 9.2.5 and 9.2.6. */
export const BYTES = [
  defineFault({
    name: 'event-size',
    value: count('BYTES', '100000', 8_000_000),
    does: 'makes the JSON of each event at least this long',
    seenAs: 'events arrive in several reads; clients with a small buffer give up',
    begin: (least) => ({
      // JSON takes white space at its end; other data does not.
      part: (text) => text.replace(/^(data: )(\{.*)$/m, (_, field, data) => `${field}${data.padEnd(least)}`),
    }),
  }),
  defineFault({
    name: 'odd-fields',
    value: null,
    does: 'adds lines to each event that are not SSE fields',
    seenAs: 'nothing: a client has to ignore them',
    begin: () => ({part: (text) => (isEvent(text) ? `${ODD_FIELDS.join('\n')}\n${text}` : text)}),
  }),
  defineFault({
    name: 'nul',
    value: null,
    does: 'adds an id with a NUL to each event',
    seenAs: 'nothing: a client has to ignore that id and keep the one before',
    begin: () => ({part: (text) => (isEvent(text) ? text.replace(/^data:/m, 'id: a\0b\ndata:') : text)}),
  }),
  defineFault({
    name: 'bom',
    value: null,
    does: 'begins each stream with a byte order mark',
    seenAs: 'nothing: a mark at the beginning is not part of any line',
    begin() {
      let isFirst = true;
      return {
        part(text) {
          if (!isFirst) return text;
          isFirst = false;
          return `\uFEFF${text}`;
        },
      };
    },
  }),
  defineFault({
    name: 'line-ending',
    value: oneOf('cr', 'crlf'),
    does: 'ends lines with CR or CRLF instead of LF',
    seenAs: 'nothing; a parser that waits for LF after CR is one event late',
    begin: (how) => ({part: (text) => text.replaceAll('\n', how === 'cr' ? '\r' : '\r\n')}),
  }),
  defineFault({
    name: 'max-bytes',
    value: count('BYTES', '10000', 1_000_000_000),
    does: 'closes the connection after so many bytes of a stream',
    seenAs: 'the same number of bytes at each cut, at any pace',
    begin: (most) => cutAt(most, (stream) => stream.breakOff('fin')),
  }),
  defineFault({
    name: 'content-length',
    value: count('BYTES', '10000', 1_000_000_000),
    does: 'announces this length of a stream, and sends no more than that',
    seenAs: 'a complete response in the middle of an event, or a truncated one if it ends before',
    begin(most) {
      const {part} = cutAt(most, (stream) => stream.end('fault'));
      return {
        head(response, isStream) {
          if (!isStream) return;
          response.setHeader('Content-Length', most);
          // A stream that ends before leaves its client waiting for the rest.
          response.setHeader('Connection', 'close');
        },
        part,
      };
    },
  }),
  defineFault({
    name: 'gzip',
    value: oneOf('flush', 'hold'),
    does: 'compresses streams if the client accepts it: at once, or all at the end',
    seenAs: 'Content-Encoding on an event stream; held: nothing until the end',
    begin: (how) => compression(how === 'flush'),
  }),
  // Near the end: later taps see parts of a character.
  defineFault({
    name: 'split-utf8',
    value: null,
    does: 'splits non-ASCII characters between writes; adds some to measuring events',
    seenAs: 'U+FFFD in the data of a client that decodes each chunk by itself',
    begin: () => ({
      part(text, stream) {
        const bytes = Buffer.from(text.replace(/^(data: \{"seq":.*)\}( *)$/m, '$1,"text":"grüße € 𝄞"}$2'));
        const at = bytes.findIndex((byte) => byte >= 0xc0);
        if (at === -1) return bytes;
        stream.sendPast(bytes.subarray(0, at + 1));
        return bytes.subarray(at + 1);
      },
    }),
  }),
  defineFault({
    name: 'coalesce',
    value: batch,
    does: 'passes streams on in bursts of so many bytes, or so often, as a buffer does',
    seenAs: 'events in bursts: of one size at any pace, or at one interval',
    begin: (when, {clock}) => coalescing(when, clock),
  }),
];

/** The first so many bytes of a stream, and then its end. */
function cutAt(most: number, end: (stream: TappedStream) => void) {
  let left = most;
  return {
    part(text: string, stream: TappedStream): string | Uint8Array | null {
      if (left === 0) return null;
      const bytes = Buffer.from(text);
      if (bytes.length < left) {
        left -= bytes.length;
        return text;
      }
      const rest = bytes.subarray(0, left);
      left = 0;
      stream.afterPart(() => end(stream));
      return rest;
    },
  };
}

function coalescing(when: Batch, clock: ServerClock): FaultEffect {
  let held = Buffer.alloc(0);
  let stream: TappedStream | null = null;
  const passOn = (bytes: number): void => {
    if (bytes > 0) stream?.sendPast(held.subarray(0, bytes));
    held = held.subarray(bytes);
  };
  let cancel = (): void => {};
  const every = (ms: number): void => {
    cancel = clock.after(ms, () => {
      passOn(held.length);
      every(ms);
    });
  };
  return {
    open(opened) {
      stream = opened;
      if ('ms' in when) every(when.ms);
      opened.response.once('close', () => cancel());
    },
    part(text) {
      held = Buffer.concat([held, Buffer.from(text)]);
      if ('bytes' in when) passOn(held.length - (held.length % when.bytes));
      return null;
    },
    held: () => held.length,
    finish() {
      cancel();
      passOn(held.length);
    },
  };
}

function compression(flushes: boolean): FaultEffect {
  let gzip: Gzip | null = null;
  const underway: number[] = [];
  return {
    head(response, isStream) {
      if (!isStream) return;
      response.appendHeader('Vary', 'Accept-Encoding');
      if (!acceptsGzip(String(response.req.headers['accept-encoding'] ?? ''))) return;
      response.setHeader('Content-Encoding', 'gzip');
      gzip = createGzip();
    },
    open(stream) {
      gzip?.on('data', (bytes: Buffer) => stream.sendPast(bytes));
      gzip?.on('error', () => stream.response.destroy());
      stream.response.once('close', () => gzip?.destroy());
    },
    part(text) {
      if (gzip === null) return text;
      if (!gzip.writable) return null;
      underway.push(Buffer.byteLength(text));
      gzip.write(text, () => void underway.shift());
      if (flushes) gzip.flush(constants.Z_SYNC_FLUSH);
      return null;
    },
    // Except the largest, which may still wait behind a small one: a single part may have any size.
    held: () => (gzip === null ? 0 : gzip.writableLength - Math.max(0, ...underway) + gzip.readableLength),
    /** The rest, before the response ends. */
    async finish() {
      const {promise, resolve} = Promise.withResolvers<void>();
      if (gzip === null || gzip.closed) return;
      gzip.once('end', resolve).once('close', resolve).end();
      await promise;
    },
  };
}

/** RFC 9110, section 12.5.3: named, and not with a weight of 0. */
function acceptsGzip(accepted: string): boolean {
  return accepted.split(',').some((coding) => {
    const [named, weight = '1'] = /^\s*gzip\s*(?:;\s*q=([\d.]+)\s*)?$/i.exec(coding) ?? [];
    return named !== undefined && Number(weight) > 0;
  });
}
