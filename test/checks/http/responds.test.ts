import {expect} from 'chai';
import {responds} from '../../../src/checks/http/responds.ts';
import {CannotTell, NoAnswer} from '../../../src/model/errors.ts';
import {NEVER_AWAY} from '../../../src/model/facts/observer.ts';
import type {Coding, HttpAnswer, HttpExchange} from '../../../src/model/facts/wire/http.ts';
import {exchanged, HTTP_URL, httpProbe, worldOf} from '../../support/wire-facts.ts';

function judge(exchange: HttpExchange, params: Record<string, unknown> = {}) {
  return responds.run(
    responds.params.parse({url: HTTP_URL, ...params}),
    worldOf({http: httpProbe(async () => exchange)}),
  );
}

describe('http/responds', () => {
  it('passes on what was asked for', async () => {
    const verdict = await judge(exchanged({}), {
      contentType: 'application/json',
      bodyContains: '"ok"',
      json: {'/status': 'ok', '/checks/0': {ms: 3, name: 'db'}},
    });
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(`GET ${HTTP_URL}: 200 after 12 ms`);
  });

  it('asks with the method, the headers and the time given', async () => {
    const requests: unknown[] = [];
    const request = async (asked: unknown) => {
      requests.push(asked);
      return exchanged({});
    };
    const params = responds.params.parse({
      url: HTTP_URL,
      method: 'OPTIONS',
      headers: {Origin: 'https://a.example'},
      within: '2s',
    });
    await responds.run(params, worldOf({http: httpProbe(request)}));
    expect(requests).to.deep.equal([
      {
        url: HTTP_URL,
        method: 'OPTIONS',
        headers: {Origin: 'https://a.example'},
        withinMs: 2000,
        protocol: 'agreed',
        coding: 'identity',
      },
    ]);
  });

  const different: readonly (readonly [string, Partial<HttpAnswer>, Record<string, unknown>, string])[] = [
    ['another status', {status: 503}, {}, 'answers 503, not 200'],
    ['a redirect', {status: 302, headers: {location: '/login'}}, {}, 'a redirect to /login, a login, not 200'],
    [
      'another type',
      {},
      {contentType: 'text/plain'},
      'content type application/json; charset=utf-8, not with text/plain',
    ],
    [
      'a page instead of JSON',
      {headers: {'content-type': 'text/html'}, body: '<html>'},
      {contentType: 'application/json'},
      'an HTML page',
    ],
    [
      'a login page with 200',
      {headers: {'content-type': 'text/html'}, body: '<input type=password>'},
      {},
      'an HTML login page',
    ],
    ['another body', {}, {bodyContains: 'nope'}, 'does not contain "nope"'],
    ['no body', {body: ''}, {bodyContains: 'ok'}, 'its body is empty'],
    ['a body that is not UTF-8', {bodyIsUtf8: false}, {bodyContains: 'ok'}, 'not UTF-8'],
    ['no JSON', {body: '<html>'}, {json: {'/status': 'ok'}}, 'its body is not JSON'],
    ['another JSON value', {}, {json: {'/checks/0/ms': '3'}}, '/checks/0/ms is 3, not "3"'],
    ['a JSON value that is missing', {}, {json: {'/version': 2}}, '/version is missing, not 2'],
    ['no redirect', {status: 301}, {status: 301, location: '/new'}, 'has no location, not to /new'],
    [
      'another redirect',
      {status: 301, headers: {location: '/old'}},
      {status: 301, location: '/new'},
      'redirects to /old, not to /new',
    ],
    ['a body without end', {end: 'silent', endAtMs: 10_000}, {}, 'did not end within 10 s'],
    ['an endless body', {end: 'too-large'}, {}, 'larger than 1 MiB'],
    ['a body that was cut', {end: 'truncated'}, {}, 'cut off'],
  ];
  for (const [name, answer, params, says] of different) {
    it(`fails on ${name}`, async () => {
      const verdict = await judge(exchanged(answer), params);
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.contain(says);
      expect(verdict.fix).to.be.a('string').and.not.equal('');
    });
  }

  it('takes a login page for right when that is what is asked for', async () => {
    const page = exchanged({headers: {'content-type': 'text/html'}, body: '<title>Login</title>'});
    expect((await judge(page, {contentType: 'text/html'})).status).to.equal('pass');
    expect((await judge(page, {bodyContains: 'Login'})).status).to.equal('pass');
  });

  it('compares redirect targets as URLs', async () => {
    const redirect = exchanged({status: 301, headers: {location: 'https://MCP.example.com/new'}});
    expect((await judge(redirect, {status: 301, location: '/new'})).status).to.equal('pass');
  });

  it('is exact about the time', async () => {
    expect((await judge(exchanged({endAtMs: 2000}), {within: '2s'})).status).to.equal('pass');
    expect((await judge(exchanged({endAtMs: 2001}), {within: '2s'})).status).to.equal('fail');
  });

  describe('when this process was not there all the time', () => {
    const observer = {gaps: [{fromMs: 100, toMs: 1600}], awayMs: 1500, suspendedMs: 0};
    const said = (answer: Parameters<typeof exchanged>[0], params: Record<string, unknown>, differing: object = {}) =>
      judge({...exchanged(answer), observer: {...observer, ...differing}}, params).then(
        ({status}) => status,
        (thrown: unknown) => (thrown instanceof CannotTell ? thrown.message : thrown),
      );

    it('cannot tell of a limit that was missed by less than that', async () => {
      expect(await said({endAtMs: 1600}, {within: '1s'})).to.contain(
        'this machine was not scheduled for 1.5 s of those 1.6 s, so it is not known whether it is complete within 1 s',
      );
    });

    it('tells what is so whatever the time', async () => {
      expect(await said({endAtMs: 1600}, {within: '1600ms'})).to.equal('pass');
      expect(await said({endAtMs: 1600, status: 500}, {within: '1s'})).to.equal('fail');
      expect(await said({endAtMs: 9000}, {within: '1s'})).to.equal('fail');
    });

    it('cannot tell of a time in which the machine was asleep', async () => {
      expect(await said({endAtMs: 20}, {within: '1s'}, {suspendedMs: 60_000})).to.contain('was suspended for 1 min');
      expect(await said({end: 'reset'}, {within: '1s'}, {suspendedMs: 60_000})).to.contain('was suspended for 1 min');
    });
  });

  it('says everything that is wrong at once', async () => {
    const verdict = await judge(exchanged({status: 500, body: 'oops'}), {
      bodyContains: 'ok',
      contentType: 'text/plain',
    });
    expect(verdict.actual.split('; ')).to.have.length.at.least(3);
  });

  it('fails on a certificate, with its names', async () => {
    const message = 'the certificate does not cover mcp.example.com; it names example.com';
    const refusal = {kind: 'certificate', code: 'ERR_TLS_CERT_ALTNAME_INVALID', message} as const;
    const verdict = await judge({url: HTTP_URL, connection: null, refusal, answer: null, observer: NEVER_AWAY});
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.contain(message);
  });

  it('lets a time-out through to the runner', async () => {
    const gone = new NoAnswer(HTTP_URL, 'connect', 'nothing came');
    const world = worldOf({http: httpProbe(() => Promise.reject(gone))});
    expect(await responds.run(responds.params.parse({url: HTTP_URL}), world).catch((error: unknown) => error)).to.equal(
      gone,
    );
  });

  it('wants response headers, and wants none of others', async () => {
    const headers = {'access-control-allow-origin': '*', vary: 'Accept-Encoding, Origin', server: 'nginx'};
    const said = async (responseHeaders: Record<string, unknown>) => {
      const {status, summary, fix} = await judge(exchanged({headers}), {responseHeaders});
      return status === 'pass' ? status : `${summary}. ${fix}`;
    };
    expect(
      await said({'Access-Control-Allow-Origin': '*', Vary: 'origin', Server: true, 'X-Powered-By': false}),
    ).to.equal('pass');
    expect(await said({'Access-Control-Allow-Origin': 'https://a.example'})).to.match(
      /: \*, not https:\/\/a\.example.*CORS/,
    );
    expect(await said({'Access-Control-Allow-Methods': 'POST'})).to.match(
      /no header access-control-allow-methods.*CORS/,
    );
    expect(await said({Vary: 'Cookie'})).to.include('not Cookie');
    expect(await said({Server: false})).to.include('has the header server: nginx, not none');
  });

  it('does not take two values for one where a header has one', async () => {
    const headers = {'access-control-allow-origin': 'https://a.example, https://a.example'};
    const verdict = await judge(exchanged({headers}), {
      responseHeaders: {'access-control-allow-origin': 'https://a.example'},
    });
    expect(verdict.status).to.equal('fail');
    expect(verdict.fix).to.include('one hop alone');
  });

  it('sends a body, with its type', async () => {
    const asked: unknown[] = [];
    const http = httpProbe(async ({headers, body}) => {
      asked.push([headers, body]);
      return exchanged({});
    });
    const ask = (params: object) =>
      responds.run(responds.params.parse({url: HTTP_URL, method: 'POST', ...params}), worldOf({http}));
    await ask({body: {query: '{a}'}});
    await ask({body: '{"query": "{a}"}'});
    await ask({body: 'a=b'});
    await ask({body: 'a=b', headers: {'content-type': 'application/x-www-form-urlencoded'}});
    expect(asked).to.deep.equal([
      [{'Content-Type': 'application/json'}, '{"query":"{a}"}'],
      [{'Content-Type': 'application/json'}, '{"query": "{a}"}'],
      [{'Content-Type': 'text/plain'}, 'a=b'],
      [{'content-type': 'application/x-www-form-urlencoded'}, 'a=b'],
    ]);
  });

  it('fails on a body that is not in the coding it is said to be in', async () => {
    const coding = {asked: 'gzip, deflate, br, zstd', said: 'gzip', problem: 'incorrect header check', encodedBytes: 9};
    const judged = (decoded: Coding['decoded'], differing: Partial<Coding> = {}) =>
      judge(exchanged({coding: {...coding, decoded, ...differing}})).then(
        ({status, summary}) => `${status}: ${summary}`,
      );
    expect(await judged('lies')).to.match(/^fail: .*not in that coding \(incorrect header check\)/);
    expect(await judged('unknown')).to.match(/^fail: .*browsers do not know/);
    expect(await judged('partial')).to.match(/^fail: .*ends in the middle of its gzip data/);
    expect(await judged('whole')).to.match(/^pass/);
    // As the answer to HEAD.
    expect(await judged('lies', {encodedBytes: 0})).to.match(/^pass/);
  });

  it('asks in each protocol and with each coding that is named, and says which is wrong', async () => {
    const http = httpProbe(async ({protocol, coding}) =>
      exchanged(protocol === 'h2' && coding === 'browser' ? {status: 502} : {}),
    );
    const params = responds.params.parse({
      url: HTTP_URL,
      protocols: ['h2', 'http/1.1'],
      codings: ['identity', 'browser'],
    });
    const verdict = await responds.run(params, worldOf({http}));
    expect(verdict.summary).to.include(
      `GET ${HTTP_URL}: over HTTP/2 with a browser's Accept-Encoding: answers 502, not 200`,
    );
  });

  const pages = {'content-type': 'text/html; charset=utf-8'};
  const webApp = '<!doctype html><title>My App</title><div id="root"></div><script src="/main.js"></script>';

  it('names a page that came, and refuses one in answer to OPTIONS', async () => {
    const page = exchanged({headers: pages, body: webApp});
    expect((await judge(page)).summary).to.include('200 after 12 ms, the HTML page of a web app ("My App")');
    for (const params of [
      {method: 'OPTIONS'},
      {json: {'/status': 'ok'}},
      {bodyContains: 'ok'},
      {contentType: 'application/json'},
    ]) {
      const verdict = await judge(page, params);
      expect(verdict.status, JSON.stringify(params)).to.equal('fail');
      expect(verdict.summary).to.include('the HTML page of a web app ("My App")');
      expect(verdict.fix).to.include('start page');
    }
    expect((await judge(page, {method: 'OPTIONS', contentType: 'text/html'})).status).to.equal('pass');
  });

  it('tells redirects apart, each with its own advice', async () => {
    const rows: readonly (readonly [string, RegExp, RegExp])[] = [
      ['http://mcp.example.com/health/', /from https down to http/, /X-Forwarded-Proto/],
      ['https://idp.example.com/authorize?client_id=a&response_type=code', /a login/, /without a login/],
      ['/health/', /a slash at the end/, /redirect of slashes/],
      [HTTP_URL, /round in a circle/, /two redirects/],
      ['https://other.example.com/health', /other\.example\.com/, /say status: 307/],
      ['/elsewhere', /elsewhere/, /say status: 307/],
    ];
    for (const [location, says, advice] of rows) {
      const verdict = await judge(exchanged({status: 307, headers: {location}}));
      expect(verdict.summary).to.match(says);
      expect(verdict.fix).to.match(advice);
    }
  });

  it('refuses params that mean nothing', () => {
    for (const params of [
      {url: 'ftp://a.example'},
      {url: HTTP_URL, status: 99},
      {url: HTTP_URL, json: {status: 1}},
      {url: HTTP_URL, body: 1},
      {url: HTTP_URL, body: 'a GET has none'},
      {url: HTTP_URL, responseHeaders: {'set-cookie': 'its value is not kept'}},
      {url: HTTP_URL, responseHeaders: {'not a name': true}},
    ]) {
      expect(responds.params.safeParse(params).success, JSON.stringify(params)).to.equal(false);
    }
  });
});
