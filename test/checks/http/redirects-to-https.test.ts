import {expect} from 'chai';
import {redirectsToHttps} from '../../../src/checks/http/redirects-to-https.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {NEVER_AWAY} from '../../../src/model/facts/observer.ts';
import type {Refusal} from '../../../src/model/facts/wire/connection.ts';
import type {HttpExchange} from '../../../src/model/facts/wire/http.ts';
import {exchanged, httpProbe, worldOf} from '../../support/wire-facts.ts';

const URL_ASKED = 'http://mcp.example.com/events?page=2';

function judge(exchange: HttpExchange, params: Record<string, unknown> = {}) {
  const world = worldOf({http: httpProbe(async ({url}) => ({...exchange, url}))});
  return redirectsToHttps.run(redirectsToHttps.params.parse({url: URL_ASKED, ...params}), world);
}

const redirect = (location: string | null, status = 301) =>
  exchanged({status, headers: location === null ? {} : {location}, body: ''});

function refusedWith(refusal: Refusal, differing: Partial<HttpExchange> = {}): HttpExchange {
  return {url: URL_ASKED, connection: null, refusal, answer: null, observer: NEVER_AWAY, ...differing};
}

describe('http/redirects-to-https', () => {
  it('passes on the same host, path and query over HTTPS', async () => {
    for (const location of [
      'https://mcp.example.com/events?page=2',
      'https://MCP.example.com:443/events?page=2',
      'https://mcp.example.com/events?page=2#top',
    ]) {
      const verdict = await judge(redirect(location));
      expect(verdict.status, location).to.equal('pass');
      expect(verdict.summary).to.include('301, a redirect to').and.not.include('temporary');
    }
    expect((await judge(redirect('https://mcp.example.com/events?page=2', 308))).summary).to.not.include('temporary');
  });

  it('says of a redirect that is not for good that it is none', async () => {
    for (const status of [302, 303, 307]) {
      const verdict = await judge(redirect('https://mcp.example.com/events?page=2', status));
      expect(verdict.status).to.equal('pass');
      expect(verdict.summary).to.include('a temporary one');
    }
  });

  const wrong: readonly (readonly [string, HttpExchange, string, RegExp])[] = [
    ['what is served in the clear', exchanged({}), 'answers 200 over plain HTTP', /redirect to HTTPS instead of/],
    ['an error of its own', exchanged({status: 404}), 'answers 404 over plain HTTP', /default action/],
    ['an error behind it', exchanged({status: 503}), 'answers 503 over plain HTTP', /without a target/],
    ['a redirect to nowhere', redirect(null), 'not a URL', /redirect action/],
    ['a redirect that stays on plain HTTP', redirect('/events?page=2'), 'not to https', /protocol HTTPS/],
    ['another host', redirect('https://other.example.com/events?page=2'), 'another host', /#\{host\}/],
    ['another port', redirect('https://mcp.example.com:8443/events?page=2'), 'port 8443, not 443', /HTTPS listener/],
    ['a lost path', redirect('https://mcp.example.com/?page=2'), 'the path /, not /events', /#\{path\}/],
    ['a lost query', redirect('https://mcp.example.com/events'), 'without the query', /#\{query\}/],
    ['304, which is not a redirect', exchanged({status: 304}), 'answers 304', /default action/],
  ];
  for (const [name, exchange, says, advice] of wrong) {
    it(`fails on ${name}, with advice of its own`, async () => {
      const verdict = await judge(exchange);
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.include(says);
      expect(verdict.fix).to.match(advice);
    });
  }

  it('keeps a query that is a secret, as it was sent or as it is shown', async () => {
    const url = 'http://mcp.example.com/events?token=abc';
    const shown = 'http://mcp.example.com/events?token=[redacted]';
    const judged = (location: string) => {
      const http = httpProbe(async () => ({...redirect(location), url: shown}));
      return redirectsToHttps.run(redirectsToHttps.params.parse({url}), worldOf({http}));
    };
    expect((await judged('https://mcp.example.com/events?token=abc')).status).to.equal('pass');
    expect((await judged('https://mcp.example.com/events?token=[redacted]')).status).to.equal('pass');
    expect((await judged('https://mcp.example.com/events?token=abcd')).status).to.equal('fail');
  });

  it('leads where it is said to lead', async () => {
    const there = redirect('https://new.example.com:8443/');
    expect((await judge(there, {to: 'https://new.example.com:8443/'})).status).to.equal('pass');
    expect((await judge(there, {to: 'https://new.example.com/'})).status).to.equal('fail');
  });

  it('fails where nothing listens, unless that is allowed', async () => {
    const refusal = {kind: 'refused', code: 'ECONNREFUSED', message: 'the connection was refused'} as const;
    expect((await judge(refusedWith(refusal))).status).to.equal('fail');
    expect((await judge(refusedWith(refusal), {closed: 'allowed'})).status).to.equal('pass');
    const cut = {kind: 'closed', code: null, message: 'the connection was closed'} as const;
    expect((await judge(refusedWith(cut), {closed: 'allowed'})).status).to.equal('fail');
  });

  it('cannot tell what was refused while this machine was away', async () => {
    const cut = {kind: 'closed', code: null, message: 'the connection was closed'} as const;
    const observer = {gaps: [{fromMs: 0, toMs: 2000}], awayMs: 2000, suspendedMs: 0};
    expect(await judge(refusedWith(cut, {observer})).catch((error: unknown) => error)).to.be.instanceOf(CannotTell);
  });

  it('is about plain HTTP', () => {
    expect(redirectsToHttps.params.safeParse({url: 'https://mcp.example.com/'}).success).to.equal(false);
  });
});
