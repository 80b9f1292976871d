/** Every spelling that some library, server or person makes of it. */
export function spellingsOf(secret: string): Record<string, string> {
  const bytes = Buffer.from(secret);
  const each = (spelled: (codePoint: number) => string) =>
    Array.from(secret, (character) => spelled(character.codePointAt(0) ?? 0)).join('');
  const json = JSON.stringify(secret).slice(1, -1);
  const url = encodeURIComponent(secret);
  return {
    'as it is': secret,
    'in capitals': secret.toUpperCase(),
    'percent-encoded': url,
    'percent-encoded in lower case': url.replace(/%../g, (octet) => octet.toLowerCase()),
    'percent-encoded in part': secret.replace('/', '%2f'),
    'percent-encoded byte by byte': Array.from(bytes, (byte) => `%${byte.toString(16)}`).join(''),
    'percent-encoded twice': encodeURIComponent(url),
    'of a form': new URLSearchParams({a: secret}).toString().slice(2),
    JSON: json,
    'JSON with an escaped slash': json.replace('/', '\\/'),
    'JSON with numbers': each((point) => `\\u${point.toString(16).padStart(4, '0')}`),
    'JSON in JSON': JSON.stringify(json).slice(1, -1),
    'in our own escapes': each((point) => `\\u{${point.toString(16)}}`),
    'HTML by name': secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;'),
    'HTML in decimal': each((point) => `&#${point};`),
    'HTML in hexadecimal': each((point) => `&#x${point.toString(16).toUpperCase()};`),
    'HTML with zeros': each((point) => `&#0${point};`),
    base64: bytes.toString('base64'),
    base64url: bytes.toString('base64url'),
    'base64 in a URL': encodeURIComponent(bytes.toString('base64')),
    'base64 in lines': bytes.toString('base64').replace(/.{8}/g, '$&\r\n'),
    hexadecimal: bytes.toString('hex'),
    'hexadecimal in capitals': bytes.toString('hex').toUpperCase(),
    'hexadecimal with colons': bytes.toString('hex').replace(/..(?=.)/g, '$&:'),
  };
}
