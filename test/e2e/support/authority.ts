import {generate} from 'selfsigned';

/** A certificate authority made for one test, and a server certificate that it signed. All PEM. */
export interface Authority {
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

export async function makeAuthority(hosts: readonly string[]): Promise<Authority> {
  const ca = await generate([{name: 'commonName', value: 'migrate-check test authority'}], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      {name: 'basicConstraints', cA: true, critical: true},
      {name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true},
    ],
  });
  const leaf = await generate([{name: 'commonName', value: hosts[0] ?? 'localhost'}], {
    keyType: 'ec',
    algorithm: 'sha256',
    ca: {key: ca.private, cert: ca.cert},
    extensions: [
      {name: 'basicConstraints', cA: false, critical: true},
      {name: 'keyUsage', digitalSignature: true, critical: true},
      {name: 'extKeyUsage', serverAuth: true},
      {name: 'subjectAltName', altNames: hosts.map((host) => ({type: 2, value: host}))},
    ],
  });
  return {ca: ca.cert, certificate: leaf.cert, key: leaf.private};
}
