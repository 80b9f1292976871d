import {z} from 'zod';
import {KEY_TYPES} from './facts/wire/tls.ts';
import {addressParam, durationParam, hostParam, isIpAddress, portParam} from './params.ts';

/** What checks of TLS take in common: where they connect. */
export function tlsPlaceParams() {
  return {
    host: hostOrAddressParam('The host name that clients ask for, or an IP address'),
    port: portParam('The port').default(443),
    within: durationParam('How long each handshake may take').prefault('10s'),
  };
}

export function oneAddressParam() {
  return addressParam(
    'The IP address to connect to, as one of several behind a name; left out: as clients do',
  ).optional();
}

export function keyTypesParam() {
  return z
    .array(z.enum(KEY_TYPES))
    .min(1)
    .optional()
    .describe('The kinds of keys for which it has to have a certificate, where clients accept one kind only');
}

/** What clients of today may be promised; `h2` by ALPN. */
export const WANTED_PROTOCOLS = ['1.2', '1.3', 'h2'] as const;
export type WantedProtocol = (typeof WANTED_PROTOCOLS)[number];

export function clientCertificatesParam() {
  return z.boolean().default(false).describe('Whether all clients have a certificate of their own (mutual TLS)');
}

function hostOrAddressParam(description: string) {
  const host = hostParam('');
  return z
    .string()
    .refine((text) => isIpAddress(text) || host.safeParse(text).success, {
      error: 'is not a host name such as mcp.example.com, nor an IP address',
    })
    .meta({description});
}
