/** Descriptions of alerts by their number. Source: RFC 8446, section 6, RFC 5246, section 7.2, and IANA's registry. */
const NAMES: Readonly<Record<number, string>> = {
  10: 'unexpected_message',
  20: 'bad_record_mac',
  22: 'record_overflow',
  40: 'handshake_failure',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_canceled',
  100: 'no_renegotiation',
  109: 'missing_extension',
  110: 'unsupported_extension',
  112: 'unrecognized_name',
  113: 'bad_certificate_status_response',
  115: 'unknown_psk_identity',
  116: 'certificate_required',
  120: 'no_application_protocol',
};

export function alertName(description: number): string {
  return NAMES[description] ?? `alert ${description}`;
}

/** Of an error of OpenSSL for an alert that the server sent, as `ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED`; null: it is none. */
export function alertOfError(code: string): string | null {
  const [, name] = /^ERR_SSL_(?:SSL|TLS)V\d+_(?:ALERT_)?(\w+)$/.exec(code) ?? [];
  const folded = name?.toLowerCase();
  return Object.values(NAMES).find((known) => known === folded) ?? null;
}
