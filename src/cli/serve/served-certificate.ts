import {readFile} from 'node:fs/promises';
import {messageOf, UsageError} from '../../model/errors.ts';

interface CertificateFlags {
  readonly host: string;
  readonly 'allow-host': readonly string[] | undefined;
  readonly tls: boolean;
  readonly 'tls-cert': string | undefined;
  readonly 'tls-key': string | undefined;
}

export interface ServedCertificate {
  /** PEM. */
  readonly tls: {readonly cert: string; readonly key: string};
  /** The authority of one made now, PEM: its clients have to trust it. Null: of one from files, which they know. */
  readonly ca: string | null;
}

/**
 * What `serve` shows to clients over TLS; null: it speaks no TLS. One made now is for this run alone, and names
 * loopback, the address that is listened on, and the hosts that are answered to.
 * @throws UsageError when a file cannot be read.
 */
export async function servedCertificate(flags: CertificateFlags): Promise<ServedCertificate | null> {
  const {'tls-cert': certFile, 'tls-key': keyFile} = flags;
  if (certFile !== undefined && keyFile !== undefined) {
    const [cert, key] = await Promise.all([certFile, keyFile].map(readPem));
    return {tls: {cert: cert ?? '', key: key ?? ''}, ca: null};
  }
  if (!flags.tls) return null;
  const {createAuthority} = await import('../../mcp-server/wire/certificate-authority.ts');
  const authority = await createAuthority('migrate-check serve');
  const named = [flags.host, ...(flags['allow-host'] ?? [])].filter((name) => !ANY.has(name));
  const {cert, key} = await authority.issue([...new Set(['localhost', '127.0.0.1', '::1', ...named])]);
  return {tls: {cert, key}, ca: authority.cert};
}

const ANY: ReadonlySet<string> = new Set(['*', '0.0.0.0', '::']);

async function readPem(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`cannot be read (${messageOf(cause)}); name a readable file`, {where: file, cause});
  });
}
