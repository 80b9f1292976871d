import {X509Certificate} from 'node:crypto';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {servedCertificate} from '../../../src/cli/serve/served-certificate.ts';

const NONE = {host: '0.0.0.0', 'allow-host': undefined, tls: false, 'tls-cert': undefined, 'tls-key': undefined};

describe('cli/serve/served-certificate', () => {
  it('is none without a flag', async () => {
    expect(await servedCertificate(NONE)).to.equal(null);
  });

  it('is made for loopback, the address and the hosts that are answered to, and signed by what clients get', async () => {
    const made = await servedCertificate({...NONE, tls: true, host: '::1', 'allow-host': ['*', 'mcp.example.com']});
    const certificate = new X509Certificate(made?.tls.cert ?? '');
    expect(certificate.checkIssued(new X509Certificate(made?.ca ?? ''))).to.equal(true);
    expect(certificate.subjectAltName).to.equal(
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:mcp.example.com',
    );
  });

  it('is read from its files, and names the one that cannot be read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    try {
      await writeFile(cert, 'a certificate');
      const files = {...NONE, 'tls-cert': cert, 'tls-key': key};
      const error = await servedCertificate(files).catch((thrown: unknown) => thrown);
      expect(error).to.have.property('where', key);
      await writeFile(key, 'a key');
      expect(await servedCertificate(files)).to.deep.equal({tls: {cert: 'a certificate', key: 'a key'}, ca: null});
    } finally {
      await rm(folder, {recursive: true});
    }
  });
});
