import type {StreamAnswer} from '../../model/facts/wire/stream.ts';
import {plainText} from '../../model/text/plain-text.ts';

/** Some hops turn a reset behind them into a clean end, so a clean end proves nothing about who ended it. */
export function howItEnded({end, endCode, endMessage}: StreamAnswer, framed: boolean): string {
  const said = plainText(endMessage, 120);
  switch (end) {
    case 'complete':
      return framed
        ? 'it was ended properly, by the server or by a hop that turns a cut into a clean end'
        : 'it was closed, which is how a body without a length ends: a cut by a hop looks the same';
    case 'truncated':
      return `it was broken off inside the message (${said}): a hop did that, or a server that died`;
    case 'reset':
      return `the connection was reset (${said}): a hop did that, or a server that died`;
    case 'stream-reset':
      return `the HTTP/2 stream was reset (${resetText(endCode ?? said)})`;
    case 'goaway':
      return `the HTTP/2 connection was ended by GOAWAY (${resetText(endCode ?? said)}) before the stream was over`;
    case 'too-large':
      return 'we gave up on it';
    case 'held':
    case 'silent':
      return 'we closed it';
  }
}

/** What an HTTP/2 error code says of who used it (RFC 9113, section 7). */
function resetText(code: string): string {
  const meaning: Readonly<Record<string, string>> = {
    NO_ERROR: 'an orderly end: a deployment or a reload of the hop, or its limit for one connection',
    INTERNAL_ERROR: 'the hop lost what is behind it, or failed itself',
    CANCEL: 'the hop or server gave it up',
    REFUSED_STREAM: 'it was not begun: the limit of streams of a connection',
    ENHANCE_YOUR_CALM: 'the hop takes this client for one that asks too much',
    PROTOCOL_ERROR: 'something in it breaks a rule of HTTP/2, a forbidden header for one',
  };
  const known = meaning[code];
  return known === undefined ? plainText(code, 60) : `${code}: ${known}`;
}
