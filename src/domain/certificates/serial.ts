/** ACM writes `0a:1b`, OpenSSL `0A1B`, and some without the zeros at the front. */
export function isSameSerial(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(serial: string): string {
  return serial.replaceAll(':', '').replace(/^0+/, '').toLowerCase();
}
