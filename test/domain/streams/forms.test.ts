import {expect} from 'chai';
import {judgeWithoutCredentials} from '../../../src/domain/http/without-credentials.ts';
import {beginningFindings} from '../../../src/domain/streams/beginning.ts';
import {cacheHit} from '../../../src/domain/streams/cache-signs.ts';
import {endingFault} from '../../../src/domain/streams/ending.ts';
import {framingFaults} from '../../../src/domain/streams/framing.ts';
import {notAStream} from '../../../src/domain/streams/not-a-stream.ts';
import type {Framing} from '../../../src/model/facts/wire/framing.ts';
import type {StreamAnswer} from '../../../src/model/facts/wire/stream.ts';
import {every, FRAMING, httpAnswer, observed, PLAIN, spokenAt, streamAnswer} from '../../support/wire-facts.ts';

const ENDED = {end: 'complete', endMessage: 'the message was over'} as const;

function said(differing: Partial<StreamAnswer>): string {
  return framingFaults(streamAnswer(differing))
    .map(({what, fix}) => `${what}\n${fix}`)
    .join('\n');
}

const framed = (framing: Partial<Framing>, differing: Partial<StreamAnswer> = {}) =>
  said({...differing, framing: {...FRAMING, ...framing}});

describe('a stream in a form that clients cannot use', () => {
  const line = (text: string) => ({atMs: 30, kind: 'event', type: 'message', id: null, text}) as const;
  const errors = [
    '{"error":{"message":"overloaded"}}',
    '{"type":"error","error":{"type":"overloaded_error"}}',
    '{"detail":"Internal Server Error"}',
    '{"type":"about:blank","title":"Bad Gateway","status":502}',
    '{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"boom"}}',
  ];
  for (const text of errors) {
    it(`ended with an error as its data, before [DONE] too: ${text}`, () => {
      for (const lines of [[line(text)], [line(text), line('[DONE]')]]) {
        expect(said({...ENDED, lines})).to.include('ended the stream with an error');
      }
    });
  }

  it('does not end with an error where its last data only speaks of one', () => {
    for (const text of ['{"detail":"high","error":null}', '{"title":"A book","status":200}', '{"type":"errors"}']) {
      expect(said({...ENDED, lines: [line(text)]}), text).to.equal('');
    }
  });

  for (const text of [
    '{"type":"https://x/probs","title":"Out of memory","status":500,"detail":"boom"}',
    'Internal Server Error',
    'Traceback (most recent call last):\n  File "x.py", line 1',
  ]) {
    it(`has an error in the middle that is no event: ${text}`, () => {
      expect(framed({dangling: {bytes: text.length, text}}, ENDED)).to.include('an error came as');
    });
  }

  it('is compressed without saying so', () => {
    const dangling = {bytes: 500, text: '\u001f\ufffd\u0008\u0000\u0000'};
    const text = framed({dangling, isUtf8: false}, {events: 0});
    expect(text).to.include('compressed with gzip that it does not say').and.not.include('base64');
    expect(text).to.not.include('empty line');
    expect(framed({dangling: {bytes: 5, text: 'data: \ufffd'}, isUtf8: false}, {events: 0})).to.include('base64');
  });

  it('is not compressed where it says an empty coding', () => {
    expect(said({coding: {...PLAIN, said: ''}})).to.equal('');
  });

  it('has spaces in its empty lines', () => {
    expect(framed({strayLines: {count: 5, samples: [' ', ' ']}}))
      .to.include('nothing but spaces')
      .and.not.include('`data: `');
  });

  it('has no data', () => {
    const limits = {
      expect: 'event',
      headersWithinMs: 15_000,
      firstByteWithinMs: 5000,
      firstEventWithinMs: 10_000,
    } as const;
    const framing = {...FRAMING, unknownFields: {count: 30, names: ['Data']}};
    const answer = streamAnswer({...spokenAt(every(300, 21, 12_021)), events: 0, firstEventAtMs: null, framing});
    const [fault] = beginningFindings(answer, limits).faults;
    expect(fault?.what).to.include('no field data, but Data');
    expect(fault?.fix).to.include('lower case').and.not.include('hop');
  });

  it('goes on with what is not HTTP', () => {
    const endMessage = 'Response does not match the HTTP/1.1 protocol (Invalid character in chunk size)';
    const answer = streamAnswer({...spokenAt([21], {endAtMs: 500}), end: 'truncated', endMessage});
    const fault = endingFault({answer, connection: null, holdForMs: 3000, idleTimeoutMs: null});
    expect(fault.what).to.include('not HTTP');
    expect(fault.fix).to.include('beside the chunks');
    expect(fault.candidates).to.deep.equal([]);
    // The parser's words for a connection that was closed where a chunk has to begin: as when a worker is killed.
    const cut = {...answer, endMessage: 'Response does not match the HTTP/1.1 protocol (Invalid EOF state)'};
    const killed = endingFault({answer: cut, connection: null, holdForMs: 3000, idleTimeoutMs: null});
    expect(killed.what).not.to.include('not HTTP');
  });

  it('is one although its type was sent twice, as browsers have it', () => {
    const typed = (type: string) => notAStream(observed({}), streamAnswer({headers: {'content-type': type}}));
    expect(typed('text/event-stream, text/event-stream')).to.equal(null);
    expect(typed('text/html, text/event-stream; charset=utf-8')).to.equal(null);
    expect(typed('text/event-stream, text/html')?.what).to.include('page');
  });
});

describe('what caches say', () => {
  const hits = [
    ['x-rack-cache', 'fresh'],
    ['x-symfony-cache', 'GET /sse: stale, valid, store'],
    ['x-vercel-cache', 'PRERENDER'],
    ['x-cached', 'HIT'],
    ['x-cache', 'CACHED'],
    ['x-from-cache', 'true'],
    ['x-cache-hit', '1'],
    ['warning', '110 - "Response is stale"'],
  ] as const;
  for (const [name, value] of hits) {
    it(`is a hit: ${name}: ${value}`, () => expect(cacheHit({[name]: value})).to.not.equal(null));
  }
  const misses = [
    ['x-rack-cache', 'stale, invalid, store'],
    ['x-symfony-cache', 'GET /sse: miss'],
    ['x-cache', 'not cached'],
    ['x-cache', 'uncached'],
    ['x-from-cache', 'false'],
    ['warning', '199 - "something else"'],
  ] as const;
  for (const [name, value] of misses) {
    it(`is none: ${name}: ${value}`, () => expect(cacheHit({[name]: value})).to.equal(null));
  }
});

describe('a refusal that is not about credentials', () => {
  const asked = {place: 'GET https://mcp.example.com/', url: 'https://mcp.example.com/', login: 'refused'} as const;
  for (const [status, headers, body] of [
    [403, {}, '{"error":{"message":"Invalid Host: mcp.example.com"}}'],
    [403, {}, 'Invalid Origin header'],
    [401, {}, 'Unauthorized: Session ID is required'],
    [403, {'cf-mitigated': 'challenge'}, '<title>Just a moment...</title>'],
    [202, {'x-amzn-waf-action': 'challenge'}, ''],
  ] as const) {
    it(`says nothing of them: ${status} ${body}`, () => {
      const {faults, doubt} = judgeWithoutCredentials(httpAnswer({status, headers, body}), asked);
      expect(faults).to.deep.equal([]);
      expect(doubt).to.not.equal(null);
    });
  }
});
