import {constants, createGzip, type Gzip} from 'node:zlib';
import type {TappedStream} from '../streams/tap.ts';
import {defineFault, isEvent} from './fault.ts';
import {count, oneOf} from './values.ts';

const ODD_FIELDS = ['Data: upper case', ' data: led by a space', 'unknown: field', 'retry: 12x'];

/** What is unusual in the bytes of a stream, all of it allowed by the HTML Living Standard, 9.2.5 and 9.2.6. */
export const BYTES = [
  defineFault({
    name: 'event-size',
    value: count('BYTES', '100000', 8_000_000),
    does: 'makes the data of each event at least this long',
    seenAs: 'parts of events in one read; clients with a small buffer give up',
    begin: (least) => ({
      // JSON takes white space at its end.
      part: (text) => text.replace(/^(data: )(.*)$/m, (_, field, data) => `${field}${data.padEnd(least)}`),
    }),
  }),
  defineFault({
    name: 'odd-fields',
    value: null,
    does: 'adds lines to each event that are no fields of SSE',
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
    seenAs: 'nothing: one mark at the begin belongs to no line',
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
    does: 'ends lines by CR or CRLF in place of LF',
    seenAs: 'nothing; a parser that waits for LF behind CR is one event late',
    begin: (how) => ({part: (text) => text.replaceAll('\n', how === 'cr' ? '\r' : '\r\n')}),
  }),
  defineFault({
    name: 'gzip',
    value: oneOf('flush', 'hold'),
    does: 'compresses streams for who accepts it: at once, or all at the end',
    seenAs: 'Content-Encoding on an event stream; held: nothing until the end',
    begin: (how) => compression(how === 'flush'),
  }),
  // Last: what follows would see a part of a character.
  defineFault({
    name: 'split-utf8',
    value: null,
    does: 'adds text that is not ASCII to each event, parted inside a character',
    seenAs: 'U+FFFD in the data of a client that decodes each part by itself',
    begin: () => ({
      part(text, stream) {
        const bytes = Buffer.from(text.replace(/^(data: \{"seq":.*)\}$/m, '$1,"text":"grüße € 𝄞"}'));
        const at = bytes.findIndex((byte) => byte >= 0xc0);
        if (at === -1) return bytes;
        stream.sendPast(bytes.subarray(0, at + 1));
        return bytes.subarray(at + 1);
      },
    }),
  }),
];

function compression(flushes: boolean) {
  let gzip: Gzip | null = null;
  return {
    head(response: TappedStream['response']): void {
      const isStream = /^text\/event-stream/.test(String(response.getHeader('content-type')));
      if (!isStream || !/\bgzip\b/.test(String(response.req.headers['accept-encoding']))) return;
      response.setHeader('Content-Encoding', 'gzip');
      gzip = createGzip();
    },
    open(stream: TappedStream): void {
      gzip?.on('data', (bytes: Buffer) => stream.sendPast(bytes));
      stream.response.once('close', () => gzip?.destroy());
    },
    part(text: string): string | null {
      if (gzip === null) return text;
      gzip.write(text);
      if (flushes) gzip.flush(constants.Z_SYNC_FLUSH);
      return null;
    },
    /** What is left, before the response ends. */
    async finish(): Promise<void> {
      const {promise, resolve} = Promise.withResolvers<void>();
      if (gzip === null) return;
      gzip.once('end', resolve).once('close', resolve).end();
      await promise;
    },
  };
}
