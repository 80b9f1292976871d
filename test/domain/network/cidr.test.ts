import {expect} from 'chai';
import fc from 'fast-check';
import {
  contains,
  holes,
  type IpRange,
  intersect,
  listCidrs,
  overlap,
  parseAddress,
  parseCidr,
  readRange,
  subtract,
  toCidrs,
  union,
} from '../../../src/domain/network/cidr.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {addressesOf, smallCidr} from '../../support/small-network.ts';
import {trials} from '../proof-size.ts';

describe('cidr', () => {
  it('reads both families and drops the bits behind the prefix', () => {
    expect(cidr('10.1.2.3/8')).to.deep.equal({family: 4, first: 0x0a000000n, last: 0x0affffffn});
    expect(cidr('0.0.0.0/0').last).to.equal(2n ** 32n - 1n);
    expect(cidr('::/0').last).to.equal(2n ** 128n - 1n);
    expect(cidr('192.0.2.1/32').first).to.equal(cidr('192.0.2.1/32').last);
    expect(cidr('2001:DB8::/32').first).to.equal(0x20010db8n << 96n);
    expect(parseAddress('::ffff:192.0.2.1')?.first).to.equal(0xffffc0000201n);
    expect(parseAddress('1:2:3:4:5:6:7:8')?.first).to.equal(0x00010002000300040005000600070008n);
    expect(parseAddress('1:2:3:4:5:6:7::')?.first).to.equal(0x00010002000300040005000600070000n);
  });

  it('refuses what is not a CIDR', () => {
    for (const text of [
      '10.0.0.0',
      '10.0.0.0/33',
      '10.0.0/8',
      '10.0.0.256/8',
      '010.0.0.0/8',
      '10.0.0.0/-1',
      '10.0.0.0/8/8',
      '::/129',
      ':::/0',
      '1::2::3/64',
      '1:2:3:4:5:6:7:8::/64',
      '1:2:3/64',
      '192.0.2.1::/64',
      '12345::/16',
      'pl-123/8',
      '',
    ]) {
      expect(parseCidr(text), text).to.equal(null);
    }
  });

  it('contains a range of the same family only', () => {
    expect(contains(cidr('0.0.0.0/0'), cidr('10.0.0.0/8'))).to.equal(true);
    expect(contains(cidr('10.0.0.0/9'), cidr('10.0.0.0/8'))).to.equal(false);
    expect(contains(cidr('::/0'), cidr('10.0.0.0/8'))).to.equal(false);
    expect(contains(cidr('::/0'), cidr('2001:db8::/32'))).to.equal(true);
  });

  it('joins what overlaps or touches, and keeps families apart', () => {
    const joined = union(['128.0.0.0/1', '::/0', '0.0.0.0/1', '10.0.0.0/8'].map(cidr));
    expect(joined.flatMap(toCidrs)).to.deep.equal(['0.0.0.0/0', '::/0']);
    expect(union(['10.0.0.0/9', '10.192.0.0/10'].map(cidr))).to.have.length(2);
  });

  it('names the holes', () => {
    expect(holesOf('0.0.0.0/0', ['0.0.0.0/1', '128.0.0.0/1'])).to.deep.equal([]);
    expect(holesOf('10.0.0.0/8', ['10.0.0.0/9'])).to.deep.equal(['10.128.0.0/9']);
    expect(holesOf('10.0.0.0/8', ['10.64.0.0/10', '11.0.0.0/8'])).to.deep.equal(['10.0.0.0/10', '10.128.0.0/9']);
    expect(holesOf('10.0.0.0/8', ['0.0.0.0/0'])).to.deep.equal([]);
    expect(holesOf('10.0.0.0/8', ['::/0'])).to.deep.equal(['10.0.0.0/8']);
    expect(holesOf('10.0.0.0/30', ['10.0.0.1/32'])).to.deep.equal(['10.0.0.0/32', '10.0.0.2/31']);
    expect(holesOf('::/0', ['8000::/1'])).to.deep.equal(['::/1']);
  });

  it('finds holes as a walk over every address does', () => {
    const blocks = Array.from({length: 5}, (_, bits) =>
      Array.from({length: 2 ** bits}, (_, i) => `10.0.0.${i * 2 ** (4 - bits)}/${28 + bits}`),
    ).flat();
    for (const a of blocks) {
      for (const b of blocks) {
        const open = new Set(holes(cidr('10.0.0.0/28'), [cidr(a), cidr(b)]).flatMap(addresses));
        const covered = new Set([cidr(a), cidr(b)].flatMap(addresses));
        const left = addresses(cidr('10.0.0.0/28')).filter((address) => !covered.has(address));
        expect([...open], `${a} and ${b}`).to.deep.equal(left);
      }
    }
  });

  it('unites, intersects and subtracts as sets of addresses do, in both families', () => {
    const cidrs = fc.array(smallCidr(), {maxLength: 6});
    fc.assert(
      fc.property(cidrs, cidrs, (as, bs) => {
        const [a, b] = [as.map(cidr), bs.map(cidr)];
        const [inA, inB] = [addressesOf(a), addressesOf(b)];
        expect(addressesOf(union(a))).to.deep.equal(inA);
        expect(addressesOf(intersect(a, b))).to.deep.equal(new Set([...inA].filter((one) => inB.has(one))));
        expect(addressesOf(subtract(a, b))).to.deep.equal(new Set([...inA].filter((one) => !inB.has(one))));
      }),
      {numRuns: trials(1000)},
    );
  });

  it('gives back what it was made from', () => {
    fc.assert(
      fc.property(fc.array(smallCidr(), {maxLength: 6}), (texts) => {
        const ranges = union(texts.map(cidr));
        expect(union(ranges.flatMap(toCidrs).map(cidr))).to.deep.equal(ranges);
      }),
      {numRuns: trials(1000)},
    );
  });

  it('overlaps within a family only', () => {
    expect(overlap(cidr('10.0.0.0/8'), cidr('10.1.0.0/16'))).to.deep.equal(cidr('10.1.0.0/16'));
    expect(overlap(cidr('10.0.0.0/9'), cidr('10.128.0.0/9'))).to.equal(null);
    expect(overlap(cidr('0.0.0.0/0'), cidr('::/0'))).to.equal(null);
  });

  it('does not drop what it cannot read', () => {
    expect(readRange('10.0.0.1')).to.deep.equal(cidr('10.0.0.1/32'));
    expect(() => readRange('pl-1')).to.throw(CannotTell, '"pl-1" is neither a CIDR nor an address');
  });

  it('names five at most', () => {
    const odd = [1, 3, 5, 7, 9, 11].map((last) => cidr(`10.0.0.${last}/32`));
    expect(listCidrs(odd.slice(1))).to.equal('10.0.0.3/32, 10.0.0.5/32, 10.0.0.7/32, 10.0.0.9/32, 10.0.0.11/32');
    expect(listCidrs(odd)).to.match(/^10\.0\.0\.1\/32, .* and 1 more$/);
    expect(listCidrs([cidr('::/0')])).to.equal('::/0');
  });

  it('writes IPv6 as RFC 5952 has it', () => {
    for (const text of [
      '2001:db8::1/128',
      '::1/128',
      '::/0',
      '1::/16',
      '2001:db8:0:1:1:1:1:1/128',
      '2001:0:0:1::/64',
      '1:2:3:4:5:6:7:8/128',
      '10::1:0:0:1/128',
    ]) {
      expect(toCidrs(cidr(text)), text).to.deep.equal([text]);
    }
  });
});

function cidr(text: string): IpRange {
  const range = parseCidr(text);
  if (range === null) throw new Error(`${text} was taken for no CIDR`);
  return range;
}

function holesOf(wanted: string, covers: string[]): string[] {
  return holes(cidr(wanted), covers.map(cidr)).flatMap(toCidrs);
}

function addresses(range: IpRange): bigint[] {
  return Array.from({length: Number(range.last - range.first) + 1}, (_, i) => range.first + BigInt(i));
}
