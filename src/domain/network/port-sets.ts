/** Protocols and ports of permissions and network ACLs as sets. */

export interface PortRange {
  /** Both ends belong to the range. */
  readonly from: number;
  readonly to: number;
}

export const EVERY_PORT: PortRange = {from: 0, to: 65_535};

/** Protocols that AWS gives by name in one place and by number in another. Source: the IANA protocol numbers. */
const NAMES: Readonly<Record<string, string>> = {'1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6'};

/** `tcp`, `udp`, `icmp`, `icmpv6`, another protocol's number, or `-1` for every protocol. */
export function protocolName(protocol: string): string {
  return NAMES[protocol] ?? protocol;
}

/** What a permission says of protocol and ports, in whichever of AWS's encodings. */
export interface ProtocolPorts {
  readonly protocol: string;
  readonly fromPort: number | null;
  readonly toPort: number | null;
}

/**
 * The ports that are meant; null where ports have no meaning (ICMP, whose two numbers are type and code).
 * "All" is no ports at all in DescribeSecurityGroups and -1 to -1 in DescribeSecurityGroupRules; protocol `-1` and every
 * protocol but TCP and UDP mean all ports, whatever the numbers say.
 * Source: the EC2 API reference, IpPermission and SecurityGroupRule.
 */
export function portsOf({protocol, fromPort, toPort}: ProtocolPorts): PortRange | null {
  const name = protocolName(protocol);
  if (name === 'icmp' || name === 'icmpv6') return null;
  if (name !== 'tcp' && name !== 'udp') return EVERY_PORT;
  if (fromPort === null || toPort === null || fromPort === -1) return EVERY_PORT;
  return {from: fromPort, to: toPort};
}

/** Whether TCP traffic to this port is meant. */
export function includesTcpPort(permission: ProtocolPorts, port: number): boolean {
  const name = protocolName(permission.protocol);
  const ports = portsOf(permission);
  return (name === 'tcp' || name === '-1') && ports !== null && ports.from <= port && port <= ports.to;
}

/** The parts of `range` that none of the ports is in; empty when the ports are all of it. */
export function portsBeyond(range: PortRange, ports: readonly number[]): PortRange[] {
  const left: PortRange[] = [];
  let from = range.from;
  for (const port of ports.toSorted((a, b) => a - b)) {
    if (port < from || port > range.to) continue;
    if (port > from) left.push({from, to: port - 1});
    from = port + 1;
  }
  if (from <= range.to) left.push({from, to: range.to});
  return left;
}

/** `443`, or `1024-65535`. */
export function portText({from, to}: PortRange): string {
  return from === to ? String(from) : `${from}-${to}`;
}

/** `tcp 443`, `every protocol and port`, `icmp`, `protocol 50`. */
export function trafficText(permission: ProtocolPorts): string {
  const name = protocolName(permission.protocol);
  if (name === '-1') return 'every protocol and port';
  const ports = portsOf(permission);
  if (ports === null) return name;
  return name === 'tcp' || name === 'udp' ? `${name} ${portText(ports)}` : `protocol ${name}`;
}
