import {HOST} from '../support/proxies/proxy.ts';
import {type Certificates, presents, type TlsBed} from './bed.ts';
import {serves, speaks, type TlsRow} from './row.ts';

/** Of one that signed itself, in s_server and in nginx. */
const whole = ({leaf, middle}: Certificates) => presents(leaf, middle.cert);

/** One of the intermediate, with that sent. */
async function another(bed: TlsBed, name: string, what: Parameters<TlsBed['chains']['issue']>[2]) {
  return presents(await bed.chains.issue(name, bed.middle, {names: [HOST], ...what}), bed.middle.cert);
}

const OLD = ['-cipher', 'DEFAULT:@SECLEVEL=0'];
const CERTIFICATE = 60;
const NO_HANDSHAKE = 35;

const CHAINS: readonly TlsRow[] = [
  {
    what: 'a chain that is right',
    start: (bed) => bed.serve(...whole(bed), '-alpn', 'h2'),
    looks: [
      serves('pass', [/certificate of mcp\.example\.test/, /signed up to CN=Bed Root/]),
      speaks('pass', [/speaks TLS 1\.2 and 1\.3/, /agrees to h2/], {with: {wants: ['1.2', '1.3', 'h2']}}),
    ],
    oracle: {openssl: /Verify return code: 0/},
  },
  {
    what: 'a certificate that has expired',
    start: async (bed) => bed.serve(...(await another(bed, 'expired', {fromDays: -90, toDays: -2}))),
    looks: [serves('fail', [/presented expired on/], {never: [/chain|intermediate|root/]})],
    oracle: {curl: CERTIFICATE, openssl: /Verify return code: 10 /},
  },
  {
    what: 'a certificate that is not valid yet',
    start: async (bed) => bed.serve(...(await another(bed, 'early', {fromDays: 3, toDays: 90}))),
    looks: [serves('fail', [/not valid before/], {toDo: [/clock/], never: [/chain|intermediate/]})],
    oracle: {curl: CERTIFICATE, openssl: /Verify return code: 9 /},
  },
  {
    what: 'a certificate that ends in two days, where three weeks are wanted',
    start: async (bed) => bed.serve(...(await another(bed, 'ending', {toDays: 3}))),
    looks: [serves('fail', [/expires in (?:2\.\d|…) days/], {with: {minDaysLeft: 21}}), serves('pass', [])],
    oracle: {curl: 0},
  },
  {
    what: 'a certificate for another name',
    start: async (bed) => bed.serve(...(await another(bed, 'other', {names: ['other.example.test']}))),
    looks: [serves('fail', [/does not cover mcp\.example\.test \(other\.example\.test is another name\)/])],
    oracle: {curl: CERTIFICATE, openssl: /Verify return code: 62 /},
  },
  {
    what: 'a wildcard that ends one label short of the host',
    start: async (bed) => bed.serve(...(await another(bed, 'short', {names: ['*.test', '*.deeper.mcp.example.test']}))),
    looks: [serves('fail', [/stands for one label only/])],
    oracle: {curl: CERTIFICATE},
  },
  {
    what: 'the host as common name only',
    start: async (bed) => bed.serve(...(await another(bed, 'common', {commonName: HOST, names: ['10.0.0.1']}))),
    looks: [serves('fail', [/no host name among its subject alternative names, and its common name does not count/])],
    oracle: {curl: CERTIFICATE},
  },
  {
    what: 'no intermediate is sent, and the certificate says where it is',
    start: async (bed) => {
      const issuerUrl = 'http://ca.example.test/middle.cer';
      return bed.serve(...presents(await bed.chains.issue('aia', bed.middle, {names: [HOST], issuerUrl})));
    },
    looks: [serves('fail', [/an intermediate certificate is missing/, /ca\.example\.test/], {toDo: [/fullchain/]})],
    oracle: {curl: CERTIFICATE, openssl: /Verify return code: 2[01] /},
  },
  {
    what: 'no intermediate is sent, and nothing says where it is',
    start: (bed) => bed.serve(...presents(bed.leaf)),
    looks: [
      serves('fail', [/comes alone/, /an intermediate that is missing, or a root/], {toDo: [/fullchain/, /--ca-file/]}),
    ],
    oracle: {curl: CERTIFICATE, openssl: /Verify return code: 2[01] /},
  },
  {
    what: 'a certificate that signed itself',
    start: async (bed) => bed.serve(...presents(await bed.chains.issue('selfmade', null, {names: [HOST]}))),
    looks: [serves('fail', [/signed by itself/], {never: [/intermediate/]})],
    oracle: {curl: CERTIFICATE, openssl: /Verify return code: 18 /},
  },
  {
    what: 'a chain to a root that nobody knows, with the root',
    start: async (bed) => {
      const root = await bed.chains.issue('strange', null, {commonName: 'Strange Root', isAuthority: true});
      const leaf = await bed.chains.issue('stranger', root, {names: [HOST]});
      return bed.serve(...presents(leaf, root.cert));
    },
    looks: [
      serves('fail', [/leads to the root CN=Strange Root, which this machine does not trust/], {never: [/missing/]}),
    ],
    oracle: {curl: CERTIFICATE, openssl: /Verify return code: 19 /},
  },
  {
    what: 'a chain to a root that nobody knows, without the root',
    start: async (bed) => {
      const root = await bed.chains.issue('hidden', null, {commonName: 'Hidden Root', isAuthority: true});
      const middle = await bed.chains.issue('between', root, {commonName: 'Between', isAuthority: true});
      const leaf = await bed.chains.issue('below', middle, {names: [HOST]});
      return bed.serve(...presents(leaf, middle.cert));
    },
    looks: [serves('fail', [/its chain ends with CN=Between, without the certificate of its issuer CN=Hidden Root/])],
    oracle: {curl: CERTIFICATE, openssl: /Verify return code: 20 /},
  },
  {
    what: 'an intermediate that has expired',
    start: async (bed) => {
      const middle = await bed.chains.issue('worn', bed.root, {
        ...{commonName: 'Worn Intermediate', isAuthority: true, fromDays: -90, toDays: -2},
      });
      return bed.serve(...presents(await bed.chains.issue('fresh', middle, {names: [HOST]}), middle.cert));
    },
    looks: [
      serves('fail', [/the intermediate certificate CN=Worn Intermediate expired on/], {
        never: [/missing|the certificate presented/],
      }),
    ],
    oracle: {curl: CERTIFICATE, openssl: /Verify return code: 10 /},
  },
  {
    what: 'a chain that is sent in another order, with a certificate that does not belong to it',
    start: async (bed) => {
      const stray = await bed.chains.issue('stray', null, {commonName: 'Stray'});
      const chain = await bed.chains.joined('mixed.pem', stray, bed.root, bed.middle);
      return bed.serve(...presents(bed.leaf, chain));
    },
    looks: [serves('pass', [/not sent in order/])],
    oracle: {curl: 0, openssl: /Verify return code: 0/},
  },
  {
    what: 'a key of RSA with a certificate that has expired, beside one of ECDSA that is right',
    start: async (bed) => {
      const rsa = await bed.chains.issue('rsa', bed.middle, {names: [HOST], keyType: 'rsa', fromDays: -90, toDays: -2});
      return bed.serve(...whole(bed), '-dcert', rsa.cert, '-dkey', rsa.key, '-dcert_chain', bed.middle.cert);
    },
    looks: [serves('fail', [/: to clients that accept keys of RSA only: the certificate presented expired/])],
    oracle: {curl: 0, openssl: /Verify return code: 10 /, sClient: ['-tls1_2', '-cipher', 'aRSA']},
  },
  {
    what: 'a key of ECDSA alone, where clients of RSA are to be served as well',
    start: (bed) => bed.serve(...whole(bed)),
    looks: [
      serves(
        'fail',
        [/to clients that accept keys of RSA only: the server ended the handshake with the alert handshake_failure/],
        {
          with: {keyTypes: ['rsa', 'ecdsa']},
        },
      ),
      serves('pass', [], {with: {keyTypes: ['ecdsa']}}),
    ],
    oracle: {openssl: /handshake failure/, sClient: ['-tls1_2', '-cipher', 'aRSA']},
  },
];

const HANDSHAKES: readonly TlsRow[] = [
  {
    what: 'TLS 1.0 only',
    start: (bed) => bed.serve(...whole(bed), '-tls1', ...OLD),
    looks: [
      serves('fail', [/alert protocol_version/], {toDo: [/TLS 1\.2 or newer/]}),
      speaks('fail', [/still answers to TLS 1\.0/]),
    ],
    oracle: {curl: NO_HANDSHAKE, openssl: /Protocol *: TLSv1\n/, sClient: ['-tls1', ...OLD]},
  },
  {
    what: 'TLS 1.1 beside 1.2',
    start: (bed) => bed.serve(...whole(bed), '-no_tls1', '-no_tls1_3', ...OLD),
    looks: [serves('pass', []), speaks('fail', [/still answers to TLS 1\.1$/], {never: [/1\.0/]})],
    oracle: {curl: 0, openssl: /Protocol *: TLSv1\.1\n/, sClient: ['-tls1_1', ...OLD]},
  },
  {
    what: 'TLS 1.2 only',
    start: (bed) => bed.serve(...whole(bed), '-tls1_2'),
    looks: [
      speaks('pass', [/speaks TLS 1\.2 \(/, /nothing by ALPN/]),
      speaks('fail', [/does not speak TLS 1\.3/, /does not offer HTTP\/2/], {with: {wants: ['1.2', '1.3', 'h2']}}),
    ],
    oracle: {openssl: /alert protocol version/, sClient: ['-tls1_3']},
  },
  {
    what: 'TLS 1.3 only',
    start: (bed) => bed.serve(...whole(bed), '-tls1_3'),
    looks: [
      serves('pass', [/over TLS 1\.3/]),
      speaks('fail', [/does not speak TLS 1\.2/], {with: {wants: ['1.2', '1.3']}}),
    ],
    oracle: {curl: 0, openssl: /alert protocol version/, sClient: ['-tls1_2']},
  },
  {
    what: 'a certificate of the client is required, over TLS 1.3',
    start: (bed) => bed.serve(...whole(bed), '-Verify', '1', '-CAfile', bed.root.cert),
    looks: [
      serves('fail', [/requires a certificate of the client/], {toDo: [/clientCertificates: true/]}),
      serves('pass', [], {with: {clientCertificates: true}}),
      speaks('pass', [/speaks TLS 1\.2 and 1\.3/], {with: {wants: ['1.2', '1.3']}}),
    ],
    oracle: {openssl: /Acceptable client certificate CA names|alert/},
  },
  {
    what: 'a certificate of the client is required, over TLS 1.2',
    start: (bed) => bed.serve(...whole(bed), '-Verify', '1', '-tls1_2'),
    looks: [
      serves('fail', [/requires a certificate of the client/]),
      serves('error', [/whether its chain verifies is not known/], {with: {clientCertificates: true}}),
    ],
    oracle: {openssl: /alert handshake failure/},
  },
  {
    what: 'a certificate of the client is asked for, and not required',
    start: (bed) => bed.serve(...whole(bed), '-verify', '1'),
    looks: [serves('pass', [/asks for a certificate of the client, and goes on without one/])],
    oracle: {curl: 0},
  },
  {
    what: 'a name that the server does not know (unrecognized_name)',
    start: (bed) =>
      bed.serve(
        ...whole(bed),
        '-servername',
        'other.example.test',
        '-servername_fatal',
        '-cert2',
        bed.leaf.cert,
        '-key2',
        bed.leaf.key,
      ),
    looks: [serves('fail', [/alert unrecognized_name/], {toDo: [/server_name/]})],
    oracle: {curl: NO_HANDSHAKE, openssl: /unrecognized name/},
  },
  {
    what: 'plain HTTP on the port',
    start: (bed) => bed.tcp((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))),
    looks: [
      serves('fail', [/answers with plain HTTP, and not with TLS/]),
      speaks('fail', [/answers with plain HTTP/], {never: [/nothing older/]}),
    ],
    oracle: {curl: NO_HANDSHAKE},
  },
  {
    what: 'a server that closes the connection when it is greeted',
    start: (bed) => bed.tcp((socket) => socket.once('data', () => socket.end())),
    looks: [serves('fail', [/connection was (?:closed|reset) during the handshake/])],
    oracle: {curl: NO_HANDSHAKE},
  },
  {
    what: 'a server that says nothing when it is greeted',
    start: (bed) => bed.tcp(() => {}),
    looks: [
      serves('error', [/the TLS handshake was not done within 1 s/], {with: {within: '1s'}}),
      speaks('error', [/the TLS handshake was not done within 1 s/], {with: {within: '1s'}}),
    ],
    oracle: {},
  },
  {
    what: 'nobody listens',
    start: async () => 1,
    looks: [serves('fail', [/connection was refused/]), speaks('fail', [/connection was refused/])],
    oracle: {curl: 7},
  },
];

const THREE = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];
const everywhere = {check: 'same-everywhere', with: {addresses: THREE}} as const;

const ADDRESSES: readonly TlsRow[] = [
  {
    what: 'three addresses that are alike',
    start: (bed) => bed.serveAt(Object.fromEntries(THREE.map((address) => [address, whole(bed)]))),
    looks: [{...everywhere, status: 'pass', says: [/each of its 3 addresses presents/]}],
    oracle: {curl: 0},
  },
  {
    what: 'one address of three with the certificate before',
    start: async (bed) => {
      const old = await another(bed, 'before', {commonName: HOST, toDays: 5});
      return bed.serveAt({'127.0.0.1': whole(bed), '127.0.0.2': whole(bed), '127.0.0.3': old});
    },
    looks: [
      {
        ...everywhere,
        status: 'fail',
        says: [/at 127\.0\.0\.3 it presents .* but at 127\.0\.0\.1 and 127\.0\.0\.2 it presents/],
      },
      serves('pass', []),
    ],
    oracle: {curl: 0},
  },
  {
    what: 'one address of three that still speaks TLS 1.0',
    start: (bed) =>
      bed.serveAt({'127.0.0.1': whole(bed), '127.0.0.2': [...whole(bed), ...OLD], '127.0.0.3': whole(bed)}),
    looks: [{...everywhere, status: 'fail', says: [/at 127\.0\.0\.2 it speaks TLS 1\.0 and 1\.1 and 1\.2 and 1\.3/]}],
    oracle: {curl: 0},
  },
  {
    what: 'one address of three at which nobody listens',
    start: (bed) => bed.serveAt({'127.0.0.1': whole(bed), '127.0.0.2': whole(bed)}),
    looks: [{...everywhere, status: 'fail', says: [/at 127\.0\.0\.3: the connection was refused/]}],
    oracle: {curl: 0},
  },
];

const certificateOf = ({leaf}: Certificates, chain: string) =>
  `ssl_certificate ${chain}; ssl_certificate_key ${leaf.key};` as const;

const NGINX: readonly TlsRow[] = [
  {
    what: 'the certificate with its intermediate',
    start: async (bed) => bed.nginx(certificateOf(bed, await bed.chains.joined('full.pem', bed.leaf, bed.middle))),
    looks: [serves('pass', []), speaks('pass', [/agrees to h2/], {with: {wants: ['1.2', 'h2']}})],
    oracle: {curl: 0, openssl: /Verify return code: 0/},
  },
  {
    what: 'the certificate alone, `cert.pem` in place of `fullchain.pem`',
    start: (bed) => bed.nginx(certificateOf(bed, bed.leaf.cert)),
    looks: [serves('fail', [/comes alone, without the certificate of its issuer CN=Bed Intermediate/])],
    oracle: {curl: CERTIFICATE},
  },
  {
    what: '`ssl_protocols TLSv1 TLSv1.2`',
    start: async (bed) =>
      bed.nginx(
        certificateOf(bed, await bed.chains.joined('full-old.pem', bed.leaf, bed.middle)),
        'ssl_protocols TLSv1 TLSv1.2; ssl_ciphers DEFAULT:@SECLEVEL=0;',
      ),
    looks: [serves('pass', []), speaks('fail', [/still answers to TLS 1\.0$/], {toDo: [/ssl_protocols/]})],
    oracle: {curl: 0, openssl: /Protocol *: TLSv1\n/, sClient: ['-tls1', ...OLD]},
  },
  {
    what: '`ssl_reject_handshake` for names that it does not know',
    start: (bed) => bed.nginx('ssl_reject_handshake on;'),
    looks: [serves('fail', [/alert unrecognized_name/])],
    oracle: {curl: NO_HANDSHAKE, openssl: /unrecognized name/},
  },
  {
    what: 'another certificate for clients that send no name (SNI)',
    start: async (bed) => {
      const byDefault = await bed.chains.issue('default', bed.middle, {names: ['default.example.test']});
      const [whole, other] = await Promise.all([
        bed.chains.joined('full-named.pem', bed.leaf, bed.middle),
        bed.chains.joined('full-default.pem', byDefault, bed.middle),
      ]);
      return bed.nginx(
        certificateOf({...bed, leaf: byDefault}, other),
        `} server { listen 127.0.0.1:<port>; server_name ${HOST}; ${certificateOf(bed, whole)}`,
      );
    },
    looks: [
      serves('pass', [
        /clients that send no name \(SNI\) are presented with the certificate of default\.example\.test/,
      ]),
    ],
    oracle: {curl: 0, openssl: /subject=CN = default\n/, sClient: ['-noservername']},
  },
  {
    what: '`ssl_verify_client optional`',
    start: async (bed) =>
      bed.nginx(
        certificateOf(bed, await bed.chains.joined('full-mutual.pem', bed.leaf, bed.middle)),
        `ssl_verify_client optional; ssl_client_certificate ${bed.root.cert};`,
      ),
    looks: [serves('pass', [/asks for a certificate of the client/])],
    oracle: {curl: 0},
  },
];

/** By what stands there. */
export const TLS_ROWS: Readonly<Record<string, readonly TlsRow[]>> = {
  'OpenSSL: chains': CHAINS,
  'OpenSSL: handshakes': HANDSHAKES,
  'OpenSSL: addresses': ADDRESSES,
  nginx: NGINX,
};
