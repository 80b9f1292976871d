import {createHash} from 'node:crypto';
import {expect} from 'chai';
import {CannotTell, NoAnswer} from '../../../src/model/errors.ts';
import {alwaysThere} from '../../../src/model/facts/observer.ts';
import {redactText} from '../../../src/model/text/redact.ts';
import {KnownSecrets} from '../../../src/model/text/secrets/known-secrets.ts';
import {recordFacts} from '../../../src/probes/facts.ts';
import {createWire, type WireOptions} from '../../../src/probes/wire/wire.ts';
import {attempt, passingStore} from '../../support/attempt.ts';
import {type PathologyServer, startPathologyServer} from '../../support/pathology-server.ts';
import {steppedClock} from '../../support/stepped-clock.ts';
import {steppedWire} from '../../support/stepped-wire.ts';

describe('the wire, on a server that is ill in one way per route', () => {
  let server: PathologyServer;
  before(async () => {
    server = await startPathologyServer();
  });
  after(() => server.close());

  function get(path: string, options: Partial<WireOptions> = {}) {
    const {clock, wire} = steppedWire(options);
    const url = path.startsWith('http') ? path : server.url(path);
    return {clock, exchange: wire.http(attempt()).request({method: 'GET', url, headers: {}, withinMs: 5000})};
  }

  function watch(path: string, holdForMs = 60_000, firstEventWithinMs = 0) {
    const {clock, wire} = steppedWire();
    const request = {url: server.url(path), headers: {}, headersWithinMs: 5000, holdForMs, firstEventWithinMs};
    return {clock, observation: wire.sse(attempt()).stream(request)};
  }

  async function noAnswer(promise: Promise<unknown>): Promise<NoAnswer> {
    const thrown = await promise.then(
      () => expect.fail('answered'),
      (error: unknown) => error,
    );
    expect(thrown).to.be.instanceOf(NoAnswer);
    return thrown as NoAnswer;
  }

  describe('before response headers', () => {
    it('a refused port is a refusal', async () => {
      const gone = await startPathologyServer();
      await gone.close();
      const {refusal, answer} = await get(gone.url('/')).exchange;
      expect(answer).to.equal(null);
      expect(refusal).to.deep.equal({
        kind: 'refused',
        code: 'ECONNREFUSED',
        message: `the connection was refused at 127.0.0.1:${gone.port}`,
      });
    });

    it('a name that does not exist is a refusal', async () => {
      const lookup: WireOptions['lookup'] = (_host, _options, done) =>
        done(Object.assign(new Error('getaddrinfo ENOTFOUND'), {code: 'ENOTFOUND'}), '', 4);
      const {refusal} = await get('http://mcp.run.georgi.invalid/', {lookup}).exchange;
      expect(refusal?.kind).to.equal('no-such-name');
      expect(refusal?.message).to.equal('there is no such name as mcp.run.georgi.invalid');
    });

    it('a name server that fails is not an answer', async () => {
      const lookup: WireOptions['lookup'] = (_host, _options, done) =>
        done(Object.assign(new Error('getaddrinfo EAI_AGAIN'), {code: 'EAI_AGAIN'}), '', 4);
      const thrown = await noAnswer(get('http://mcp.run.georgi.invalid/', {lookup}).exchange);
      expect(thrown.phase).to.equal('resolve');
      expect(thrown.target).to.equal('http://mcp.run.georgi.invalid/');
    });

    it('a name server that says nothing is not an answer in time', async () => {
      const {clock, exchange} = get('http://mcp.run.georgi.invalid/', {lookup: () => {}});
      await clock.sleeperAt(5000);
      clock.advance(5000);
      const thrown = await noAnswer(exchange);
      expect(thrown.phase).to.equal('resolve');
      expect(thrown.message).to.equal('http://mcp.run.georgi.invalid/: the name was not resolved within 5 s');
    });

    describe('from a process that was not there all the time', () => {
      const awayFor = (awayMs: number, suspendedMs = 0) => {
        const clock = steppedClock();
        const presence = {
          watch: () => ({
            ...alwaysThere(clock).watch(),
            awayMs: () => Math.min(awayMs, clock.monotonicMs()),
            observer: () => ({gaps: [], awayMs: Math.min(awayMs, clock.monotonicMs()), suspendedMs}),
          }),
        };
        const wire = createWire({
          ...{store: passingStore(), clock, presence, connectTo: () => null, ca: null, secrets: new KnownSecrets()},
          lookup: () => {},
        });
        const request = {method: 'GET', url: 'http://mcp.run.georgi.invalid/', headers: {}, withinMs: 5000};
        return {
          clock,
          thrown: wire
            .http(attempt())
            .request(request)
            .catch((error: unknown) => error),
        };
      };

      it('silence is waited for as much longer, and is no answer then', async () => {
        const {clock, thrown} = awayFor(2000);
        await clock.sleeperAt(5000);
        clock.advance(5000);
        await clock.sleeperAt(7000);
        clock.advance(2000);
        expect(await thrown).to.be.instanceOf(NoAnswer);
      });

      it('silence cannot be told from its own where it is hardly ever there', async () => {
        const {clock, thrown} = awayFor(Number.POSITIVE_INFINITY);
        await clock.sleeperAt(5000);
        let passedMs = 0;
        while ((await Promise.race([thrown, new Promise((resolve) => setTimeout(resolve, 5, null))])) === null) {
          clock.advance(5000);
          passedMs += 5000;
        }
        expect(await thrown).to.be.instanceOf(CannotTell);
        expect(String(await thrown)).to.contain('whether it answers within 5 s');
        expect(passedMs).to.be.below(120_000);
      });

      it('silence after a sleep of the machine cannot be told', async () => {
        const {clock, thrown} = awayFor(0, 60_000);
        await clock.sleeperAt(5000);
        clock.advance(5000);
        expect(await thrown).to.be.instanceOf(CannotTell);
        expect(String(await thrown)).to.contain('this machine was suspended for 1 min');
      });
    });

    it('a server that takes the request and says nothing holds the headers back', async () => {
      const {clock, exchange} = get('/nothing');
      await server.asked('/nothing');
      clock.advance(4999);
      clock.advance(1);
      const {answer, refusal, connection} = await exchange;
      expect(answer).to.equal(null);
      expect(refusal).to.deep.equal({
        kind: 'held',
        code: null,
        message: 'no response headers came within 5 s, though the same address answers',
      });
      expect(connection).to.deep.include({protocol: null, remoteAddress: '127.0.0.1'});
    });

    for (const [path, kind, code] of [
      ['/closed', 'closed', 'UND_ERR_SOCKET'],
      ['/reset', 'closed', 'ECONNRESET'],
      ['/half-a-header', 'closed', 'UND_ERR_SOCKET'],
      ['/garbage', 'malformed', null],
      ['/endless-headers', 'malformed', 'UND_ERR_HEADERS_OVERFLOW'],
    ] as const) {
      it(`${path} is a refusal of kind ${kind}`, async () => {
        const {refusal} = await get(path).exchange;
        expect(refusal).to.include({kind, code});
      });
    }

    it('an aborted attempt ends with the reason, whatever it waits for', async () => {
      const controller = new AbortController();
      const {wire} = steppedWire();
      const request = {method: 'GET', url: server.url('/nothing?abort'), headers: {}, withinMs: 5000};
      const exchange = wire.http(attempt(controller.signal)).request(request);
      await server.asked('/nothing?abort');
      controller.abort(new Error('interrupted'));
      const thrown = await exchange.then(
        () => null,
        (error: unknown) => error,
      );
      expect(thrown).to.have.property('message', 'interrupted');
    });

    it('a header that no request can carry is an error', async () => {
      const {wire} = steppedWire();
      const request = {method: 'GET', url: server.url('/echo'), headers: {'x-a': 'a\r\nb'}, withinMs: 5000};
      const thrown = await wire
        .http(attempt())
        .request(request)
        .catch((error: unknown) => error);
      expect(thrown).to.be.instanceOf(CannotTell);
    });
  });

  describe('http', () => {
    it('reads an answer with its headers and connection', async () => {
      const {answer, connection} = await get('/early-hints').exchange;
      expect(answer).to.deep.equal({
        status: 200,
        headers: {'content-type': 'application/json', 'content-length': '2'},
        headersAtMs: 0,
        coding: {asked: 'identity', said: null, decoded: 'plain', problem: null, encodedBytes: 2},
        body: '{}',
        bodyBytes: 2,
        bodyIsUtf8: true,
        end: 'complete',
        endCode: null,
        endAtMs: 0,
      });
      expect(connection).to.deep.equal({
        remoteAddress: '127.0.0.1',
        protocol: 'http/1.1',
        tls: null,
        connectedTo: null,
        phases: {lookupAtMs: null, connectAtMs: 0, tlsAtMs: null, sentAtMs: 0},
      });
    });

    it('says when it was answered in HTTP/1.0', async () => {
      expect((await get('/http10').exchange).connection?.protocol).to.equal('http/1.0');
    });

    for (const [path, end, body] of [
      ['/http10', 'complete', 'hello'],
      ['/gzip', 'complete', '{"packed":true}'],
      ['/no-content', 'complete', ''],
      ['/short-body', 'truncated', 'hello'],
    ] as const) {
      it(`${path} ends ${end}`, async () => {
        const {answer} = await get(path).exchange;
        expect(answer).to.include({end, body});
      });
    }

    it('a body without end is read up to 1 MiB', async () => {
      const {answer} = await get('/body-without-end').exchange;
      expect(answer).to.include({end: 'too-large', bodyBytes: 1024 * 1024});
    });

    it('a body that does not end in time is silent', async () => {
      const {clock, exchange} = get('/first-event');
      // Once for the headers, once for the body.
      await clock.sleeperAt(5000, 2);
      clock.advance(5000);
      const {answer} = await exchange;
      expect(answer).to.include({end: 'silent', endAtMs: 5000, body: 'data: 1\n\n'});
    });

    it('says when a body is no UTF-8', async () => {
      const {answer} = await get('/invalid-utf8-page').exchange;
      expect(answer).to.include({bodyIsUtf8: false, body: 'a\uFFFD'});
    });

    it('does not follow a redirect', async () => {
      const {answer} = await get('/redirect').exchange;
      expect(answer?.status).to.equal(302);
      expect(answer?.headers.location).to.equal('/login?token=hush');
    });

    it('sends the name of the URL where it was pointed elsewhere', async () => {
      const connectTo = (host: string, port: number) =>
        host === 'mcp.example.test' && port === 80 ? {address: '127.0.0.1', port: server.port} : null;
      const {answer, connection} = await get('http://mcp.example.test/echo', {connectTo}).exchange;
      expect(answer?.body).to.contain('host: mcp.example.test\r\n');
      expect(connection?.connectedTo).to.equal(`127.0.0.1:${server.port}`);
    });
  });

  describe('event streams', () => {
    it('headers and then nothing is silent', async () => {
      const {clock, observation} = watch('/headers-only');
      await clock.sleeperAt(60_000);
      clock.advance(60_000);
      const {answer} = await observation;
      expect(answer).to.include({end: 'silent', bytes: 0, firstByteAtMs: null, longestSilenceMs: 60_000});
    });

    it('heartbeats only are comments, and the stream is held', async () => {
      const {clock, observation} = watch('/heartbeats');
      await clock.sleeperAt(60_000);
      clock.advance(60_000);
      const {answer} = await observation;
      expect(answer).to.include({end: 'held', events: 0, comments: 2, endAtMs: 60_000, firstEventAtMs: null});
      expect(answer?.lines.map(({text}) => text)).to.deep.equal(['one', 'two']);
    });

    it('a first event that has come is not waited for', async () => {
      const {clock, observation} = watch('/first-event', 1000, 60_000);
      await clock.sleeperAt(1000);
      clock.advance(1000);
      expect((await observation).answer).to.deep.include({end: 'held', endAtMs: 1000, events: 1});
    });

    it('a slow first byte is timed', async () => {
      const {clock, observation} = watch('/headers-only?slow', 10_000);
      await clock.sleeperAt(10_000);
      clock.advance(7000);
      const socket = await server.asked('/headers-only?slow');
      socket.end('9\r\ndata: 1\n\n\r\n0\r\n\r\n');
      const {answer} = await observation;
      expect(answer).to.include({firstByteAtMs: 7000, firstEventAtMs: 7000, end: 'complete', longestSilenceMs: 7000});
    });

    it('a byte order mark and lone carriage returns are read as the specification says', async () => {
      const {clock, observation} = watch('/bom-and-cr');
      await clock.sleeperAt(60_000);
      clock.advance(60_000);
      const {answer} = await observation;
      expect(answer?.lines.map(({text}) => text)).to.deep.equal(['first', 'second']);
    });

    for (const [path, end] of [
      ['/clean-end', 'complete'],
      ['/fin', 'truncated'],
      ['/line-without-end', 'too-large'],
      ['/noise-without-end', 'too-large'],
    ] as const) {
      it(`${path} ends ${end}`, async () => {
        const {answer} = await watch(path).observation;
        expect(answer?.end).to.equal(end);
      });
    }

    for (const path of ['/first-event', '/http10-open']) {
      it(`a reset of ${path} is a reset, whatever the length of the body`, async () => {
        const {clock, observation} = watch(`${path}?reset`);
        await clock.sleeperAt(60_000);
        clock.advance(3000);
        (await server.asked(`${path}?reset`)).resetAndDestroy();
        const {answer} = await observation;
        expect(answer).to.include({end: 'reset', endAtMs: 3000, events: 1});
      });
    }

    it('bytes that are no UTF-8 are said to be none', async () => {
      const {clock, observation} = watch('/invalid-utf8');
      await clock.sleeperAt(60_000);
      clock.advance(60_000);
      const {answer} = await observation;
      expect(answer).to.include({events: 1});
      expect(answer?.framing.isUtf8).to.equal(false);
    });

    for (const [path, status, sniff] of [
      ['/login', 200, '<title>Sign in</title>'],
      ['/no-content', 204, ''],
      ['/redirect', 302, ''],
      ['/absent', 404, 'no such route'],
    ] as const) {
      it(`${path} is not an event stream: its beginning is kept`, async () => {
        const {answer} = await watch(path).observation;
        expect(answer).to.include({status, events: 0, end: 'complete'});
        expect(answer?.sniff).to.contain(sniff);
      });
    }
  });

  describe('what it gives away', () => {
    it('no secret of the request or the declared ones is in an answer or a key', async () => {
      const secrets = new KnownSecrets(['declared-secret']);
      const recorder = recordFacts(passingStore(), secrets);
      const {wire} = steppedWire({secrets, store: recorder});
      const url = server.url('/echo?access_token=url-secret&x=declared-secret').replace('://', '://me:pass-word@');
      const headers = {Authorization: 'Bearer header-secret', 'X-Note': 'declared-secret'};
      await wire.http(attempt()).request({method: 'GET', url, headers, withinMs: 5000});
      const written = JSON.stringify(recorder.recording(new Date(0), 'test'));
      expect(server.heads.at(-1)).to.contain('header-secret').and.to.contain('declared-secret');
      for (const secret of ['declared-secret', 'url-secret', 'pass-word', 'header-secret', 'hush']) {
        expect(written).not.to.contain(secret);
      }
    });

    it('no key is a digest that a secret could be tried against quickly', async () => {
      const {store, wire} = steppedWire();
      const headers = {authorization: 'Bearer 1234'};
      const request = {method: 'GET', url: server.url('/echo'), headers, withinMs: 5000};
      await wire.http(attempt()).request(request);
      const json = JSON.stringify({headers, method: 'GET', url: request.url, withinMs: 5000});
      const quick = createHash('sha256').update(json).digest('hex').slice(0, 16);
      expect(store.keys[0])
        .to.match(/:[0-9a-f]{16}$/)
        .and.not.include(quick);
    });

    it('no secret of a body is in an answer, a message or a key, and its digest cannot be tried against quickly', async () => {
      for (const body of ['{"user":{"password":"body-secret"},"n":1}', 'a=1&client_secret=body-secret']) {
        const secrets = new KnownSecrets();
        const recorder = recordFacts(passingStore(), secrets);
        const {store, wire} = steppedWire({secrets});
        const request = {method: 'POST', url: server.url('/echo?body-secret'), headers: {}, body, withinMs: 5000};
        await wire.http(attempt()).request(request);
        await steppedWire({secrets, store: recorder}).wire.http(attempt()).request(request);
        expect(JSON.stringify(recorder.recording(new Date(0), 'test'))).not.to.contain('body-secret');
        const json = JSON.stringify({body, headers: {}, method: 'POST', url: request.url, withinMs: 5000});
        const quick = createHash('sha256').update(json).digest('hex').slice(0, 16);
        expect(store.keys[0])
          .to.match(/:[0-9a-f]{16}:1$/)
          .and.not.include(quick);
      }
    });

    it('user-info of the URL is sent as Basic credentials, which nobody must see', async () => {
      const secrets = new KnownSecrets();
      const {wire} = steppedWire({secrets});
      const url = server.url('/echo').replace('://', '://me:p%40ss@');
      const {answer} = await wire.http(attempt()).request({method: 'GET', url, headers: {}, withinMs: 5000});
      const credentials = Buffer.from('me:p@ss').toString('base64');
      expect(server.heads.at(-1)).to.contain(`authorization: Basic ${credentials}`);
      expect(redactText(answer?.body ?? '', secrets)).not.to.contain(credentials);
    });
  });

  describe('how facts are asked for', () => {
    it('identical GETs share a key, other methods never do', async () => {
      const {store, wire} = steppedWire();
      const ask = (method: string, headers = {}) =>
        wire.http(attempt()).request({method, url: server.url('/echo'), headers, withinMs: 5000});
      await ask('GET', {a: '1', b: '2'});
      await ask('GET', {b: '2', a: '1'});
      await ask('GET', {a: '2'});
      await ask('POST');
      await ask('POST');
      const [first, second, third, fourth, fifth] = store.keys;
      expect(second).to.equal(first);
      expect(third).not.to.equal(first);
      expect(fifth).not.to.equal(fourth);
      expect(fifth).to.equal(fourth?.replace(/:1$/, ':2'));
    });

    it('a stream declares its hold', async () => {
      const {wire} = steppedWire();
      const context = attempt();
      await wire.sse(context).stream({url: server.url('/fin'), headers: {}, headersWithinMs: 5000, holdForMs: 70_000});
      // And as much again, for the byte after it.
      expect(context.declaredMs).to.deep.equal([140_000]);
    });
  });

  describe('the control', () => {
    it('answers with any HTTP answer', async () => {
      const {wire} = steppedWire();
      expect(await wire.askControl(server.url('/absent'))).to.deep.equal({
        answered: true,
        evidence: {what: 'control', value: 'HTTP 404 after 0 ms', source: server.url('/absent')},
      });
    });

    it('does not answer when it refuses or says nothing, and never rejects', async () => {
      const {clock, wire} = steppedWire();
      expect((await wire.askControl(server.url('/closed'))).answered).to.equal(false);
      const silent = wire.askControl(server.url('/nothing?control'));
      await server.asked('/nothing?control');
      clock.advance(10_000);
      expect(await silent).to.have.property('answered', false);
      expect((await wire.askControl('no url')).answered).to.equal(false);
    });
  });
});
