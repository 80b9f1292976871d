import {expect} from 'chai';
import fc from 'fast-check';
import {
  EVERY_PORT,
  includesTcpPort,
  portsBeyond,
  portsOf,
  portText,
  protocolName,
  trafficText,
} from '../../../src/domain/network/port-sets.ts';
import {trials} from '../proof-size.ts';

describe('port sets', () => {
  const rows: [protocol: string, from: number | null, to: number | null, ports: string | null, text: string][] = [
    ['tcp', 443, 443, '443', 'tcp 443'],
    ['6', 443, 444, '443-444', 'tcp 443-444'],
    ['tcp', 0, 65_535, '0-65535', 'tcp 0-65535'],
    ['tcp', null, null, '0-65535', 'tcp 0-65535'],
    ['tcp', -1, -1, '0-65535', 'tcp 0-65535'],
    ['udp', 53, 53, '53', 'udp 53'],
    ['17', 53, 53, '53', 'udp 53'],
    ['-1', null, null, '0-65535', 'every protocol and port'],
    ['-1', -1, -1, '0-65535', 'every protocol and port'],
    ['-1', 22, 22, '0-65535', 'every protocol and port'],
    ['50', null, null, '0-65535', 'protocol 50'],
    ['icmp', 3, 4, null, 'icmp'],
    ['58', -1, -1, null, 'icmpv6'],
  ];
  for (const [protocol, fromPort, toPort, ports, text] of rows) {
    it(`read protocol ${protocol} with ports ${fromPort} to ${toPort} as ${text}`, () => {
      const read = portsOf({protocol, fromPort, toPort});
      expect(read === null ? null : portText(read)).to.equal(ports);
      expect(trafficText({protocol, fromPort, toPort})).to.equal(text);
    });
  }

  it('know protocols by name and number', () => {
    expect(['6', 'tcp', '1', '58', '17', '-1', '50'].map(protocolName)).to.deep.equal([
      'tcp',
      'tcp',
      'icmp',
      'icmpv6',
      'udp',
      '-1',
      '50',
    ]);
  });

  it('include a TCP port up to both ends, and for TCP or everything only', () => {
    const includes = (protocol: string, fromPort: number | null, toPort: number | null) =>
      includesTcpPort({protocol, fromPort, toPort}, 443);
    expect([includes('tcp', 443, 443), includes('tcp', 0, 443), includes('tcp', 443, 65_535)]).not.to.include(false);
    expect([includes('-1', null, null), includes('-1', -1, -1), includes('6', 443, 443)]).not.to.include(false);
    expect([includes('tcp', 0, 442), includes('tcp', 444, 65_535), includes('udp', 443, 443)]).not.to.include(true);
    expect([includes('50', null, null), includes('icmp', -1, -1), includes('icmp', 0, 500)]).not.to.include(true);
  });

  it('are subtracted as sets of numbers are', () => {
    expect(portsBeyond(EVERY_PORT, [443]).map(portText)).to.deep.equal(['0-442', '444-65535']);
    const small = fc.nat({max: 20});
    fc.assert(
      fc.property(small, small, fc.array(small, {maxLength: 8}), (a, b, ports) => {
        const range = {from: Math.min(a, b), to: Math.max(a, b)};
        const left = portsBeyond(range, ports).flatMap(walk);
        expect(left).to.deep.equal(walk(range).filter((port) => !ports.includes(port)));
      }),
      {numRuns: trials(1000)},
    );
  });
});

function walk({from, to}: {readonly from: number; readonly to: number}): number[] {
  return Array.from({length: to - from + 1}, (_, i) => from + i);
}
