import {startNginx} from '../../support/proxies/nginx.ts';
import {type Beds, plain, secure} from '../beds.ts';
import type {ExpectedLook, WireRow} from '../row.ts';

const BASE = '/jessica-service';
const STREAM = `${BASE}/mcp/sse/stream`;
const KEEPS_BASE_PATH = 'mcp/endpoint-keeps-base-path';
const FIND_SESSION = 'mcp/messages-find-their-session';
const SURVIVES = 'mcp/session-survives-reconnect';

/** What a hop does with the base path before it passes a request on. */
type Hop = 'keeps' | 'strips';

/** FastAPI with fastapi-mcp in one of the setups of `base_path.py`, behind nginx, which answers 404 for every other path. */
async function service(beds: Beds, setup: string, hop: Hop, workers: number): Promise<string> {
  const upstreamPort = await beds.python('base_path.py', {SETUP: setup, WORKERS: String(workers), BASE_PATH: BASE});
  const {plainPort} = await beds.proxy(startNginx, {
    upstreamPort,
    site: [
      `location ${BASE}/ {`,
      `proxy_pass http://127.0.0.1:${upstreamPort}${hop === 'strips' ? '/' : ''};`,
      'proxy_http_version 1.1;',
      'proxy_set_header Host $http_host;',
      'proxy_set_header X-Forwarded-Proto $scheme;',
      'proxy_set_header Connection "";',
      'proxy_buffering off;',
      '}',
    ],
    route: ['return 404;'],
  });
  return plain(plainPort, STREAM);
}

/** What is so of a setup behind a hop, and what the tool says of it. */
interface Setup {
  readonly setup: string;
  readonly hop: Hop;
  readonly what: string;
  /** Whether clients are served, by one worker. */
  readonly works: boolean;
  readonly says: readonly RegExp[];
  readonly toDo?: readonly RegExp[];
}

const ONCE = [/names \/jessica-service\/mcp\/sse\/stream\/messages\/, below \/jessica-service once/];
const UNROUTED = /GET \/jessica-service\/mcp\/sse\/stream gets 404/;

const SETUPS: readonly Setup[] = [
  {setup: 'root-path', hop: 'keeps', what: 'FastAPI(root_path)', works: true, says: ONCE},
  {setup: 'root-path', hop: 'strips', what: 'FastAPI(root_path)', works: true, says: ONCE},
  {setup: 'uvicorn-root-path', hop: 'strips', what: 'uvicorn --root-path', works: true, says: ONCE},
  {
    setup: 'uvicorn-root-path',
    hop: 'keeps',
    what: 'uvicorn --root-path',
    works: false,
    says: [UNROUTED, /has no such path, nor/],
    toDo: [/FastAPI\(root_path="\/jessica-service"\)/, /uvicorn --root-path puts the prefix before the path again/],
  },
  {setup: 'router-prefix', hop: 'keeps', what: 'APIRouter(prefix)', works: true, says: ONCE},
  {
    setup: 'router-prefix',
    hop: 'strips',
    what: 'APIRouter(prefix)',
    works: false,
    says: [UNROUTED, /prefix on its router or mount, and a hop takes it away/],
    toDo: [/off the router/, /proxy_pass/],
  },
  {
    setup: 'prefix-and-root-path',
    hop: 'keeps',
    what: 'APIRouter(prefix) and FastAPI(root_path)',
    works: false,
    says: [UNROUTED, /applied twice, by root_path and by a prefix/],
    toDo: [/not both/],
  },
  {
    setup: 'mount',
    hop: 'keeps',
    what: 'a parent that mounts the application below the prefix',
    works: true,
    says: ONCE,
  },
  {
    setup: 'mount',
    hop: 'strips',
    what: 'a parent that mounts the application below the prefix',
    works: false,
    says: [UNROUTED, /prefix on its router or mount, and a hop takes it away/],
    toDo: [/off the router/],
  },
  {
    setup: 'nothing',
    hop: 'strips',
    what: 'an application that knows no prefix',
    works: false,
    says: [/names \/mcp\/sse\/stream\/messages\/, without the base path/, /404, and nginx itself says so/],
    toDo: [/root_path="\/jessica-service"/],
  },
  {
    setup: 'nothing',
    hop: 'keeps',
    what: 'an application that knows no prefix',
    works: false,
    says: [UNROUTED, /has no such path, nor/],
    toDo: [/does not read BASE_PATH/],
  },
  {
    setup: 'fastapi-mcp-0.3.4',
    hop: 'keeps',
    what: 'fastapi-mcp before 0.3.6 with FastAPI(root_path)',
    works: false,
    says: [/names \/jessica-service\/jessica-service\/mcp.*with the base path \/jessica-service twice.* 404/],
    toDo: [/fastapi-mcp 0\.3\.6 or newer/],
  },
  {
    setup: 'fastapi-mcp-0.3.4',
    hop: 'strips',
    what: 'fastapi-mcp before 0.3.6 with FastAPI(root_path)',
    works: true,
    says: [/twice, and the server takes messages there all the same/],
  },
  {
    setup: 'no-slash',
    hop: 'keeps',
    what: 'messages are announced without the slash of their route',
    works: true,
    says: [/307, a redirect on the same origin that clients follow/],
  },
];

/** A row, and what official clients make of it. */
export interface BasePathRow extends WireRow {
  readonly works: boolean;
  readonly workers: number;
}

function rowOf({setup, hop, what, works, says, toDo = []}: Setup, workers: number): BasePathRow {
  const keeps: ExpectedLook = {check: KEEPS_BASE_PATH, status: toDo.length === 0 ? 'pass' : 'fail', says, toDo};
  const sessions: readonly ExpectedLook[] = !works
    ? []
    : workers === 1
      ? [
          {
            check: FIND_SESSION,
            status: 'pass',
            says: [/all \d+ messages on connections of their own reached their sessions \(4\)/],
          },
          {check: SURVIVES, status: 'pass', says: [/gets a new session, and is served there/]},
        ]
      : [
          {
            check: FIND_SESSION,
            status: 'fail',
            says: [/somebody who does not know their session \(404: .*Could not find session/],
            toDo: [/uvicorn --workers 1/, /keep no cookies/],
          },
        ];
  return {
    what: `${what}, behind nginx that ${hop} the prefix, ${workers === 1 ? '1 worker' : `${workers} workers`}`,
    ...(setup === 'nothing' ? {cases: ['W24']} : works && workers > 1 ? {cases: ['W25']} : {}),
    start: (beds) => service(beds, setup, hop, workers),
    looks: [keeps, ...sessions],
    works: works && workers === 1,
    workers,
  };
}

export const BASE_PATH_ROWS: readonly BasePathRow[] = SETUPS.flatMap((setup) => [rowOf(setup, 1), rowOf(setup, 2)]);

/** nginx ends TLS in front of the reference server, which names another path or origin for messages. */
async function naming(beds: Beds, how: string): Promise<string> {
  const upstreamPort = await beds.serve('--base-path', BASE);
  const route = ['proxy_set_header Host $http_host;', 'proxy_http_version 1.1;', 'proxy_buffering off;'];
  const {tlsPort} = await beds.proxy(startNginx, {upstreamPort, route});
  return secure(tlsPort, `${STREAM}?fault=endpoint%3D${how}`);
}

/** What is only wrong over TLS, or what fastapi-mcp cannot do. */
export const ENDPOINT_ROWS: readonly WireRow[] = [
  {
    what: 'the endpoint event is an http:// URL on a stream by https',
    start: (beds) => naming(beds, 'http'),
    looks: [
      {
        check: KEEPS_BASE_PATH,
        status: 'fail',
        says: [/by http, where the stream is https/],
        toDo: [/X-Forwarded-Proto/],
      },
    ],
  },
  {
    what: 'the endpoint event is a URL of another origin',
    start: (beds) => naming(beds, 'other-origin'),
    looks: [
      {
        check: KEEPS_BASE_PATH,
        status: 'fail',
        says: [/another origin than https/],
        toDo: [/clients refuse every other/],
      },
    ],
  },
  {
    what: 'uvicorn does not trust the proxy that ended TLS, and redirects messages to http:// for a slash',
    start: async (beds) => {
      const env = {SETUP: 'no-slash', WORKERS: '1', BASE_PATH: BASE, FORWARDED_ALLOW_IPS: '192.0.2.1'};
      const upstreamPort = await beds.python('base_path.py', env);
      const route = [
        'proxy_set_header Host $http_host;',
        'proxy_set_header X-Forwarded-Proto $scheme;',
        'proxy_buffering off;',
      ];
      const {tlsPort} = await beds.proxy(startNginx, {upstreamPort, route});
      return secure(tlsPort, STREAM);
    },
    looks: [
      {
        check: KEEPS_BASE_PATH,
        status: 'fail',
        says: [/307, a redirect for the slash at the end/, /from https down to http/],
        toDo: [/redirect_slashes=False/, /--forwarded-allow-ips/],
      },
    ],
  },
];
