import {expect} from 'chai';
import {endpointKeepsBasePath} from '../../../src/checks/mcp/endpoint-keeps-base-path.ts';
import {CannotTell, NoAnswer} from '../../../src/model/errors.ts';
import type {McpAnswer, McpConversation, McpRequest, McpStep} from '../../../src/model/facts/wire/mcp.ts';
import {conversation, mcpMessage, mcpProbe, mcpStep, notBegunWith} from '../../support/mcp-facts.ts';
import {thrownBy} from '../../support/thrown-by.ts';
import {STREAM_URL, worldOf} from '../../support/wire-facts.ts';

const PATH = '/jessica-service/mcp/sse/stream';
const NGINX_404 = {status: 404, format: 'other', text: '<hr><center>nginx/1.22.1</center>'} as const;
const APP_404 = {status: 404, text: '{"detail":"Not Found"}'} as const;

function streamNaming(data: string): McpStep {
  const url = URL.parse(data, STREAM_URL)?.href ?? null;
  const endpoint = {at: {atMs: 12, earliestMs: 12}, data, url};
  return mcpStep({
    ...{purpose: 'stream', method: 'GET', rpc: null, url: STREAM_URL},
    answer: {format: 'event-stream', endpoint, events: 1, firstEvent: 'endpoint', end: 'held'},
  });
}

const ACCEPTED = {status: 202, text: '{"message":"Accepted"}'} as const;

/** The endpoint event, and how the first message there is answered. */
function naming(data: string, answer: Partial<McpAnswer> | null, differing: Partial<McpStep> = {}): McpConversation {
  const stream = streamNaming(data);
  const first = mcpStep({url: stream.answer?.endpoint?.url ?? '', answer, ...differing});
  const hasReply = first.reply !== null;
  return conversation({
    ...{url: STREAM_URL, transport: hasReply ? 'http-sse' : null, revision: hasReply ? '2024-11-05' : null},
    steps: [stream, first],
  });
}

function judge(seen: (request: McpRequest) => McpConversation, given: Record<string, unknown> = {}) {
  const params = endpointKeepsBasePath.params.parse({url: STREAM_URL, ...given});
  return endpointKeepsBasePath.run(params, worldOf({mcp: mcpProbe(seen)}));
}

const unrouted = (answer: Partial<McpAnswer>) =>
  notBegunWith(mcpStep({purpose: 'stream', method: 'GET', rpc: null, url: STREAM_URL, answer}));

describe('mcp/endpoint-keeps-base-path', () => {
  it('passes below the base path once, where a message is taken', async () => {
    const verdict = await judge(() =>
      naming(`${PATH}/messages/?session_id=[redacted]`, ACCEPTED, {reply: mcpMessage()}),
    );
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      `${STREAM_URL}: the endpoint event names ${PATH}/messages/, below /jessica-service once; a message there is accepted (202)`,
    );
  });

  it('passes where the session is unknown: that is not about the path', async () => {
    const lost = {status: 404, text: '{"detail":"Could not find session"}'};
    const verdict = await judge(() => naming(`${PATH}/messages/?session_id=x`, lost));
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include('see mcp/messages-find-their-session');
  });

  it('passes where another path reaches the session all the same, as a reply proves, and says so', async () => {
    const twice = await judge(() => naming(`/jessica-service${PATH}/messages/`, ACCEPTED, {reply: mcpMessage()}));
    expect(twice.status).to.equal('pass');
    expect(twice.summary).to.include('twice, and the server takes messages there all the same');
    expect((await judge(() => naming(`/jessica-service${PATH}/messages/`, ACCEPTED))).status).to.equal('fail');
  });

  it('passes where there is no endpoint event to name a path', async () => {
    const verdict = await judge(() => conversation());
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include('messages go to this URL itself');
  });

  const named: readonly (readonly [string, string, Partial<McpAnswer> | null, RegExp, RegExp])[] = [
    [
      'without the base path',
      '/mcp/sse/stream/messages/',
      NGINX_404,
      /names \/mcp\/sse\/stream\/messages\/, without the base path \/jessica-service of the stream: .*404, and nginx itself/,
      /root_path="\/jessica-service"/,
    ],
    [
      'with the base path twice',
      `/jessica-service${PATH}/messages/`,
      APP_404,
      /twice: a message there gets 404/,
      /fastapi-mcp 0\.3\.6/,
    ],
    ['below another path', '/other/messages/', APP_404, /not below the base path/, /announce messages below/],
    [
      'by http',
      `http://mcp.example.com${PATH}/messages/`,
      null,
      /by http, where the stream is https/,
      /X-Forwarded-Proto/,
    ],
    ['an internal host', `http://10.0.3.7:8000${PATH}/messages/`, null, /only the inside of a network/, /public name/],
    [
      'another origin',
      `https://mcp.example.net${PATH}/messages/`,
      null,
      /another origin than https:\/\/mcp\.example\.com/,
      /clients refuse every other/,
    ],
    ['no URL', 'http://[', null, /neither a path nor a URL/, /from its first slash on/],
  ];
  for (const [name, data, answer, says, advice] of named) {
    it(`fails on an endpoint ${name}, with advice of its own`, async () => {
      const steps = answer === null ? [streamNaming(data)] : naming(data, answer).steps;
      const verdict = await judge(() => notBegunWith(...steps));
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.match(says);
      expect(verdict.fix).to.match(advice);
    });
  }

  const refused: readonly (readonly [string, Partial<McpAnswer>, RegExp, RegExp])[] = [
    ['404 by a hop', NGINX_404, /nothing forwards this path to the service of the stream/, /listener rule/],
    [
      '404 by the load balancer',
      {...APP_404, text: '', headers: {server: 'awselb/2.0'}},
      /the load balancer \(ALB\) itself says so/,
      /`\/\*` behind/,
    ],
    [
      '404 by something else',
      APP_404,
      /something that is not the server of the stream, or has no such path/,
      /rewrites the path/,
    ],
    ['405', {status: 405, headers: {allow: 'GET'}}, /405/, /./],
    ['502', {status: 502}, /502/, /./],
  ];
  for (const [name, answer, says, advice] of refused) {
    it(`fails where a message to the right path gets ${name}`, async () => {
      const verdict = await judge(() => naming(`${PATH}/messages/`, answer));
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.match(says);
      expect(verdict.fix).to.match(advice);
    });
  }

  it('fails where a slash is lost on the way to http, and says both', async () => {
    const headers = {location: `http://mcp.example.com${PATH}/messages/?session_id=[redacted]`};
    const verdict = await judge(() => naming(`${PATH}/messages?session_id=x`, {status: 307, headers}));
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.match(/307, a redirect for the slash .*from https down to http/);
    expect(verdict.fix).to.match(/slash at its end.*X-Forwarded-Proto/);
  });

  it('passes where clients are redirected on the same origin, and fails where nothing takes the message there', async () => {
    const headers = {location: `${PATH}/messages/?session_id=[redacted]`};
    const redirected = naming(`${PATH}/messages?session_id=x`, {status: 307, headers}).steps;
    const url = `https://mcp.example.com${PATH}/messages/`;
    const taken = await judge(() => notBegunWith(...redirected, mcpStep({url, answer: ACCEPTED, reply: mcpMessage()})));
    expect(taken.status).to.equal('pass');
    expect(taken.summary).to.include('a redirect on the same origin that clients follow each time');
    const lost = await judge(() => notBegunWith(...redirected, mcpStep({url, answer: APP_404})));
    expect(lost.status).to.equal('fail');
    expect(lost.fix).to.include('slash at its end');
  });

  it('tells where the application has a stream that is not found', async () => {
    const twice = (data: string) => (request: McpRequest) =>
      request.url === STREAM_URL ? unrouted(APP_404) : notBegunWith(streamNaming(data));
    const stripped = await judge(twice(`${PATH}/messages/`));
    expect(stripped.summary).to.include('a hop takes it away before');
    const both = await judge(twice(`/jessica-service${PATH}/messages/`));
    expect(both.summary).to.include('applied twice, by root_path and by a prefix');
    const neither = await judge(() => unrouted(APP_404));
    expect(neither.summary).to.include(`has no such path, nor /jessica-service${PATH}`);
    const advice = [stripped, both, neither].map(({fix}) => fix);
    expect(new Set(advice).size).to.equal(3);
    const unforwarded = await judge(() => unrouted(NGINX_404));
    expect(unforwarded.summary).to.include('nginx itself says so');
  });

  it('asks for the base path twice only once, and only where it has one', async () => {
    const urls: string[] = [];
    const seen = (request: McpRequest) => {
      urls.push(request.url);
      return unrouted(APP_404);
    };
    await judge(seen);
    expect(urls).to.deep.equal([STREAM_URL, `https://mcp.example.com/jessica-service${PATH}`]);
    urls.length = 0;
    await judge(seen, {basePath: '/'});
    expect(urls).to.deep.equal([STREAM_URL]);
  });

  it('cannot tell where a message got no answer', async () => {
    const silence = {kind: 'no-answer', phase: 'headers', message: 'no response headers came'} as const;
    await thrownBy(
      judge(() => naming(`${PATH}/messages/`, null, {silence})),
      NoAnswer,
    );
    const slow = {kind: 'unknown', message: 'this machine slept', fix: 'wake it', transient: true} as const;
    await thrownBy(
      judge(() => notBegunWith(mcpStep({answer: null, silence: slow}))),
      CannotTell,
    );
  });

  it('takes a base path with a slash at its end or without', () => {
    const read = (basePath: string) =>
      endpointKeepsBasePath.params.safeParse({url: STREAM_URL, basePath}).data?.basePath;
    expect([read('/a/'), read('/a'), read('/'), read('')]).to.deep.equal(['/a', '/a', '', '']);
    expect(read('a')).to.equal(undefined);
  });
});
