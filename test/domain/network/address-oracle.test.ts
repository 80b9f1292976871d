import {expect} from 'chai';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import {contains, type IpRange, parseAddress, parseCidr, toCidrs} from '../../../src/domain/network/cidr.ts';
import {internetSources} from '../../../src/domain/network/public-addresses.ts';

/** To ipaddr.js `::192.0.2.1`, long deprecated, is `::ffff:192.0.2.1`. */
const IPV4_COMPATIBLE = /^::[\d.]*\.[\d.]*(\/|$)/;
const v6 = fc.oneof(
  fc.ipV6().filter((text) => !IPV4_COMPATIBLE.test(text)),
  sparseV6(),
);
/** What AWS and people write: both families, short and long, with a dotted quad at the end or not. */
const written = fc.oneof(
  fc.ipV4(),
  v6,
  v6.map((text) => text.toUpperCase()),
);
const nearlyWritten = fc
  .tuple(written, fc.nat(), fc.constantFrom('', '.', ':', '::', '0', '00', 'g', '256', '%1', '/', ' ', '-1', '0x1'))
  .map(([text, at, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1))
  .filter((text) => !IPV4_COMPATIBLE.test(text));

/** `ipaddr.js` also reads octal, hexadecimal and shortened IPv4 and zones of IPv6, which no range of AWS has. */
function oracle(text: string): bigint | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return numberOf(ipaddr.IPv4.parse(text));
  const end = text.slice(text.lastIndexOf(':') + 1);
  const plain = !text.includes('%') && (!end.includes('.') || ipaddr.IPv4.isValidFourPartDecimal(end));
  return plain && ipaddr.IPv6.isValid(text) ? numberOf(ipaddr.IPv6.parse(text)) : null;
}

describe('addresses, beside ipaddr.js', () => {
  it('are read as the same numbers, and refused alike', () => {
    fc.assert(
      fc.property(fc.oneof(written, nearlyWritten), (text) => {
        expect(parseAddress(text)?.first ?? null, text).to.equal(oracle(text));
      }),
      {numRuns: 2000},
    );
  });

  it('make the same ranges with a prefix', () => {
    fc.assert(
      fc.property(cidr(), (text) => {
        const {family, first, last} = range(text);
        const kind = family === 4 ? ipaddr.IPv4 : ipaddr.IPv6;
        expect(first, text).to.equal(numberOf(kind.networkAddressFromCIDR(text)));
        expect(last, text).to.equal(numberOf(kind.broadcastAddressFromCIDR(text)));
      }),
      {numRuns: 1000},
    );
  });

  it('are in the same ranges', () => {
    fc.assert(
      fc.property(
        cidr(),
        fc.oneof(
          written,
          cidr().map((text) => text.replace(/\/.*/, '')),
        ),
        (outer, text) => {
          const [one, [network, prefix]] = [ipaddr.parse(text), ipaddr.parseCIDR(outer)];
          const expected = one.kind() === network.kind() && one.match(network as never, prefix);
          expect(contains(range(outer), address(text)), `${text} in ${outer}`).to.equal(expected);
        },
      ),
      {numRuns: 1000},
    );
  });

  it('are written the same', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), v6), (text) => {
        const one = ipaddr.parse(text);
        const expected = one instanceof ipaddr.IPv6 ? one.toRFC5952String() : one.toString();
        expect(toCidrs(address(text))).to.deep.equal([`${expected}/${one instanceof ipaddr.IPv6 ? 128 : 32}`]);
      }),
      {numRuns: 1000},
    );
  });

  it('are of the internet where it says unicast, and not where it names a range that is never routed', () => {
    const sources = internetSources({ipAddressType: 'dualstack'}).map(range);
    const edges = sources.flatMap(({family, first, last}) =>
      [first - 1n, first, last, last + 1n].flatMap((at) => textOf(family, at) ?? []),
    );
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...edges), written), (text) => {
        const isPublic = sources.some((source) => contains(source, address(text)));
        const kind = ipaddr.parse(text).range();
        if (NEVER_ROUTED.has(kind)) expect(isPublic, `${text} is ${kind}`).to.equal(false);
        // To ipaddr.js what nobody has been given yet is unicast as well: IPv6 outside 2000::/3.
        if (kind === 'unicast' && isGlobalUnicast(address(text))) expect(isPublic, text).to.equal(true);
      }),
      {numRuns: 2000},
    );
  });
});

const NEVER_ROUTED: ReadonlySet<string> = new Set([
  'unspecified',
  'broadcast',
  'multicast',
  'linkLocal',
  'loopback',
  'carrierGradeNat',
  'private',
  'uniqueLocal',
  'ipv4Mapped',
]);

function cidr(): fc.Arbitrary<string> {
  const of = (ip: fc.Arbitrary<string>, bits: number) =>
    fc.tuple(ip, fc.integer({min: 0, max: bits})).map(([text, prefix]) => `${text}/${prefix}`);
  return fc.oneof(of(fc.ipV4(), 32), of(v6, 128));
}

/** Few groups that are not zero: where to put the `::` is the question. */
function sparseV6(): fc.Arbitrary<string> {
  const group = fc.constantFrom(0, 0, 0, 1, 0xffff);
  return fc.array(group, {minLength: 8, maxLength: 8}).map((parts) => new ipaddr.IPv6(parts).toString());
}

function isGlobalUnicast(one: IpRange): boolean {
  return one.family === 4 || one.first >> 125n === 1n;
}

function numberOf(ip: ipaddr.IPv4 | ipaddr.IPv6): bigint {
  return ip.toByteArray().reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function textOf(family: 4 | 6, at: bigint): string | null {
  const length = family === 4 ? 4 : 16;
  if (at < 0n || at >> BigInt(8 * length) !== 0n) return null;
  const bytes = Array.from({length}, (_, i) => Number((at >> BigInt(8 * (length - 1 - i))) & 0xffn));
  return ipaddr.fromByteArray(bytes).toString();
}

function range(text: string): IpRange {
  return parseCidr(text) ?? expect.fail(`${text} was taken for no CIDR`);
}

function address(text: string): IpRange {
  return parseAddress(text) ?? expect.fail(`${text} was taken for no address`);
}
