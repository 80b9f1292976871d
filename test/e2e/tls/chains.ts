import {randomBytes} from 'node:crypto';
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {run} from '../support/run.ts';

/** A certificate on disk with its key, PEM. */
export interface OnDisk {
  readonly name: string;
  readonly cert: string;
  readonly key: string;
}

interface Issue {
  readonly commonName?: string;
  readonly names?: readonly string[];
  /** Days from now; default: from yesterday to a month on. */
  readonly fromDays?: number;
  readonly toDays?: number;
  readonly keyType?: 'ec' | 'rsa';
  readonly isAuthority?: boolean;
  /** Where the certificate of its issuer is. */
  readonly issuerUrl?: string;
}

/** Certificates made with openssl, in a folder of their own. */
export interface Chains {
  readonly folder: string;
  /** Signed by itself where `by` is null. */
  issue(name: string, by: OnDisk | null, what: Issue): Promise<OnDisk>;
  /** Several certificates in one file, in this order. Its path. */
  joined(name: string, ...all: readonly OnDisk[]): Promise<string>;
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;

export async function makeChains(): Promise<Chains> {
  const folder = await mkdtemp(path.join(tmpdir(), 'migrate-check-tls-'));
  const at = (file: string) => path.join(folder, file);
  return {
    folder,
    async issue(name, by, what) {
      const {commonName = name, keyType = 'ec', fromDays = -1, toDays = 30} = what;
      const one = {name, cert: at(`${name}.pem`), key: at(`${name}.key`)};
      // A folder for each: `openssl ca` keeps an index, and many are made at once.
      await mkdir(at(name));
      await writeFile(at(`${name}/index.txt`), '');
      await writeFile(at(`${name}/serial`), randomBytes(15).toString('hex').replace(/^../, '1f'));
      await writeFile(at(`${name}/ca.cnf`), configurationOf(at(name), what));
      await openssl(
        ...['req', '-new', '-nodes', '-subj', `/CN=${commonName}`, '-keyout', one.key, '-out', at(`${name}/csr`)],
        ...(keyType === 'ec' ? ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'] : ['-newkey', 'rsa:2048']),
      );
      await openssl(
        ...['ca', '-batch', '-notext', '-config', at(`${name}/ca.cnf`), '-in', at(`${name}/csr`)],
        ...['-out', one.cert, '-startdate', dateAt(fromDays), '-enddate', dateAt(toDays), '-extensions', 'of_it'],
        ...(by === null ? ['-selfsign', '-keyfile', one.key] : ['-cert', by.cert, '-keyfile', by.key]),
      );
      return one;
    },
    async joined(name, ...all) {
      const texts = await Promise.all(all.map(({cert}) => readFile(cert, 'utf8')));
      await writeFile(at(name), texts.join('\n'));
      return at(name);
    },
    close: () => rm(folder, {recursive: true}),
  };
}

function configurationOf(folder: string, {names = [], isAuthority = false, issuerUrl}: Issue): string {
  const san = names.map((name) => (/^[\d.]+$/.test(name) ? `IP:${name}` : `DNS:${name}`)).join(',');
  return [
    '[ca]',
    'default_ca = it',
    '[it]',
    `database = ${folder}/index.txt`,
    `new_certs_dir = ${folder}`,
    `serial = ${folder}/serial`,
    'default_md = sha256',
    'policy = any',
    'unique_subject = no',
    '[any]',
    'commonName = supplied',
    '[of_it]',
    isAuthority ? 'basicConstraints = critical,CA:true' : 'basicConstraints = CA:false',
    ...(san === '' ? [] : [`subjectAltName = ${san}`]),
    ...(issuerUrl === undefined ? [] : [`authorityInfoAccess = caIssuers;URI:${issuerUrl}`]),
    '',
  ].join('\n');
}

/** `20261130120000Z`, to the day: what is said of it is the same for as long. */
function dateAt(days: number): string {
  const date = new Date(Date.now() + days * DAY_MS).toISOString();
  return `${date.slice(0, 10).replaceAll('-', '')}000000Z`;
}

async function openssl(...args: readonly string[]): Promise<void> {
  const {code, stderr} = await run('openssl', args);
  if (code !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`);
}
