import {hexOf, ipv6Text, quoted, readName} from './text.ts';

/** RFC 9460, section 14.3.2, and RFC 9461 for `dohpath`. */
const KEYS = ['mandatory', 'alpn', 'no-default-alpn', 'port', 'ipv4hint', 'ech', 'ipv6hint', 'dohpath'];

function keyName(key: number): string {
  return KEYS[key] ?? `key${key}`;
}

/**
 * The data of an HTTPS or SVCB record (RFC 9460, section 2): `1 . alpn="h2,h3" port=443`; the target of the owner itself is
 * a dot. Priority 0 is an alias.
 *
 * @throws where its keys are out of order, or a value is not what its key says.
 */
export function svcbText(message: Buffer, from: number, to: number): string {
  const priority = message.readUInt16BE(from);
  const target = readName(message, from + 2);
  const params: string[] = [];
  let previous = -1;
  let at = target.end;
  while (at < to) {
    const key = message.readUInt16BE(at);
    const end = at + 4 + message.readUInt16BE(at + 2);
    if (end > to) throw new Error(`${keyName(key)} of an HTTPS record is longer than the record`);
    if (key <= previous) throw new Error('the keys of an HTTPS record are not in order');
    params.push(paramText(key, message.subarray(at + 4, end)));
    previous = key;
    at = end;
  }
  if (at !== to) throw new Error('an HTTPS record has the wrong length');
  return [String(priority), target.name === '' ? '.' : target.name, ...params].join(' ');
}

function paramText(key: number, value: Buffer): string {
  const name = keyName(key);
  switch (name) {
    case 'mandatory':
      return `${name}=${words(name, value).map(keyName).join(',')}`;
    case 'alpn':
      return `${name}=${quoted(Buffer.from(protocols(value).join(','), 'latin1'))}`;
    case 'no-default-alpn':
      if (value.length > 0) throw new Error('no-default-alpn has a value');
      return name;
    case 'port':
      return `${name}=${words(name, value).join(',')}`;
    case 'ipv4hint':
      return `${name}=${pieces(name, value, 4)
        .map((address) => address.join('.'))
        .join(',')}`;
    case 'ipv6hint':
      return `${name}=${pieces(name, value, 16).map(ipv6Text).join(',')}`;
    case 'ech':
      return `${name}=${value.toString('base64')}`;
    case 'dohpath':
      return `${name}=${quoted(value)}`;
    default:
      return value.length === 0 ? name : `${name}=\\# ${value.length} ${hexOf(value.subarray(0, 64))}`;
  }
}

function words(name: string, value: Buffer): number[] {
  return pieces(name, value, 2).map((word) => word.readUInt16BE(0));
}

function pieces(name: string, value: Buffer, bytes: number): Buffer[] {
  if (value.length === 0 || value.length % bytes !== 0) throw new Error(`${name} has the wrong length`);
  return Array.from({length: value.length / bytes}, (_, index) => value.subarray(index * bytes, (index + 1) * bytes));
}

function protocols(value: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; at < value.length; ) {
    const end = at + 1 + value.readUInt8(at);
    if (end > value.length || end === at + 1) throw new Error('alpn has the wrong length');
    found.push(value.subarray(at + 1, end).toString('latin1'));
    at = end;
  }
  return found;
}
