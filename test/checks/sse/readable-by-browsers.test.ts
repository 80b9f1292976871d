import {expect} from 'chai';
import {readableByBrowsers} from '../../../src/checks/sse/readable-by-browsers.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {NEVER_AWAY} from '../../../src/model/facts/observer.ts';
import type {Protocol} from '../../../src/model/facts/wire/connection.ts';
import type {StreamAnswer, StreamObservation, StreamRequest} from '../../../src/model/facts/wire/stream.ts';
import {observed, PLAIN, STREAM_URL, sseProbe, streamRefused, worldOf} from '../../support/wire-facts.ts';

const TYPE = {'content-type': 'text/event-stream'};
const ORIGIN = 'https://app.example.com';
const ALLOWED = {...TYPE, 'access-control-allow-origin': ORIGIN, vary: 'Origin'};

function judgeEach(
  look: (request: StreamRequest) => StreamObservation,
  given: Record<string, unknown> = {},
  offered: readonly Protocol[] = ['http/1.1'],
) {
  const world = worldOf({sse: sseProbe(async (request) => look(request), offered)});
  return readableByBrowsers.run(readableByBrowsers.params.parse({url: STREAM_URL, ...given}), world);
}

const judge = (answer: Partial<StreamAnswer>, given: Record<string, unknown> = {}) =>
  judgeEach(() => observed(answer), given);

const messageOf = (judged: Promise<unknown>) =>
  judged.then(
    () => 'a verdict',
    (error: unknown) => (error instanceof CannotTell ? error.message : error),
  );

describe('sse/readable-by-browsers', () => {
  it('passes for a page of the same origin, whatever CORS says', async () => {
    const asked: StreamRequest[] = [];
    const verdict = await judgeEach((request) => {
      asked.push(request);
      return observed({headers: TYPE});
    });
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include('a page gets it').and.include('6 connections');
    expect((await judge({headers: TYPE}, {origin: 'https://mcp.example.com'})).status).to.equal('pass');
    expect(asked.map(({headers, coding}) => [headers, coding])).to.deep.equal([
      [{}, 'identity'],
      [{}, 'browser'],
    ]);
  });

  it('asks with the origin of the page', async () => {
    const asked: StreamRequest[] = [];
    await judgeEach(
      (request) => {
        asked.push(request);
        return observed({headers: ALLOWED});
      },
      {origin: ORIGIN},
    );
    expect(asked.map(({headers}) => headers)).to.deep.equal([{Origin: ORIGIN}, {Origin: ORIGIN}]);
  });

  const credentials = 'access-control-allow-credentials';
  const cors: readonly (readonly [Record<string, string>, boolean, string | null])[] = [
    [{}, false, 'has no Access-Control-Allow-Origin'],
    [{'access-control-allow-origin': '*'}, false, null],
    [{'access-control-allow-origin': ORIGIN}, false, null],
    [{'access-control-allow-origin': `${ORIGIN}/`}, false, 'not https://app.example.com'],
    [{'access-control-allow-origin': 'https://APP.example.com'}, false, 'not https://app.example.com'],
    [{'access-control-allow-origin': `${ORIGIN}, ${ORIGIN}`}, false, 'not https://app.example.com'],
    [{'access-control-allow-origin': 'null'}, false, 'not https://app.example.com'],
    [{'access-control-allow-origin': '*', [credentials]: 'true'}, true, 'does not count for a page that sends'],
    [{'access-control-allow-origin': ORIGIN}, true, 'no Access-Control-Allow-Credentials: true'],
    [{'access-control-allow-origin': ORIGIN, [credentials]: 'True'}, true, 'no Access-Control-Allow-Credentials: true'],
    [{'access-control-allow-origin': ORIGIN, [credentials]: 'true'}, true, null],
  ];
  for (const [headers, withCredentials, says] of cors) {
    it(`${says === null ? 'passes' : 'fails'} on ${JSON.stringify(headers)}${withCredentials ? ' with cookies' : ''}`, async () => {
      const verdict = await judge({headers: {...TYPE, ...headers}}, {origin: ORIGIN, credentials: withCredentials});
      expect(verdict.status).to.equal(says === null ? 'pass' : 'fail');
      if (says !== null) expect(verdict.summary).to.include(says);
    });
  }

  it('says where a cache could give it to another page', async () => {
    const {vary: _, ...headers} = ALLOWED;
    expect((await judge({headers}, {origin: ORIGIN})).summary).to.include('without Vary: Origin');
    expect((await judge({headers: ALLOWED}, {origin: ORIGIN})).summary).to.not.include('Vary');
  });

  it('fails on plain HTTP for an https page, but not on this machine itself', async () => {
    const url = 'http://mcp.example.com/events';
    const mixed = await judge({headers: ALLOWED}, {url, origin: ORIGIN});
    expect(mixed.status).to.equal('fail');
    expect(mixed.summary).to.include('mixed content');
    expect((await judge({headers: ALLOWED}, {url: 'http://localhost:8080/events', origin: ORIGIN})).status).to.equal(
      'pass',
    );
    expect((await judge({headers: TYPE}, {url})).status).to.equal('pass');
    expect((await judge({headers: TYPE}, {url: 'https://mcp.example.com:6000/'})).summary).to.include('on port 6000');
  });

  it('fails on a redirect into the clear, and cannot tell of one that browsers follow', async () => {
    const down = {status: 307, headers: {location: 'http://mcp.example.com/events/'}};
    const verdict = await judge(down);
    expect(verdict.status).to.equal('fail');
    expect(verdict.fix).to.include('X-Forwarded-Proto');
    const slash = {status: 307, headers: {location: `${STREAM_URL}/`}};
    expect(await messageOf(judge(slash))).to.include('which browsers follow');
    // Nothing is mixed on a page that is in the clear itself.
    expect(await messageOf(judge(down, {origin: 'http://app.example.com'}))).to.include('which browsers follow');
  });

  it('fails over HTTP/2 alone on what it forbids', async () => {
    const message = 'the response has the header connection, which HTTP/2 forbids (RFC 9113, section 8.2.2)';
    const refusal = {kind: 'malformed', code: 'PROTOCOL_ERROR', message} as const;
    const verdict = await judgeEach(
      ({protocol}) => (protocol === 'h2' ? streamRefused(refusal) : observed({headers: TYPE})),
      {},
      ['h2', 'http/1.1'],
    );
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.match(/over HTTP\/2: .*the header connection, which HTTP\/2 forbids/);
  });

  it('fails on a coding that browsers cannot read, and on a charset that they refuse', async () => {
    const coding = {...PLAIN, said: 'gzip', decoded: 'lies' as const, problem: 'incorrect header check'};
    expect((await judge({coding})).summary).to.include('not in that coding');
    const unknown = {...PLAIN, said: 'x-own', decoded: 'unknown' as const};
    expect(await messageOf(judge({coding: unknown}))).to.include('do not know and leave as it is');
    expect((await judge({headers: {'content-type': 'text/event-stream;charset=UTF-8'}})).status).to.equal('pass');
    const latin = await judge({headers: {'content-type': 'text/event-stream; charset=iso-8859-1'}});
    expect(latin.summary).to.include('charset=iso-8859-1, which Chromium refuses');
  });

  it('fails where events come to others and not to a browser', async () => {
    const look = ({coding}: StreamRequest) =>
      observed(coding === 'browser' ? {events: 0, firstEventAtMs: null, end: 'silent', endAtMs: 10_000} : {});
    const verdict = await judgeEach(look);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include("with a browser's Accept-Encoding: opens and brings no event");
    const away = {...NEVER_AWAY, awayMs: 2000, gaps: [{fromMs: 1, toMs: 2001}]};
    const unsure = judgeEach((request) => ({...look(request), observer: away}));
    expect(await messageOf(unsure)).to.include('whether events come in time');
  });

  it('cannot tell without an event, unless none is expected', async () => {
    const silent = {events: 0, firstEventAtMs: null};
    expect(await messageOf(judge(silent))).to.include('no event came');
    expect((await judge(silent, {expect: 'headers'})).status).to.equal('pass');
    expect((await judge(silent, {expect: 'byte'})).status).to.equal('pass');
  });

  it('cannot tell of what EventSource cannot send', async () => {
    expect(await messageOf(judge({}, {headers: {Authorization: 'Bearer a'}}))).to.include(
      'cannot send the header Authorization',
    );
    expect((await judge({}, {headers: {Cookie: 'a=b'}})).status).to.equal('pass');
    // What is wrong is wrong for a script, too.
    expect((await judge({headers: TYPE}, {headers: {Authorization: 'Bearer a'}, origin: ORIGIN})).status).to.equal(
      'fail',
    );
  });

  it('refuses what is no origin', () => {
    for (const origin of ['https://app.example.com/', 'app.example.com', 'https://APP.example.com', 'null']) {
      expect(readableByBrowsers.params.safeParse({url: STREAM_URL, origin}).success, origin).to.equal(false);
    }
  });
});
