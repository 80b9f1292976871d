import {expect} from 'chai';
import fc from 'fast-check';
import {answersTo, decodeAnswer, encodeQuery, type Query} from '../../../../src/probes/wire/names/message.ts';
import {a, answerTo, ns, opt, questionOf, record, soa, TYPE, wireName} from '../../../support/dns-messages.ts';

const HOST = 'mcp.example.com';
const QUERY: Query = {id: 4711, name: HOST, type: 'HTTPS', recursive: true, unchecked: false, edns: true};
const query = encodeQuery(QUERY);

function shownValue(type: number, data: Buffer): string {
  return decodeAnswer(answerTo(query, {answers: [record(HOST, type, 60, data)]}), 'udp').answers[0]?.value ?? '';
}

describe('a DNS message', () => {
  it('asks for what is asked, with EDNS of 1232 bytes', () => {
    expect(questionOf(query)).to.deep.equal({name: HOST, type: TYPE.HTTPS});
    expect(query.readUInt16BE(10)).to.equal(1);
    expect(query.subarray(-11).toString('hex')).to.equal('00002904d0000000000000');
    expect(encodeQuery({...QUERY, edns: false}).readUInt16BE(10)).to.equal(0);
    expect(encodeQuery({...QUERY, unchecked: true}).readUInt16BE(2) & 0x10).to.equal(0x10);
  });

  it('has data as zone files write it', () => {
    expect(shownValue(TYPE.AAAA, Buffer.from('20010db8000000000000000000000001', 'hex'))).to.equal('2001:db8::1');
    expect(shownValue(TYPE.NS, wireName('NS1.Example.com'))).to.equal('ns1.example.com');
    expect(shownValue(TYPE.TXT, Buffer.from('\x05hello\x06w"r\\d\n', 'latin1'))).to.equal('"hello" "w\\"r\\\\d\\010"');
    expect(shownValue(TYPE.CAA, Buffer.from('\x80\x05issueamazon.com', 'latin1'))).to.equal('128 issue "amazon.com"');
    expect(shownValue(TYPE.DS, Buffer.from('09a00802aabb', 'hex'))).to.equal('2464 8 2 AABB');
    expect(shownValue(99, Buffer.from('abcd', 'hex'))).to.equal('\\# 2 ABCD');
  });

  it('has the parameters of HTTPS records (RFC 9460, appendix D)', () => {
    const https = (params: string, priority = '0001', target = wireName('')) =>
      shownValue(TYPE.HTTPS, Buffer.concat([Buffer.from(priority, 'hex'), target, Buffer.from(params, 'hex')]));
    expect(https('', '0000', wireName('foo.example.com'))).to.equal('0 foo.example.com');
    expect(https('00010006026832026833')).to.equal('1 . alpn="h2,h3"');
    expect(https('0003000201bb')).to.equal('1 . port=443');
    expect(https('00040008c0000201c0000202')).to.equal('1 . ipv4hint=192.0.2.1,192.0.2.2');
    expect(https('0006001020010db8000000000000000000000001')).to.equal('1 . ipv6hint=2001:db8::1');
    expect(https('0000000400010004000100030268320004000 4c0000201'.replace(' ', ''))).to.equal(
      '1 . mandatory=alpn,ipv4hint alpn="h2" ipv4hint=192.0.2.1',
    );
    expect(https('029b000568656c6c6f')).to.equal('1 . key667=\\# 5 68656C6C6F');
    for (const broken of [
      '0003000101',
      '00040003c00002',
      '0001000300683200',
      '0003000201bb00010003026832',
      '00030004',
    ]) {
      expect(() => https(broken), broken).to.throw();
    }
  });

  it('takes a TTL with its first bit set for zero', () => {
    const {answers} = decodeAnswer(answerTo(query, {answers: [a(HOST, '192.0.2.1', 0x80000001)]}), 'udp');
    expect(answers[0]?.ttlSeconds).to.equal(0);
  });

  it('has the whole rcode where EDNS extends it', () => {
    expect(decodeAnswer(answerTo(query, {additionals: [opt(undefined, 1232, 1)]}), 'udp').rcode).to.equal('RCODE16');
  });

  it('never shows what is not printable', () => {
    expect(shownValue(TYPE.NS, wireName('\x1b]0;x'))).to.equal('\\027]0;x');
  });

  it('is refused where a name points on and on, or to itself', () => {
    const loop = Buffer.concat([answerTo(query, {}), Buffer.from('c00c', 'hex')]);
    loop.writeUInt16BE(1, 6);
    const at = loop.length - 2;
    loop.writeUInt16BE(0xc000 | at, at);
    expect(() => decodeAnswer(loop, 'udp')).to.throw('bad pointer');
  });

  it('is read or refused, whatever it is: it neither hangs nor breaks anything', () => {
    const whole = answerTo(query, {
      answers: [a(HOST, '192.0.2.1'), record(HOST, TYPE.HTTPS, 60, Buffer.from('00010000010006026832026833', 'hex'))],
      authorities: [ns('example.com', 'ns1.example.com'), soa('example.com')],
      additionals: [a('ns1.example.com', '192.0.2.53'), opt()],
    });
    const damaged = fc
      .tuple(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({min: 0, max: 255})), {maxLength: 12}),
        fc.nat(whole.length),
      )
      .map(([changes, length]) => {
        const message = Buffer.from(whole);
        for (const [at, byte] of changes) message[at] = byte;
        return message.subarray(0, length);
      });
    const noise = fc.uint8Array({maxLength: 600}).map((bytes) => Buffer.concat([whole.subarray(0, 12), bytes]));
    fc.assert(
      fc.property(fc.oneof(damaged, noise, fc.uint8Array({maxLength: 80}).map(Buffer.from)), (message) => {
        expect(answersTo(message, QUERY)).to.be.a('boolean');
        try {
          const {answers, authorities, additionals} = decodeAnswer(message, 'udp');
          for (const one of [...answers, ...authorities, ...additionals]) {
            expect(`${one.name}${one.value}`).to.match(/^[ -~]*$/);
          }
        } catch (thrown) {
          expect(thrown).to.be.instanceOf(Error);
        }
      }),
      {numRuns: 3000},
    );
  });

  it('is answered by one with its id and its question only', () => {
    fc.assert(
      fc.property(fc.nat(0xffff), fc.nat(11), (bits, at) => {
        const message = Buffer.from(answerTo(query, {answers: [a(HOST, '192.0.2.1')]}));
        expect(answersTo(message, QUERY)).to.equal(true);
        if (bits !== QUERY.id) expect(answersTo(message, {...QUERY, id: bits})).to.equal(false);
        message[13 + at] = (message[13 + at] ?? 0) ^ 1;
        expect(answersTo(message, QUERY)).to.equal(false);
      }),
    );
    expect(answersTo(Buffer.alloc(0), QUERY)).to.equal(false);
  });
});
