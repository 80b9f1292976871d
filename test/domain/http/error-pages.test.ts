import {readdirSync, readFileSync} from 'node:fs';
import {expect} from 'chai';
import {statusFault} from '../../../src/domain/http/answer-advice.ts';
import {writtenBy} from '../../../src/domain/http/hops.ts';
import type {Fault} from '../../../src/model/outcome.ts';

/** As real servers answered; `npm run` has no command for it, `scripts/error-pages.ts` captures them again. */
interface Page {
  readonly when: string;
  readonly request: {readonly method: string; readonly path: string};
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const pages = (server: string) =>
  JSON.parse(readFileSync(new URL(`pages/${server}.json`, import.meta.url), 'utf8')).pages as readonly Page[];

function faultOf({request, status, headers, body}: Page, afterMs = 20): Fault {
  return statusFault({url: 'https://mcp.example.com/', method: request.method, status, headers, body, afterMs}, 299);
}

const find = (server: string, when: RegExp) => {
  const page = pages(server).find((one) => when.test(one.when));
  if (page === undefined) throw new Error(`no page of ${server} is like ${when}`);
  return page;
};

describe('error pages of real servers', () => {
  for (const [server, hop] of [
    ['nginx', 'nginx'],
    ['haproxy', 'haproxy'],
    ['apache', 'apache'],
    ['varnish', 'varnish'],
    ['caddy', 'caddy'],
  ] as const) {
    it(`of ${server} are known as its own`, () => {
      // Go says that itself, and has no mark of Caddy.
      const own = pages(server).filter(({when}) => server !== 'caddy' || !/plain HTTP/.test(when));
      for (const {when, headers, body} of own) expect(writtenBy(headers, body), when).to.equal(hop);
    });
  }

  it('of applications are known as no hop, and sent to their log or their routes', () => {
    for (const server of ['uvicorn-fastapi', 'gunicorn-uvicorn', 'uvicorn-full', 'mcp-python-1', 'mcp-typescript']) {
      for (const page of pages(server))
        expect(writtenBy(page.headers, page.body), `${server}: ${page.when}`).to.equal(null);
    }
    expect(faultOf(find('uvicorn-fastapi', /raises an exception/)).what).to.contain('uvicorn says so');
    expect(faultOf(find('uvicorn-full', /full/)).fix).to.contain('The service itself');
    expect(faultOf(find('uvicorn-fastapi', /path is wrong/)).fix).to.contain('root_path');
  });

  const meanings: readonly (readonly [string, RegExp, keyof Fault, string])[] = [
    ['nginx', /nothing listens behind it$/, 'fix', 'refuses the connection'],
    ['nginx', /nothing is configured/, 'fix', '`location`'],
    ['nginx', /client_max_body_size/, 'fix', 'Raise `client_max_body_size`'],
    ['nginx', /plain HTTP/, 'fix', 'https'],
    ['nginx', /scheme that it believes in/, 'what', 'http'],
    ['haproxy', /nothing listens/, 'fix', 'No server of the backend'],
    ['haproxy', /Transfer-Encoding twice/, 'fix', 'two Transfer-Encoding headers'],
    ['haproxy', /429/, 'fix', 'rate limit'],
    ['apache', /silent for longer/, 'fix', 'ProxyTimeout'],
    ['apache', /nothing listens behind it$/, 'fix', 'refuses the connection'],
    ['varnish', /silent/, 'fix', 'first_byte_timeout'],
    ['caddy', /no upstream is healthy/, 'fix', 'health checks'],
    ['caddy', /plain HTTP/, 'what', 'a port that speaks TLS'],
    ['gunicorn-sync', /killed at --timeout/, 'fix', 'WORKER TIMEOUT'],
    ['mcp-python-1', /public host name/, 'fix', 'allowed_hosts'],
    ['mcp-python-2', /public host name/, 'fix', 'allowed_hosts'],
    ['mcp-python-1', /another origin/, 'fix', 'allowed_origins'],
    ['mcp-python-1', /stream is asked for without a session/, 'fix', '`initialize`'],
    ['mcp-python-1', /session that it does not know/, 'what', 'another instance or worker'],
    ['mcp-typescript', /request comes with a session that it does not know/, 'what', 'another instance or worker'],
    ['mcp-typescript', /public host name/, 'what', 'refuses the Host header'],
    ['mcp-typescript', /not of type JSON/, 'fix', 'application/json'],
    ['mcp-python-1', /not of type JSON/, 'fix', 'application/json'],
    ['mcp-python-1', /Accept away/, 'fix', 'text/event-stream'],
    ['uvicorn-fastapi', /message comes without a session/, 'fix', 'Open the stream first'],
    ['uvicorn-fastapi', /another worker/, 'what', 'another instance or worker'],
    ['uvicorn-fastapi', /sent to the path of the stream/, 'fix', '`endpoint`'],
    ['uvicorn-fastapi', /is not trusted/, 'fix', '--forwarded-allow-ips'],
  ];
  for (const [server, when, part, says] of meanings) {
    it(`of ${server} have a meaning: ${when.source}`, () => {
      expect(faultOf(find(server, when))[part]).to.contain(says);
    });
  }

  it('name the timer that fits, of the hop that wrote them', () => {
    const late = faultOf(find('nginx', /silent for longer/), 60_010);
    expect(late.candidates?.map(({cause}) => cause)).to.deep.equal(["nginx's proxy_read_timeout (1 min)"]);
    const killed = faultOf(find('gunicorn-sync', /killed/), 30_400);
    expect(killed.candidates?.map(({cause}) => cause).join()).to.contain("gunicorn's worker timeout");
    expect(faultOf(find('nginx', /silent for longer/), 20_000).candidates).to.deep.equal([]);
  });

  it('never send to a login where none is asked for', () => {
    for (const file of readdirSync(new URL('pages', import.meta.url))) {
      for (const page of pages(file.replace('.json', ''))) {
        if (page.status < 500) continue;
        expect(faultOf(page).fix, `${file}: ${page.when}`).not.to.match(/log-?in|sign-on|exempt/i);
      }
    }
  });

  const hosted: readonly (readonly [string, number, Record<string, string>, string, string])[] = [
    [
      'ALB',
      503,
      {server: 'awselb/2.0'},
      '<html><center><h1>503 Service Temporarily Unavailable</h1></center></html>',
      'target group',
    ],
    ['ALB', 464, {server: 'awselb/2.0'}, '', 'protocol version'],
    ['API Gateway', 504, {'x-amzn-requestid': 'a'}, '{"message":"Endpoint request timed out"}', 'STREAM'],
    ['API Gateway', 504, {'x-amzn-requestid': 'a'}, '{"message": "Endpoint request timed out"}', 'STREAM'],
    ['API Gateway', 403, {'x-amz-apigw-id': 'a'}, '{"message":"Missing Authentication Token"}', 'no such method'],
    ['API Gateway', 503, {'apigw-requestid': 'a'}, '{"message":"Service Unavailable"}', 'VPC link'],
    ['Envoy', 504, {server: 'envoy'}, 'upstream request timeout', '`timeout: 0s`'],
    ['Envoy', 503, {server: 'istio-envoy'}, 'no healthy upstream', 'No endpoint of the cluster'],
    [
      'Envoy',
      503,
      {server: 'envoy'},
      'upstream connect error or disconnect/reset before headers. reset reason: connection failure',
      '(connection failure)',
    ],
    [
      'CloudFront',
      504,
      {'x-amz-cf-id': 'a'},
      '<H1>504 ERROR</H1> Generated by cloudfront (CloudFront)',
      'origin response timeout',
    ],
    ['Cloudflare', 524, {'cf-ray': 'a', server: 'cloudflare'}, 'error code: 524', 'accepted the request'],
    [
      'Cloudflare',
      521,
      {'cf-ray': 'a', server: 'cloudflare'},
      '<title>Web server is down | Cloudflare</title>',
      'refuses the connections',
    ],
  ];
  for (const [hop, status, headers, body, says] of hosted) {
    it(`of ${hop}, as documented, have a meaning: ${status} ${body.slice(0, 40)}`, () => {
      const {what, fix} = statusFault(
        {url: 'https://a.example/', method: 'GET', status, headers, body, afterMs: 5},
        200,
      );
      expect(what).to.contain(`${hop}${hop === 'ALB' ? ')' : ''} itself says so`);
      expect(fix).to.contain(says);
    });
  }

  it('take words for what they are where no mark of a hop is beside them', () => {
    expect(writtenBy({server: 'uvicorn'}, '{"message":"Not Found"}')).to.equal(null);
    expect(writtenBy({server: 'nginx', 'cf-ray': 'a'}, '{"error":"down"}')).to.equal(null);
  });
});
