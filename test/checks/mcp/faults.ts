import type {McpRevision} from '../../../src/model/facts/wire/mcp.ts';

/** The checks that are asked, by their names in the code. */
export type Claim = 'handshake' | 'hostAllowed' | 'foreignOriginRefused' | 'toolsAnswer';

export const BOTH: readonly McpRevision[] = ['2025-11-25', '2024-11-05'];

/** What the reference server does wrong, in which revision, and which claim of it has to fail, and how. */
export const FAULTS: readonly (readonly [
  fault: string,
  eras: readonly McpRevision[],
  claim: Claim,
  says: RegExp,
  toDo: RegExp,
])[] = [
  ['connect-status=502', ['2025-11-25', '2026-07-28'], 'handshake', /answers 502/, /./],
  ['connect-status=503', ['2024-11-05'], 'handshake', /^GET at .*answers 503/, /./],
  ['content-type=text/html', ['2025-11-25'], 'handshake', /HTML page|content type text\/html/, /./],
  ['content-type=text/html', ['2024-11-05'], 'handshake', /HTML page/, /listener rule/],
  [
    'session-id=hidden',
    ['2025-11-25'],
    'handshake',
    /notifications\/initialized at .*answers 400.*session/,
    /Mcp-Session-Id/,
  ],
  ['lost-session=100', ['2025-11-25'], 'handshake', /answers 404.*session/, /instance/],
  ['lost-session=100', ['2024-11-05'], 'handshake', /answers 404.*session/, /instance/],
  [
    'endpoint=other-origin',
    ['2024-11-05'],
    'handshake',
    /https:\/\/elsewhere\.invalid.* at another origin/,
    /without scheme and host/,
  ],
  ['endpoint=no-base', ['2024-11-05'], 'handshake', /POST initialize at http:\/\/[^/]+\/mcp\/sse\/.*answers 404/, /./],
  [
    'endpoint=double-base',
    ['2024-11-05'],
    'handshake',
    /POST initialize at http:\/\/[^/]+\/svc\/svc\/.*answers 404/,
    /./,
  ],
  ['invalid-host=421', BOTH, 'hostAllowed', /answers 421.*Host/, /allowed_hosts/],
  ['reject=host', BOTH, 'hostAllowed', /answers 403.*Host/, /allowed/],
  ['redirect=http', ['2025-11-25'], 'handshake', /answers 307/, /./],
  ['no-result', BOTH, 'toolsAnswer', /echo|tools\/call/, /./],
  ['content-type=application/xml', ['2026-07-28'], 'toolsAnswer', /tools\/call is answered 200|content type/, /./],
  ['max-duration=300ms', ['2026-07-28'], 'toolsAnswer', /tools\/call is answered 200/, /60 s/],
];
