import {svcbText} from './svcb.ts';
import {hexOf, ipv6Text, quoted, readName, shownName} from './text.ts';

/** Types by number: those that are read, and those that come along. */
const TYPES: Readonly<Record<number, string>> = {
  1: 'A',
  2: 'NS',
  5: 'CNAME',
  6: 'SOA',
  16: 'TXT',
  28: 'AAAA',
  39: 'DNAME',
  41: 'OPT',
  43: 'DS',
  46: 'RRSIG',
  47: 'NSEC',
  50: 'NSEC3',
  64: 'SVCB',
  65: 'HTTPS',
  257: 'CAA',
};

export function typeName(type: number): string {
  return TYPES[type] ?? `TYPE${type}`;
}

/** More of an unknown type is not shown. */
const MOST_HEX_BYTES = 64;

/**
 * The data of a record in presentation format (RFC 1035 section 5, RFC 3597, RFC 8659 section 4.1.1, RFC 9460 section 2.1).
 *
 * @param message the whole message: names point back into it.
 * @throws where the data is not what its type says.
 */
export function rdataText(type: string, message: Buffer, from: number, to: number): string {
  const data = message.subarray(from, to);
  switch (type) {
    case 'A':
      if (data.length !== 4) throw new Error('an A record is not 4 bytes long');
      return data.join('.');
    case 'AAAA':
      if (data.length !== 16) throw new Error('an AAAA record is not 16 bytes long');
      return ipv6Text(data);
    case 'NS':
    case 'CNAME':
    case 'DNAME': {
      const {name, end} = readName(message, from);
      if (end !== to) throw new Error(`the name in a ${type} record does not fill it`);
      return name;
    }
    case 'SOA': {
      const primary = readName(message, from);
      const mailbox = readName(message, primary.end);
      if (mailbox.end + 20 !== to) throw new Error('an SOA record has the wrong length');
      const numbers = [0, 4, 8, 12, 16].map((at) => message.readUInt32BE(mailbox.end + at));
      return [primary.name, mailbox.name, ...numbers].join(' ');
    }
    case 'TXT':
      return textStrings(data).map(quoted).join(' ');
    case 'CAA': {
      const tagBytes = data.readUInt8(1);
      if (2 + tagBytes > data.length) throw new Error('the tag of a CAA record is longer than the record');
      const tag = shownName(data.subarray(2, 2 + tagBytes).toString('latin1'));
      return `${data.readUInt8(0)} ${tag} ${quoted(data.subarray(2 + tagBytes))}`;
    }
    case 'DS':
      return `${data.readUInt16BE(0)} ${data.readUInt8(2)} ${data.readUInt8(3)} ${hexOf(data.subarray(4))}`;
    case 'HTTPS':
    case 'SVCB':
      return svcbText(message, from, to);
    default:
      return `\\# ${data.length} ${hexOf(data.subarray(0, MOST_HEX_BYTES))}`;
  }
}

function textStrings(data: Buffer): Buffer[] {
  const strings: Buffer[] = [];
  for (let at = 0; at < data.length; ) {
    const end = at + 1 + data.readUInt8(at);
    if (end > data.length) throw new Error('a string of a TXT record is longer than the record');
    strings.push(data.subarray(at + 1, end));
    at = end;
  }
  return strings;
}
