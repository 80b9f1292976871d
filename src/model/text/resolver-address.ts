import {isIpAddress} from '../params.ts';

const DNS_PORT = 53;

/** `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1`, `[2001:db8::1]:5353`; null: none of these. */
export function resolverAt(text: string): {readonly address: string; readonly port: number} | null {
  // A zone of a link-local address belongs to it: `fe80::1%eth0`.
  const isAddress = (address: string) => isIpAddress(address.replace(/%[\w.-]+$/, ''));
  if (isAddress(text)) return {address: text, port: DNS_PORT};
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const address = bracketed ?? plain ?? '';
  const number = port === undefined ? DNS_PORT : Number(port);
  return isAddress(address) && number >= 1 && number <= 65_535 ? {address, port: number} : null;
}
