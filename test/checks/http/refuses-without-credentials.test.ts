import {expect} from 'chai';
import {refusesWithoutCredentials} from '../../../src/checks/http/refuses-without-credentials.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {NEVER_AWAY} from '../../../src/model/facts/observer.ts';
import type {HttpAnswer, HttpExchange, HttpRequest} from '../../../src/model/facts/wire/http.ts';
import {exchanged, HTTP_URL, httpProbe, worldOf} from '../../support/wire-facts.ts';

const {params} = refusesWithoutCredentials;

function judge(exchange: HttpExchange, given: Record<string, unknown> = {}) {
  const world = worldOf({http: httpProbe(async () => exchange)});
  return refusesWithoutCredentials.run(params.parse({url: HTTP_URL, ...given}), world);
}

const HTML = {'content-type': 'text/html'};
const LOGIN = 'https://idp.example.com/oauth2/authorize?client_id=a&response_type=code';

describe('http/refuses-without-credentials', () => {
  it('passes on 401 and on 403', async () => {
    expect((await judge(exchanged({status: 403}))).status).to.equal('pass');
    const verdict = await judge(
      exchanged({status: 401, headers: {'www-authenticate': 'Bearer resource_metadata="…"'}}),
    );
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include('asks for Bearer');
    expect((await judge(exchanged({status: 401, headers: {}}))).summary).to.include('without WWW-Authenticate');
  });

  const open: readonly (readonly [string, Partial<HttpAnswer>, string, RegExp])[] = [
    ['what is served to anybody', {}, 'answers 200, not 401 or 403', /ask for credentials/],
    ['an answer without content', {status: 204, body: ''}, 'answers 204', /ask for credentials/],
    [
      'a web app instead',
      {headers: HTML, body: '<title>App</title><script src=/a.js></script><div id="root"></div>'},
      'the HTML page of a web app ("App")',
      /start page/,
    ],
    ['a redirect to a login', {status: 302, headers: {location: LOGIN}}, 'a login, not 401', /login: allowed/],
    ['a login page', {headers: HTML, body: '<input type="password">'}, 'a login page, not 401', /login: allowed/],
  ];
  for (const [name, answer, says, advice] of open) {
    it(`fails on ${name}, with advice of its own`, async () => {
      const verdict = await judge(exchanged(answer));
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.include(says);
      expect(verdict.fix).to.match(advice);
    });
  }

  it('passes on a login where one is allowed, and on nothing else that is a redirect', async () => {
    const login = 'allowed';
    expect((await judge(exchanged({status: 302, headers: {location: LOGIN}}), {login})).status).to.equal('pass');
    expect((await judge(exchanged({headers: HTML, body: '<input type="password">'}), {login})).status).to.equal('pass');
    expect((await judge(exchanged({}), {login})).status).to.equal('fail');
    const slash = exchanged({status: 307, headers: {location: `${HTTP_URL}/`}});
    expect(await judge(slash, {login}).catch((error: unknown) => error)).to.be.instanceOf(CannotTell);
  });

  const unknown: readonly Partial<HttpAnswer>[] = [
    {status: 404},
    {status: 400},
    {status: 405},
    {status: 406},
    {status: 421},
    {status: 429},
    {status: 500},
    {status: 503},
    {status: 307, headers: {location: `${HTTP_URL}/`}},
    {status: 403, body: '{"message":"Missing Authentication Token"}'},
    {status: 403, headers: {'x-amzn-errortype': 'MissingAuthenticationTokenException'}},
  ];
  for (const answer of unknown) {
    it(`cannot tell from ${answer.status} ${JSON.stringify(answer.body ?? answer.headers ?? '')}`, async () => {
      const thrown = await judge(exchanged(answer)).catch((error: unknown) => error);
      expect(thrown).to.be.instanceOf(CannotTell);
      expect((thrown as CannotTell).message)
        .to.include(String(answer.status))
        .and.include('not known');
    });
  }

  it('takes a demand for a certificate of the client for a refusal, and a closed port for none', async () => {
    const refusedWith = (kind: 'tls' | 'refused', code: string): HttpExchange => ({
      url: HTTP_URL,
      connection: null,
      refusal: {kind, code, message: 'refused'},
      answer: null,
      observer: NEVER_AWAY,
    });
    expect((await judge(refusedWith('tls', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'))).status).to.equal('pass');
    expect((await judge(refusedWith('tls', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'))).status).to.equal('fail');
    expect((await judge(refusedWith('refused', 'ECONNREFUSED'))).status).to.equal('fail');
  });

  it('asks without credentials', async () => {
    const requests: HttpRequest[] = [];
    const http = httpProbe(async (request) => {
      requests.push(request);
      return exchanged({status: 401});
    });
    const given = params.parse({url: HTTP_URL, method: 'POST', headers: {Accept: 'application/json'}, body: {id: 1}});
    await refusesWithoutCredentials.run(given, worldOf({http}));
    expect(requests.map(({headers, body, method}) => ({headers, body, method}))).to.deep.equal([
      {headers: {Accept: 'application/json', 'Content-Type': 'application/json'}, body: '{"id":1}', method: 'POST'},
    ]);
  });

  it('refuses to be given any', () => {
    for (const given of [
      {headers: {Authorization: 'Bearer a'}},
      {headers: {cookie: 'a=b'}},
      {headers: {'X-Api-Key': 'a'}},
      {url: 'https://user:password@mcp.example.com/'},
      {method: 'DELETE'},
      {body: 'a'},
    ]) {
      expect(params.safeParse({url: HTTP_URL, ...given}).success, JSON.stringify(given)).to.equal(false);
    }
  });
});
