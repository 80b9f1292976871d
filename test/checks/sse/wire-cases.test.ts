import {expect} from 'chai';
import {streamHolds} from '../../../src/checks/sse/stream-holds.ts';
import {streamIsWellFormed} from '../../../src/checks/sse/stream-is-well-formed.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {AwsFacts} from '../../../src/model/facts/aws-facts.ts';
import {NEVER_AWAY, type Observer} from '../../../src/model/facts/observer.ts';
import type {AskedCoding} from '../../../src/model/facts/wire/http.ts';
import type {StreamAnswer, StreamObservation} from '../../../src/model/facts/wire/stream.ts';
import type {Verdict} from '../../../src/model/outcome.ts';
import {
  every,
  FRAMING,
  observed,
  PLAIN,
  STREAM_URL,
  spokenAt,
  sseProbe,
  streamRefused,
  timelineAt,
  worldOf,
} from '../../support/wire-facts.ts';

/** What pathological servers and hops look like on the wire, and what has to be said of each. */

type Looks = StreamObservation | Readonly<Record<AskedCoding, StreamObservation>>;

function worldWith(looks: Looks, idleSeconds: number) {
  return worldOf({
    aws: {
      loadBalancerAttributes: async () => ({'idle_timeout.timeout_seconds': String(idleSeconds)}),
    } as unknown as AwsFacts,
    sse: sseProbe(async ({coding = 'identity'}) => ('url' in looks ? looks : looks[coding])),
  });
}

async function holds(looks: Looks, params: object = {}, idleSeconds = 60): Promise<Verdict> {
  const given = streamHolds.params.parse({url: STREAM_URL, holdFor: 'past-idle', alb: 'alb', ...params});
  return streamHolds.run(given, worldWith(looks, idleSeconds));
}

async function wellFormed(looks: Looks, params: object = {}): Promise<Verdict> {
  return streamIsWellFormed.run(streamIsWellFormed.params.parse({url: STREAM_URL, ...params}), worldWith(looks, 60));
}

async function untold(verdict: Promise<Verdict>): Promise<string> {
  const thrown: unknown = await verdict.catch((error: unknown) => error);
  expect(thrown).to.be.instanceOf(CannotTell);
  return (thrown as CannotTell).message;
}

const seen = (answer: Partial<StreamAnswer>, observer: Observer = NEVER_AWAY) => ({...observed(answer), observer});
const causes = ({candidates = []}: Verdict) => candidates.map(({cause}) => cause).join('\n');

/** Events every second from the beginning on, closed by us after 10 s, but for what the case says. */
const SPOKEN = spokenAt(every(1000, 21, 10_021));
const NOT_HELD = {end: 'truncated', endMessage: 'other side closed'} as const;

describe('cases of the wire', () => {
  it('W1: our own process was stopped over the cut', async () => {
    const observer = {gaps: [{fromMs: 1000, toMs: 4000}], awayMs: 3000, suspendedMs: 0};
    for (const end of ['truncated', 'reset', 'complete'] as const) {
      const cut = spokenAt(every(300, 21, 921), {end, endAtMs: 4000});
      expect(await untold(holds(seen(cut, observer), {holdFor: '3s'})), end).to.contain(
        'this machine was not scheduled',
      );
    }
  });

  it('W2: healthy, and our own process was stopped for 5 s', async () => {
    const observer = {gaps: [{fromMs: 2000, toMs: 7000}], awayMs: 5000, suspendedMs: 0};
    const spoken = spokenAt([...every(300, 21, 1821), 7000, ...every(300, 7221, 10_221)]);
    const away = {...spoken, silenceAtLeastMs: 179, silenceAtMostMs: 5200};
    expect(await untold(holds(seen(away, observer), {holdFor: '8s', heartbeatWithin: '1s'}))).to.contain(
      'this machine was not scheduled for 5 s',
    );
    expect((await holds(seen(away, observer), {holdFor: '8s'})).status).to.equal('pass');
    const stopped = spokenAt(every(300, 21, 1821), {endAtMs: 7100});
    expect(await untold(holds(seen(stopped, observer), {holdFor: '4s'}))).to.contain('not scheduled');
  });

  it('W3: it spoke every 300 ms and stopped, open all the same', async () => {
    const verdict = await holds(seen(spokenAt(every(300, 21, 2121), {endAtMs: 8020})), {holdFor: '8s'});
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.contain('it spoke every 300 ms and stopped: open, and silent for its last 5.9 s');
    expect(causes(verdict)).to.contain('a server process that hangs').and.contain('a hop that holds back');
  });

  it('W3: it has no cadence, or spoke at the start only: open as far as this side can see', async () => {
    const once = seen(spokenAt([21], {endAtMs: 8020}));
    expect(await untold(holds(once, {holdFor: '8s'}))).to.contain('open as far as this side can see');
    expect((await holds(once, {holdFor: '8s', heartbeatWithin: '15s'})).status).to.equal('pass');
    const uneven = seen(spokenAt([21, 300, 2000, 2500], {endAtMs: 8020}));
    expect(await untold(holds(uneven, {holdFor: '8s'}))).to.contain('silent for its last 5.5 s');
  });

  it("W4: with a browser's Accept-Encoding nothing arrives", async () => {
    const coding = {asked: 'gzip, deflate, br, zstd', said: 'gzip', decoded: 'partial', problem: null} as const;
    const browser = observed(
      spokenAt([], {end: 'silent', endAtMs: 10_020, bytes: 0, coding: {...coding, encodedBytes: 10}}),
    );
    const verdict = await holds({identity: observed(SPOKEN), browser}, {holdFor: '10s'});
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary)
      .to.contain("with a browser's Accept-Encoding: no first byte came")
      .and.contain('nothing of the gzip stream arrives');
    expect(causes(verdict)).to.contain('middleware of the server that compresses').and.contain('gzip_types');
    expect(verdict.fix).to.contain('compression');
  });

  it('W5: Content-Encoding over a plain body', async () => {
    const lies = {...PLAIN, said: 'gzip', decoded: 'lies', problem: 'incorrect header check'} as const;
    for (const check of [holds, wellFormed]) {
      const verdict = await check(observed({...SPOKEN, coding: lies, events: 0, firstEventAtMs: null}), {
        holdFor: '10s',
      });
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.contain('says Content-Encoding: gzip, and its body is not in that coding');
      expect(verdict.summary).not.to.contain('first event');
    }
  });

  it('W6: pretty JSON behind one data line', async () => {
    const strayLines = {count: 3, samples: ['  "a": 1,', '  "b": 2', '}']};
    for (const check of [holds, wellFormed]) {
      const verdict = await check(observed({...SPOKEN, framing: {...FRAMING, strayLines}}), {holdFor: '10s'});
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.contain(String.raw`3 lines are not fields, and clients drop their text: "\"a\": 1,"`);
      expect(verdict.fix).to.contain('Begin every line of the data with `data: `');
    }
  });

  it('W7: an error inside a stream with status 200', async () => {
    const line = {atMs: 21, kind: 'event', type: 'error', id: null, text: 'upstream refused the model'} as const;
    const ended = {...spokenAt([21]), end: 'complete', endAtMs: 30, lines: [line]} as const;
    const verdict = await wellFormed(observed({...ended, framing: {...FRAMING, types: {error: 1}}}));
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.contain('an event of type error').and.contain('"upstream refused the model"');

    const html = {count: 2, samples: ['<html><head><title>Internal Server Error</title></head>', '<body>']};
    const page = await wellFormed(observed({...SPOKEN, framing: {...FRAMING, strayLines: html}}));
    expect(page.summary)
      .to.contain('an error came as an HTML page inside the stream')
      .and.contain('Internal Server Error');

    const dangling = {bytes: 34, text: '{"detail":"Internal Server Error"}'};
    const json = await wellFormed(observed({...SPOKEN, framing: {...FRAMING, dangling}}));
    expect(json.summary).to.contain('an error came as a JSON document').and.contain('Internal Server Error');
  });

  it('W8: events that no empty line ends, \\n as two characters, NDJSON', async () => {
    const nothing = {...SPOKEN, events: 0, firstEventAtMs: null};
    const say = async (framing: object) => {
      const verdict = await holds(observed({...nothing, framing: {...FRAMING, ...framing}}), {holdFor: '10s'});
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).not.to.contain('first event');
      return verdict;
    };
    const run = await say({dangling: {bytes: 120, text: 'data: 1\ndata: 2\ndata: 3\n'}});
    expect(run.summary).to.contain('120 bytes came and no event: they were never ended by an empty line');
    expect(run.fix).to.contain('End each event with an empty line');
    const escaped = await say({dangling: {bytes: 33, text: String.raw`data: 1\n\ndata: 2\n\n`}});
    expect(escaped.summary).to.contain(String.raw`writes \n as two characters`);
    const ndjson = await say({strayLines: {count: 9, samples: ['{"a":1}', '{"a":2}', '{"message":"c"}']}});
    expect(ndjson.summary).to.contain('sends lines of JSON (NDJSON), not events');
  });

  it('W10: bursts are said, and not judged', async () => {
    const times = [0, 3000, 6000, 9000].flatMap((fromMs) => every(1, fromMs + 21, fromMs + 30));
    const verdict = await holds(observed({...spokenAt(times), timeline: timelineAt(times)}), {holdFor: '9s'});
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.contain('events came in bursts (about 10 at a time every 3 s)');
  });

  it('W13: heartbeats only, where a session of MCP is asked for', async () => {
    const beats = {...spokenAt(every(15_000, 21, 75_021)), events: 0, comments: 6, firstEventAtMs: null};
    expect((await holds(observed(beats))).status).to.equal('fail');
    const verdict = await holds(observed(beats), {headers: {'mcp-protocol-version': '2025-11-25'}});
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.contain('not looked at: HTTP/2 (the server does not offer it), the conversation of MCP');
  });

  it('W14: one event of 1.5 MiB passes, naming the clients that drop it', async () => {
    const framing = {...FRAMING, largestEventBytes: 1.5 * 1024 * 1024, largestLineBytes: 1.5 * 1024 * 1024};
    for (const check of [holds, wellFormed]) {
      const verdict = await check(observed({...SPOKEN, framing}), {holdFor: '10s'});
      expect(verdict.status).to.equal('pass');
      expect(verdict.summary)
        .to.contain('an event of 1.5 MiB is more than clients of the Python SDK of MCP 2 (httpx2 2.10 and later) take')
        .and.contain('bufio.Scanner');
    }
  });

  it('W15: no headers until the first event', async () => {
    const late = spokenAt(every(1000, 20_001, 90_001), {headersAtMs: 20_000});
    const verdict = await holds(observed(late));
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.contain('the response headers came after 20 s, not within 15 s (headersWithin)');
    expect(verdict.summary).not.to.contain('first byte');
    expect(verdict.candidates?.[0]).to.deep.include({
      cause: 'the server, which sends its headers with the first event',
      because: 'no response headers for 20 s, and then the first byte together with them',
    });
    expect(causes(verdict))
      .to.match(/nginx/)
      .and.match(/BUFFERED/)
      .and.match(/mount_http/);
  });

  it('W15: headers held back until the look gives up, or until the hop answers', async () => {
    const message = 'no response headers came within 15 s, though the same address answers';
    const held = await holds(streamRefused({kind: 'held', code: null, message}), {holdFor: '10s'});
    expect(held.status).to.equal('fail');
    expect(held.summary).to.contain(message);
    expect(causes(held)).to.contain('mount_http of fastapi-mcp');

    const answered = await holds(
      observed({
        status: 504,
        headers: {server: 'awselb/2.0', 'content-type': 'text/html'},
        sniff: '',
        headersAtMs: 60_100,
      }),
    );
    expect(answered.summary).to.contain('answers 504, not 200: the load balancer (ALB) itself says so, after 1 min');
    expect(answered.candidates?.[0]).to.deep.include({
      cause: "an Application Load Balancer's idle timeout (1 min)",
      because: 'the answer 504 came 1 min after the request, and the header server shows it to be on the way',
    });
    expect(answered.fix).to.contain('sent no response headers in time');
  });

  it('W16: whose page it is, after how long', async () => {
    const nginx =
      '<html><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx/1.22.1</center></body></html>';
    const page = {'content-type': 'text/html', server: 'nginx/1.22.1'};
    const verdict = await holds(observed({status: 502, headers: page, sniff: nginx, headersAtMs: 12}));
    expect(verdict.summary).to.contain('answers 502, not 200: nginx itself says so, after 11 ms');
    expect(verdict.fix).to.contain('error log of nginx').and.not.contain('login').and.not.contain('sign-on');
    const silent = nginx.replaceAll('502 Bad Gateway', '504 Gateway Time-out');
    const late = await holds(observed({status: 504, headers: page, sniff: silent, headersAtMs: 60_020}));
    expect(causes(late)).to.equal("nginx's proxy_read_timeout (1 min)");
    const haproxy = `<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>`;
    const down = await holds(observed({status: 503, headers: {'content-type': 'text/html'}, sniff: haproxy}));
    expect(down.fix).to.contain('No server of the backend of HAProxy is up');
  });

  it('W17: a generator that yields once and returns', async () => {
    const verdict = await holds(observed(spokenAt([21], {end: 'complete', endAtMs: 22})));
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.contain('ended properly by the server right after its only event');
    expect(verdict.fix)
      .to.contain('generator')
      .and.not.match(/idle|at least every/);
    expect(verdict.candidates).to.equal(undefined);
  });

  it('W18: a worker that is killed at its timeout, with data flowing', async () => {
    const cut = spokenAt(every(1000, 21, 29_021), {...NOT_HELD, endAtMs: 29_820, headersAtMs: 20});
    const verdict = await holds(observed(cut));
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.contain('data had come 799 ms before: no idle timer ended it');
    expect(verdict.summary).to.contain("gunicorn's worker timeout");
    expect(verdict.summary).not.to.contain('idle timeout');
    expect(verdict.fix).to.contain('A heartbeat does not help');
    expect(causes(verdict)).to.contain('gunicorn').and.not.contain('idle');
  });

  it('W19: the one meaning that refusals of MCP servers have', async () => {
    const refused = async (status: number, sniff: string, headers: Record<string, string> = {}) =>
      holds(observed({status, headers: {'content-type': 'text/plain', ...headers}, sniff}));
    expect((await refused(421, 'Invalid Host header')).fix).to.contain('allowed_hosts');
    expect((await refused(406, '')).fix).to.contain('Accept: application/json, text/event-stream');
    expect((await refused(405, '', {allow: 'POST'})).summary).to.contain('a stream by GET');
    expect((await refused(429, '', {'retry-after': '30'})).fix).to.contain('30 s');
    expect((await refused(400, 'Bad Request: Missing session ID')).fix).to.contain('initialize');
    expect((await refused(404, 'Session not found')).summary).to.contain('another instance or worker');
  });

  it('W20: a redirect down to http', async () => {
    const location = STREAM_URL.replace('https:', 'http:');
    const verdict = await holds(observed({status: 307, headers: {location: `${location}/`}, sniff: ''}));
    expect(verdict.summary).to.match(/https.* to http/);
    expect(verdict.fix).to.contain('--forwarded-allow-ips');
  });

  it('W21: timers by what starts them: Cloudflare after silence, Envoy at an age', async () => {
    const silent = spokenAt([21], {...NOT_HELD, endAtMs: 125_021});
    const verdict = await holds(observed(silent), {holdFor: '130s'});
    expect(verdict.summary).to.contain("2 min 5 s of silence fits Cloudflare's proxy read timeout");
    const shown = {'content-type': 'text/event-stream', 'transfer-encoding': 'chunked', 'cf-ray': '8f-FRA'};
    const marked = await holds(observed({...silent, headers: shown}), {holdFor: '130s'});
    expect(marked.candidates?.[0]?.because).to.contain('the header cf-ray shows it to be on the way');

    const flowing = spokenAt(every(1000, 21, 14_021), {...NOT_HELD, endAtMs: 15_030});
    expect(causes(await holds(observed(flowing)))).to.contain("Envoy's route timeout (15 s)");
    // Fifteen seconds after its last byte is no age.
    const idle = spokenAt(every(1000, 21, 25_021), {...NOT_HELD, endAtMs: 40_030});
    expect(causes(await holds(observed(idle)))).not.to.contain('Envoy');
  });

  it('W22: who of several ended it at 60 s, one look cannot tell', async () => {
    for (const end of ['truncated', 'complete'] as const) {
      const verdict = await holds(observed(spokenAt([21], {end, endAtMs: 60_200})));
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).not.to.contain('=');
      expect(causes(verdict)).to.contain("the load balancer's idle timeout (1 min)").and.contain('the server itself');
      if (end === 'truncated') expect(causes(verdict)).to.contain("nginx's proxy_read_timeout");
      for (const {decidedBy} of verdict.candidates ?? []) expect(decidedBy).not.to.equal('');
      expect(verdict.fix).to.contain('at least every 30 s').and.contain('behind each hop');
    }
    const known = await holds(observed(spokenAt([21], {...NOT_HELD, endAtMs: 60_200})), {}, 4000);
    expect(causes(known)).not.to.contain('load balancer');
  });

  it('W26: no time to hold is no claim', () => {
    expect(streamHolds.params.safeParse({url: STREAM_URL, holdFor: '0s'}).success).to.equal(false);
  });

  const CHUNKED = {'content-type': 'text/event-stream', 'transfer-encoding': 'chunked'};
  const healthy: Readonly<Record<string, Partial<StreamAnswer>>> = {
    'a body of HTTP/1.0 that ends when the connection does': {headers: {'content-type': 'text/event-stream'}},
    'CR at the end of lines': {framing: {...FRAMING, lineEnds: {lf: 0, cr: 9, crlf: 0}}},
    'CRLF at the end of lines': {framing: {...FRAMING, lineEnds: {lf: 0, cr: 0, crlf: 9}}},
    'a byte order mark': {framing: {...FRAMING, bom: true}},
    'a charset': {headers: {...CHUNKED, 'content-type': 'text/event-stream;charset=UTF-8'}},
    'a type in capitals': {headers: {...CHUNKED, 'content-type': 'Text/Event-Stream'}},
    'fields that no client knows': {framing: {...FRAMING, unknownFields: {count: 2, names: ['trace']}}},
    'U+0000': {framing: {...FRAMING, hasNul: true}},
    retry: {framing: {...FRAMING, retryMs: 3000}},
    'an event under way when we close it': {framing: {...FRAMING, dangling: {bytes: 9, text: 'data: hal'}}},
    'a comment without an empty line': {framing: {...FRAMING, dangling: {bytes: 14, text: ': ping\n: ping\n'}}},
    'data with escaped line ends under way': {
      framing: {...FRAMING, dangling: {bytes: 30, text: String.raw`data: {"text":"a\n\nb"`}},
    },
    'many types': {framing: {...FRAMING, types: {endpoint: 1, message: 9, 'no-error': 1}}},
    'compression that is flushed': {
      coding: {asked: 'gzip, deflate, br, zstd', said: 'gzip', decoded: 'partial', problem: null, encodedBytes: 200},
    },
  };
  for (const [shape, answer] of Object.entries(healthy)) {
    it(`stays green: ${shape}`, async () => {
      for (const check of [holds, wellFormed]) {
        expect((await check(observed({...SPOKEN, ...answer}), {holdFor: '10s'})).status).to.equal('pass');
      }
    });
  }
});
