import {expect} from 'chai';
import type {NameQuestion, NameServer} from '../../../../src/model/facts/wire/names.ts';
import {systemClock} from '../../../../src/probes/clock.ts';
import {createPresence} from '../../../../src/probes/presence.ts';
import {askServer} from '../../../../src/probes/wire/names/ask.ts';
import {
  a,
  answerTo,
  extendedError,
  ns,
  opt,
  questionOf,
  record,
  soa,
  TYPE,
  wireName,
} from '../../../support/dns-messages.ts';
import {dnsServer, type TestDnsServer} from '../../../support/dns-server.ts';

const HOST = 'mcp.example.com';
const QUESTION: NameQuestion = {name: HOST, type: 'A'};
const setup = {
  clock: systemClock,
  presence: createPresence(),
  reach: (place: {address: string; port: number}) => place,
};

describe('a question to one name server', () => {
  const started: TestDnsServer[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((server) => server.close()));
  });
  const serve = async (reply: Parameters<typeof dnsServer>[0]) => {
    const server = await dnsServer(reply);
    started.push(server);
    return server;
  };
  const ask = async (
    {address, port}: {address: string; port: number},
    question = QUESTION,
    role: NameServer['role'] = 'authority',
  ) =>
    await askServer({address, port, role, name: null, isSystem: false}, question, setup, new AbortController().signal);

  it('is answered with records, flags, TTLs as seen and EDNS', async () => {
    const server = await serve((query) =>
      answerTo(query, {
        flags: ['aa'],
        answers: [record(HOST, TYPE.CNAME, 300, wireName('lb.example.net')), a('lb.example.net', '192.0.2.1', 60)],
        additionals: [opt(extendedError(18, 'Prohibited'))],
      }),
    );
    const {answer, problem, strays} = await ask(server);
    expect({problem, strays}).to.deep.equal({problem: null, strays: 0});
    expect(answer).to.deep.include({over: 'udp', rcode: 'NOERROR', isAuthoritative: true, soa: null});
    expect(answer?.answers).to.deep.equal([
      {name: HOST, type: 'CNAME', ttlSeconds: 300, value: 'lb.example.net'},
      {name: 'lb.example.net', type: 'A', ttlSeconds: 60, value: '192.0.2.1'},
    ]);
    expect(answer?.edns).to.deep.equal({udpBytes: 1232, errors: [{code: 18, text: 'Prohibited'}]});
  });

  it('asks an authority without recursion, a resolver with it, from another port and with another id each time', async () => {
    const server = await serve((query) => answerTo(query));
    for (const role of ['authority', 'resolver', 'authority'] as const) await ask(server, QUESTION, role);
    const flags = server.seen.map(({query}) => query.readUInt16BE(2));
    expect(flags).to.deep.equal([0, 0x0120, 0]);
    expect(new Set(server.seen.map(({from}) => from?.port)).size).to.be.greaterThan(1);
    expect(new Set(server.seen.map(({query}) => query.readUInt16BE(0))).size).to.be.greaterThan(1);
    expect(questionOf(server.seen[0]?.query ?? Buffer.alloc(20))).to.deep.equal({name: HOST, type: TYPE.A});
  });

  it('keeps how long nothing may be remembered: the lesser of the TTL and the minimum of the SOA record', async () => {
    const server = await serve((query) =>
      answerTo(query, {rcode: 3, flags: ['aa'], authorities: [soa('example.com', {ttl: 900, minimum: 60, serial: 7})]}),
    );
    const {answer} = await ask(server);
    expect(answer?.rcode).to.equal('NXDOMAIN');
    expect(answer?.soa).to.deep.equal({zone: 'example.com', serial: 7, negativeTtlSeconds: 60});
  });

  it('asks again over TCP where the answer was cut', async () => {
    const many = Array.from({length: 200}, (_, index) => a(HOST, `192.0.2.${index}`));
    const server = await serve((query, over) =>
      over === 'udp' ? answerTo(query, {flags: ['tc']}) : answerTo(query, {answers: many}),
    );
    const {answer} = await ask(server);
    expect(answer).to.include({over: 'tcp', isTruncated: false});
    expect(answer?.answers).to.have.length(200);
  });

  it('keeps what was cut where TCP gives nothing', async () => {
    const server = await serve((query, over) =>
      over === 'udp' ? answerTo(query, {flags: ['tc'], answers: [a(HOST, '192.0.2.1')]}) : null,
    );
    const {answer, problem} = await ask(server);
    expect(answer).to.include({over: 'udp', isTruncated: true});
    expect(problem?.kind).to.equal('closed');
  });

  it('asks without EDNS where it is not understood', async () => {
    const server = await serve((query) =>
      query.readUInt16BE(10) > 0 ? answerTo(query, {rcode: 1}) : answerTo(query, {answers: [a(HOST, '192.0.2.1')]}),
    );
    const {answer} = await ask(server);
    expect(answer).to.include({rcode: 'NOERROR', edns: null});
  });

  it('sends again what UDP may have lost', async () => {
    const server = await serve((query, _, nth) =>
      nth === 1 ? null : answerTo(query, {answers: [a(HOST, '192.0.2.1')]}),
    );
    expect((await ask(server)).answer?.answers).to.have.length(1);
  });

  it('passes over answers with another id or to another question', async () => {
    const server = await serve((query) => {
      const real = answerTo(query, {answers: [a(HOST, '192.0.2.1')]});
      const otherId = Buffer.from(answerTo(query, {answers: [a(HOST, '198.51.100.1')]}));
      otherId.writeUInt16BE(query.readUInt16BE(0) ^ 1, 0);
      const otherName = Buffer.from(answerTo(query, {answers: [a(HOST, '198.51.100.2')]}));
      otherName.write('x', 13);
      const aQuestion = Buffer.from(query);
      return [otherId, otherName, aQuestion, Buffer.from('hello'), real];
    });
    const {answer, strays} = await ask(server);
    expect(strays).to.equal(4);
    expect(answer?.answers.map(({value}) => value)).to.deep.equal(['192.0.2.1']);
  });

  it('gives up on a server that sends nothing but what was not asked', async () => {
    const server = await serve(() => Array.from({length: 80}, () => Buffer.from('hello')));
    expect((await ask(server)).problem).to.have.property('kind', 'malformed');
  });

  it('says that nothing listens', async () => {
    const server = await serve(() => null);
    await started.pop()?.close();
    const {answer, problem} = await ask(server);
    expect(answer).to.equal(null);
    expect(problem?.kind).to.equal('refused');
  });

  it('says that nothing came', async () => {
    const server = await serve(() => null);
    const {answer, problem} = await ask(server);
    expect(answer).to.equal(null);
    expect(problem).to.deep.equal({kind: 'silent', message: 'nothing came within 3 s'});
    expect(server.seen.length).to.be.greaterThan(1);
  });

  it('says that an answer cannot be read', async () => {
    const server = await serve((query) =>
      answerTo(query, {answers: [record(HOST, TYPE.A, 60, Buffer.from([1, 2, 3]))]}),
    );
    const {problem} = await ask(server);
    expect(problem).to.deep.equal({
      kind: 'malformed',
      message: 'its answer cannot be read: an A record is not 4 bytes long',
    });
  });

  it('ends when it is aborted', async () => {
    const server = await serve(() => null);
    const controller = new AbortController();
    const {address, port} = server;
    const asked = askServer(
      {address, port, role: 'authority', name: null, isSystem: false},
      QUESTION,
      setup,
      controller.signal,
    );
    controller.abort(new Error('enough'));
    const thrown = await asked.catch((error: unknown) => error);
    expect(thrown).to.have.property('message', 'enough');
  });

  it('keeps a referral with its glue', async () => {
    const server = await serve((query) =>
      answerTo(query, {
        authorities: [ns('example.com', 'ns1.example.com')],
        additionals: [a('ns1.example.com', '192.0.2.53')],
      }),
    );
    const {answer} = await ask(server);
    expect(answer?.authorities.map(({value}) => value)).to.deep.equal(['ns1.example.com']);
    expect(answer?.additionals.map(({value}) => value)).to.deep.equal(['192.0.2.53']);
  });
});
