import {once} from 'node:events';
import {connect as connectTcp} from 'node:net';
import {connect} from 'node:tls';
import {expect} from 'chai';
import {HEALTHY} from '../../src/lab/aws-world.ts';
import type {OddAddress} from '../../src/lab/setup.ts';
import {type LabWorld, startWorld} from '../../src/lab/start.ts';
import {ALB_DNS_NAME, MCP_HOST} from '../../src/lab/worlds/names.ts';
import {systemClock} from '../../src/probes/clock.ts';
import {liveFacts} from '../../src/probes/facts.ts';
import {createDns} from '../../src/probes/wire/dns.ts';

/** As Linux has them; a machine may have the first alone. */
const ADDRESSES = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];

describe('lab/load-balancer', () => {
  let lab: LabWorld;

  afterEach(() => lab.close());

  async function start(oddAddress?: OddAddress): Promise<number> {
    const odd = oddAddress === undefined ? {} : {oddAddress};
    lab = await startWorld('test', {aws: HEALTHY, ...odd, server: {heartbeatMs: 1000}});
    return lab.connectTo(MCP_HOST, 443).port;
  }

  async function presented(address: string, port: number) {
    const socket = connect({host: address, port, servername: MCP_HOST, ca: lab.ca, rejectUnauthorized: false});
    await once(socket, 'secureConnect');
    const {serialNumber, subjectaltname, valid_to} = socket.getPeerCertificate();
    socket.destroy();
    return {serialNumber, subjectaltname, valid_to};
  }

  it('listens at every address that its name has, and answers alike', async () => {
    const port = await start();
    expect(await lab.resolveName(ALB_DNS_NAME)).to.deep.equal(ADDRESSES);
    const dns = createDns(liveFacts(systemClock), lab.resolveName);
    const context = {signal: new AbortController().signal, factsNotBefore: Number.NEGATIVE_INFINITY};
    expect((await dns(context).addresses(MCP_HOST)).addresses).to.deep.equal(ADDRESSES);
    expect(lab.connectTo(MCP_HOST, 443).address).to.equal(ADDRESSES[0]);
    const all = await Promise.all(ADDRESSES.map((address) => presented(address, port)));
    expect(new Set(all.map(({serialNumber}) => serialNumber)).size).to.equal(1);
  });

  it('refuses at the last of its addresses', async () => {
    const port = await start({is: 'refusing'});
    expect(await lab.resolveName(MCP_HOST)).to.deep.equal(ADDRESSES);
    await presented('127.0.0.2', port);
    const [error] = await once(connectTcp(port, '127.0.0.3'), 'error');
    expect(error).to.include({code: 'ECONNREFUSED'});
  });

  it('says nothing at the last of its addresses', async () => {
    const port = await start({is: 'silent'});
    const socket = connect({host: '127.0.0.3', port, servername: MCP_HOST});
    let isSecure = false;
    socket.on('secureConnect', () => {
      isSecure = true;
    });
    socket.on('error', () => {});
    await once(connectTcp(port, '127.0.0.3'), 'connect');
    await presented('127.0.0.2', port);
    expect(isSecure).to.equal(false);
    const closed = new Promise((resolve) => void socket.once('close', resolve));
    await lab.close();
    await closed;
  });

  it('presents another certificate of the same names at the last of its addresses, over if asked', async () => {
    const dates = {notBefore: '2024-01-01T00:00:00.000Z', notAfter: '2025-01-01T00:00:00.000Z'};
    const port = await start({is: 'presenting', dates});
    const [usual, odd] = [await presented('127.0.0.1', port), await presented('127.0.0.3', port)];
    expect(odd.serialNumber).not.to.equal(usual.serialNumber);
    expect(odd.subjectaltname).to.equal(usual.subjectaltname);
    expect(new Date(odd.valid_to).toISOString()).to.equal(dates.notAfter);
  });

  it('routes by other rules at the last of its addresses', async () => {
    const gone = HEALTHY.listenerRules.filter(({priority}) => priority === 'default');
    const port = await start({is: 'routing-by', rules: gone});
    const status = async (address: string) => {
      const socket = connect({host: address, port, servername: MCP_HOST, ca: lab.ca});
      socket.write(`GET /jessica-service/mcp/sse/stream HTTP/1.1\r\nHost: ${MCP_HOST}\r\nConnection: close\r\n\r\n`);
      const [first] = (await once(socket, 'data')) as [Buffer];
      socket.destroy();
      return first.toString().split(' ')[1];
    };
    expect([await status('127.0.0.2'), await status('127.0.0.3')]).to.deep.equal(['200', '404']);
  });
});
