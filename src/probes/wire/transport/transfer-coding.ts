/**
 * What makes a message no HTTP/1.1 by how it says where it ends (RFC 9112, sections 6.1 to 6.3), though clients may read
 * over it; null when nothing does. Header names in lower case.
 */
export function transferFault(headers: Readonly<Record<string, string>>): string | null {
  const coding = headers['transfer-encoding'];
  if (coding === undefined) return null;
  const chunked = coding.split(',').filter((name) => name.trim().toLowerCase() === 'chunked').length;
  if (chunked > 1) {
    return 'the response says Transfer-Encoding: chunked twice, which is not HTTP (RFC 9112, section 6.1): nginx and HAProxy answer 502 for it';
  }
  if (headers['content-length'] === undefined) return null;
  return 'the response has Content-Length beside Transfer-Encoding, which is not HTTP (RFC 9112, section 6.2)';
}
