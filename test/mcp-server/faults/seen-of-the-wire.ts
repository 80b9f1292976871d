import {once} from 'node:events';
import {get, type IncomingMessage} from 'node:http';
import {expect} from 'chai';
import {request} from 'undici';
import {createAuthority} from '../../../src/mcp-server/wire/certificate-authority.ts';
import {steppedClock} from '../../support/stepped-clock.ts';
import {http2Client} from '../support/http2-client.ts';
import {rawGet} from '../support/raw-client.ts';
import {startServer} from '../support/started-server.ts';
import {observe, received, seqsOf, textOf} from './observed.ts';

const EVENTS = '/j/events?cadence=10ms&count=4';

function serving(options: Parameters<typeof startServer>[0] = {}) {
  return startServer({basePath: '/j', allowFaults: true, heartbeatMs: 0, ...options});
}

async function seen(fault: string, headers: readonly string[] = []) {
  const {port} = await serving();
  return await observe(port, `${EVENTS}&fault=${fault}`, {headers});
}

/** What `node:http` makes of an answer that it accepts. */
async function overNodeHttp(url: string): Promise<{response: IncomingMessage; text: string}> {
  const [response] = (await once(get(url, {agent: false}), 'response')) as [IncomingMessage];
  response.on('error', () => {});
  let text = '';
  response.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  await new Promise((resolve) => response.once('close', resolve));
  return {response, text};
}

/** By the name of the fault: what real clients see of faults that a hop or a framework makes on the wire. */
export const SEEN_OF_THE_WIRE: Readonly<Record<string, () => Promise<void>>> = {
  async 'invalid-host'() {
    const {port, url} = await serving({bearerToken: 'a-token-of-some-length'});
    const refused = await observe(port, `${EVENTS}&fault=invalid-host=421`);
    expect(refused.status).to.equal(401);
    const {statusCode, body} = await request(`${url}/mcp?fault=invalid-host=421`, {
      method: 'POST',
      headers: {authorization: 'Bearer a-token-of-some-length'},
      body: '{}',
    });
    expect([statusCode, await body.text()]).to.deep.equal([421, 'Invalid Host header']);
  },
  async redirect() {
    const {faulty, location} = await redirected();
    expect([faulty, location]).to.deep.equal([
      307,
      'http://localhost/j/events/?cadence=10ms&count=4&fault=redirect=http',
    ]);
  },
  async coding() {
    const {url, port} = await serving();
    const {headers, raw} = await observe(port, `${EVENTS}&fault=coding=lies`);
    expect([headers['content-encoding'], raw.includes('"seq":4')]).to.deep.equal(['gzip', true]);
    for (const path of ['/events?count=2', '/api/v1/status?']) {
      const failed = await fetch(`${url}${path}&fault=coding=lies`)
        .then((response) => response.text())
        .catch((error: Error) => error);
      expect(failed, path).to.be.instanceOf(TypeError);
    }
  },
  async 'headers-with-first-event'() {
    const clock = steppedClock();
    const {port} = await serving({clock, heartbeatMs: 500});
    const client = await rawGet(port, '/j/events?cadence=1s&fault=headers-with-first-event&fault=first-event-delay=2s');
    await clock.sleeperAt(2000);
    expect(await Promise.race([client.until('HTTP/1.1'), health(port)])).to.equal('health');
    for (let step = 0; step < 4; step++) {
      clock.advance(500);
      await health(port);
    }
    const text = await client.until('"seq":1');
    expect(text).to.match(/^HTTP\/1\.1 200 OK\r\n/);
    expect(text.split('"seq":1', 1)[0]).to.not.match(/: open|: heartbeat/);
  },
  async 'double-transfer-encoding'() {
    const {raw} = await seen('double-transfer-encoding');
    expect(raw.toString('latin1').match(/\r\nTransfer-Encoding: chunked(?=\r\n)/gi)).to.have.length(2);
    const {url} = await serving();
    const {text} = await overNodeHttp(`${url}/events?cadence=10ms&count=2&fault=double-transfer-encoding`);
    expect(text).to.include('"seq":2');
  },
  async 'h2-forbidden'() {
    const authority = await createAuthority('test');
    const {port} = await serving({tls: await authority.issue(['localhost'])});
    for (const header of ['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade']) {
      const {session, ask} = http2Client(port, authority.cert);
      expect(await ask(`${EVENTS}&fault=h2-forbidden=${header}`)).to.include({status: 0, end: 'PROTOCOL_ERROR'});
      // The connection is as good as before.
      expect((await ask(EVENTS)).text).to.include('"seq":4');
      session.destroy();
    }
    expect(seqsOf(await seen('h2-forbidden=connection'))).to.have.length(4);
  },
  async 'hang-after'() {
    const clock = steppedClock();
    // Never due with an event, whose timer it would share.
    const {port, server} = await serving({clock, heartbeatMs: 450});
    const client = await rawGet(port, '/j/events?cadence=1s&fault=hang-after=1500ms');
    await Promise.all([client.until('"seq":1'), clock.sleeperAt(1500), clock.sleeperAt(1000), clock.sleeperAt(450)]);
    clock.advance(450);
    await client.until(': heartbeat');
    await clock.sleeperAt(900);
    clock.advance(450);
    await clock.sleeperAt(1350);
    clock.advance(100);
    await client.until('"seq":2');
    await clock.sleeperAt(2000);
    clock.advance(350);
    await clock.sleeperAt(1800);
    clock.advance(450);
    await clock.sleeperAt(2250);
    clock.advance(200);
    await clock.sleeperAt(3000);
    await health(port);
    const text = await client.until('"seq":2');
    expect(text.match(/: heartbeat/g)).to.have.length.within(2, 3);
    expect(text).to.not.include('"seq":3');
    expect(server.openStreams()).to.equal(1);
  },
  async 'error-event'() {
    const faulty = await seen('error-event=2');
    expect([faulty.end, ...seqsOf(faulty)]).to.deep.equal(['complete', 1, 2]);
    expect(textOf(faulty)).to.match(/\n\nevent: error\ndata: \{"error":.*\}\n\n$/);
  },
  async 'unframed-error'() {
    for (const [how, text] of [
      ['html', /\n\n<html>.*<\/html>\n$/],
      ['json', /\n\n\{"detail":"Internal Server Error"\}\n$/],
    ] as const) {
      const faulty = await seen(`unframed-error=${how}`);
      expect([faulty.status, faulty.end, ...seqsOf(faulty)]).to.deep.equal([200, 'complete', 1]);
      expect(textOf(faulty)).to.match(text);
    }
  },
  async 'worker-killed'() {
    const clock = steppedClock();
    const {port, url} = await serving({clock});
    const whole = overNodeHttp(`${url}/events?cadence=1s&fault=worker-killed=1500ms`);
    await Promise.all([clock.sleeperAt(1000), clock.sleeperAt(1500)]);
    clock.advance(1000);
    await clock.sleeperAt(2000);
    clock.advance(500);
    const {response, text} = await whole;
    expect([response.complete, text.includes('"seq":2')]).to.deep.equal([false, true]);
    await health(port);
  },
  async 'no-blank-line'() {
    const {url} = await serving();
    expect(await received(`${url}/events?cadence=10ms&count=4&fault=no-blank-line`)).to.have.length(0);
    const faulty = await seen('no-blank-line');
    expect([textOf(faulty).includes('\n\n'), ...seqsOf(faulty)]).to.deep.equal([false, 1, 2, 3, 4]);
  },
  async 'bare-lines'() {
    const {url} = await serving();
    const events = await received(`${url}/events?cadence=10ms&count=2&fault=bare-lines`, 2);
    expect(events.map(({data}) => data)).to.deep.equal(['{', '{']);
    expect(textOf(await seen('bare-lines'))).to.match(/\ndata: \{\n {2}"seq": 1,\n/);
  },
  async 'content-length'() {
    const {port, url} = await serving();
    const cut = await overNodeHttp(`${url}/events?cadence=10ms&count=4&fault=content-length=300`);
    expect([cut.response.complete, cut.text.length]).to.deep.equal([true, 300]);
    const short = await overNodeHttp(`${url}/events?cadence=10ms&count=1&fault=content-length=5000`);
    expect([short.response.complete, short.text.includes('"seq":1')]).to.deep.equal([false, true]);
    const {headers} = await observe(port, `${EVENTS}&fault=content-length=300`);
    expect(headers).to.include({'content-length': '300'}).and.not.have.property('transfer-encoding');
  },
  async coalesce() {
    const {chunks, end} = await seen('coalesce=256');
    expect([end, ...chunks.slice(0, -1).map(({length}) => length % 256)]).to.deep.equal([
      'complete',
      ...chunks.slice(0, -1).map(() => 0),
    ]);
    expect(Buffer.concat([...chunks]).toString()).to.match(/"seq":1.*"seq":4/s);
    const clock = steppedClock();
    const {port} = await serving({clock});
    const client = await rawGet(port, '/j/events?cadence=400ms&fault=coalesce=1s');
    await Promise.all([clock.sleeperAt(1000), clock.sleeperAt(400)]);
    clock.advance(400);
    await clock.sleeperAt(800);
    clock.advance(400);
    await Promise.all([clock.sleeperAt(1200), health(port)]);
    clock.advance(200);
    expect(await client.until('"seq":3')).to.match(/\r\n\r\n[0-9a-f]+\r\n: open\n\n.*"seq":1.*"seq":2.*"seq":3/s);
  },
};

async function redirected() {
  const {status, headers} = await seen('redirect=http');
  return {faulty: status, location: headers.location};
}

/** By then whatever was to be sent before has been. */
async function health(port: number): Promise<'health'> {
  expect((await observe(port, '/health')).status).to.equal(200);
  return 'health';
}
