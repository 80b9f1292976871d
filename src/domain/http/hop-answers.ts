import type {HopName} from './hops.ts';

/** What to do about an error that a hop wrote itself, by hop and status; null: nothing more is known than by the status. */
export function hopAdvice(hop: HopName, status: number, body: string): string | null {
  if (status === 400 && PLAIN_TO_TLS.test(body)) return 'The port speaks TLS: ask it with https.';
  if (hop === 'envoy') return envoyAdvice(status, body);
  if (hop === 'api-gateway') return gatewayAdvice(status, body);
  return ADVICE[hop]?.[status] ?? null;
}

/** As nginx, Apache and Caddy (Go) say it. */
export const PLAIN_TO_TLS =
  /plain HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL-enabled|HTTP request to an HTTPS server/i;

const ADVICE: Readonly<Partial<Record<HopName, Readonly<Record<number, string>>>>> = {
  alb: {
    502: 'See the targets: they refuse or break the connection (a keep-alive shorter than the idle timeout does it now and then), or answer something that is not HTTP.',
    503: 'See the target group of the rule that wins: it has no registered target, or none that may get requests.',
    504: 'The target took the request and sent no response headers in time, or did not accept the connection (10 s): see its log, and let a stream send headers and a first comment at once.',
    404: 'See which listener rule wins for it: a fixed response 404 is the default of many listeners.',
    460: 'The client closed the connection before the load balancer answered.',
    463: 'The X-Forwarded-For header of the request has more than 30 addresses.',
    464: "See the target group's protocol version: it does not fit the client's.",
    561: 'The login at the identity provider failed: see the authenticate action of the rule.',
  },
  nginx: {
    403: "See nginx's configuration: it answers this path itself, and refuses.",
    404: 'See the `location` blocks: nginx answers this path itself, no `proxy_pass` takes it.',
    405: 'See the `location` blocks: nginx answers this path itself, from files.',
    413: 'Raise `client_max_body_size`.',
    429: 'See `limit_req` and `limit_conn` of nginx.',
    499: 'The client closed the request before nginx answered.',
    502: 'See the error log of nginx: what is behind it refuses the connection, closes it early, or answers something that is not HTTP (two Transfer-Encoding headers, for one).',
    503: 'See `limit_req`, `limit_conn` and `return 503` in the configuration of nginx, and whether the service behind an ingress has endpoints.',
    504: 'What is behind nginx sent no response headers within `proxy_read_timeout`, or did not accept the connection: see its log, and let a stream send headers and a first comment at once.',
  },
  haproxy: {
    403: 'See the `http-request deny` rules of HAProxy.',
    429: 'See the stick tables of HAProxy: a rate limit answers.',
    502: 'The server behind HAProxy closed the connection early or answered something that is not HTTP (two Transfer-Encoding headers, for one): see its log, and `show errors`.',
    503: 'No server of the backend of HAProxy is up: see its health checks, and whether the port is right.',
    504: 'The server behind HAProxy sent no response headers within `timeout server`: see its log, and let a stream send headers and a first comment at once.',
  },
  varnish: {
    503: 'The backend of Varnish refused the connection, or sent nothing within `first_byte_timeout`: see `varnishlog -q "RespStatus == 503"`.',
  },
  apache: {
    502: 'What is behind Apache sent nothing within ProxyTimeout (Apache says 502 for that), closed the connection early, or answered something that is not HTTP: see its error log.',
    503: 'What is behind Apache refuses the connection: Apache asks again after `retry=` (60 s) only.',
    504: 'What is behind Apache did not answer in time: see ProxyTimeout.',
  },
  gunicorn: {
    500: 'The application raised an exception, or its worker was killed at `--timeout` (30 s unless it is set) before it answered: see the log of gunicorn for a traceback or WORKER TIMEOUT.',
  },
  caddy: {
    404: 'Nothing in the Caddyfile handles this path for this host.',
    502: 'What is behind Caddy refuses the connection or closes it early: see the log of Caddy.',
    503: 'No upstream of Caddy is available: see its health checks.',
    504: 'What is behind Caddy did not answer in time: see `response_header_timeout` and the server.',
  },
  traefik: {
    404: 'No router of Traefik matches this host and path: see the rule of the ingress.',
    502: 'What is behind Traefik refuses the connection or closes it early.',
    503: 'The service behind Traefik has no server that is up.',
    504: 'What is behind Traefik did not answer in time.',
  },
  cloudfront: {
    403: 'See the WAF and the behaviours of the distribution: CloudFront refuses, or its origin does.',
    502: 'CloudFront could not speak to the origin: its certificate does not cover the origin domain, or it answers something that is not HTTP.',
    503: 'The origin of CloudFront has no capacity, or a function at the edge failed.',
    504: 'The origin of CloudFront sent no response within the origin response timeout, or a firewall drops its connections.',
  },
  cloudflare: {
    502: 'The origin answered 502, or could not be spoken to: see the origin behind Cloudflare.',
    503: "See the origin behind Cloudflare; a page that names Cloudflare is a limit of Cloudflare's own.",
    504: 'See the origin behind Cloudflare: a hop there did not answer in time.',
    520: 'The origin broke the connection or answered something that Cloudflare does not understand: see its log.',
    521: 'The origin refuses the connections of Cloudflare: see that it listens, and its firewall.',
    522: 'The origin does not accept connections in time: see its firewall, which has to let Cloudflare in.',
    523: 'The origin cannot be reached: see the DNS record behind Cloudflare.',
    524: 'The origin accepted the request and sent no response in time: let a stream send headers and a first comment at once.',
    525: 'The TLS handshake with the origin failed: see its certificate and its TLS versions.',
    526: 'The certificate of the origin is not valid for Full (strict): renew it, or use an origin certificate.',
    530: 'See the error 1xxx of the page: mostly the name of the origin does not resolve.',
  },
  heroku: {
    404: 'No app has this host name: add the domain to the app.',
    503: 'See the log of the app for the code (H10 crashed, H12 no answer in 30 s, H14 no dynos).',
  },
  google: {
    404: 'No rule of the URL map matches this host and path, or it leads to the default backend: see the rules of the ingress.',
    408: 'The backend was silent for longer than the load balancer allows, or did not finish within `timeoutSec` of the backend service (30 s unless it is set).',
    502: 'The backend broke the connection (its keep-alive has to be longer than 600 s), or no backend is healthy.',
    503: 'See the health checks of the backend service.',
    504: 'The backend did not finish within `timeoutSec` of the backend service, 30 s unless it is set.',
  },
  azure: {
    502: 'The backend pool is empty or unhealthy, or did not answer in time: see the backend health of the gateway.',
    503: 'No origin of Front Door is healthy or answers as it expects: see the health probes of the origin group.',
    504: 'The backend did not answer within the request time-out of the gateway.',
  },
  akamai: {
    403: 'A rule of Akamai refuses: see the reference in its page in the Akamai Control Center.',
    502: 'The origin of Akamai broke the connection or answered something that is not HTTP.',
    503: 'Akamai cannot reach the origin or find its name: see the reference in its page in the Akamai Control Center.',
    504: 'The origin of Akamai sent no response in time: see its read timeout, and let a stream send headers and a first comment at once.',
  },
  fastly: {
    500: 'No service of Fastly has this host name: add the domain to the service.',
    503: 'The backend of Fastly refused the connection, or sent no first byte within `first_byte_timeout` (15 s unless it is set): let a stream send headers and a first comment at once.',
  },
  kong: {
    404: 'No route of Kong matches this host, path and method.',
    429: 'See the rate-limiting plugins of Kong.',
    502: 'The service behind Kong closed the connection early or answered something that is not HTTP.',
    503: 'Kong finds no target of the upstream: see its health checks, and whether its name resolves.',
    504: 'The service behind Kong sent no response headers within `read_timeout` (60 s unless it is set): see its log, and let a stream send headers and a first comment at once.',
  },
};

function envoyAdvice(status: number, body: string): string | null {
  if (/no healthy upstream/i.test(body)) {
    return 'No endpoint of the cluster of Envoy is healthy: see its health checks, and whether the service has endpoints.';
  }
  if (/upstream request timeout|stream timeout/i.test(body) || status === 504) {
    return "What is behind Envoy did not finish in time: the route's `timeout` (15 s unless it is set) counts the whole response, so a stream needs `timeout: 0s`.";
  }
  const reason = /reset reason: ([\w ]+)/i.exec(body)?.[1];
  if (/overflow/i.test(reason ?? '')) {
    return 'A circuit breaker of Envoy is open: more connections or requests than the cluster may have, which streams hold for long (DestinationRule `connectionPool`, `circuit_breakers`).';
  }
  if (reason !== undefined || /upstream connect error/i.test(body)) {
    return `Envoy could not keep a connection to what is behind it${reason === undefined ? '' : ` (${reason.trim()})`}: see that it listens on the port, and the mTLS mode of a mesh.`;
  }
  if (/RBAC/i.test(body)) return 'An authorization policy of Envoy or Istio refuses: see AuthorizationPolicy.';
  if (status === 404) return 'No route of Envoy matches this host and path: see the VirtualService or HTTPRoute.';
  if (status === 429) return 'See the rate limits of Envoy.';
  if (status === 503)
    return 'Envoy has no cluster or no endpoint for this route: see whether the service has endpoints, and the subsets of its DestinationRule.';
  return null;
}

function gatewayAdvice(status: number, body: string): string | null {
  if (/Endpoint request timed out/i.test(body)) {
    return 'The integration did not answer within its timeout (29 s of a REST API unless it is raised), and in BUFFERED mode not to its end: set `responseTransferMode: STREAM`, or take the stream past API Gateway.';
  }
  if (/Missing Authentication Token/i.test(body)) {
    return 'API Gateway has no such method on this path: see the resource, the stage, and the mapping of the custom domain (it says so with 403, and means no token).';
  }
  switch (status) {
    case 401:
      return 'See the authorizer of the route of API Gateway, and the credentials of the request.';
    case 403:
      return 'See the resource policy, the API key, the WAF and the mapping of the custom domain of API Gateway.';
    case 404:
      return 'API Gateway has no route for this method and path in this stage.';
    case 429:
      return 'See the throttling of the stage, the usage plan, and the quota of the account.';
    case 500:
    case 502:
      return 'API Gateway reached no integration that answers as it expects: see its execution log, and the VPC link.';
    case 503:
      return 'The integration of API Gateway cannot be reached, or took longer than 30 s: see the VPC link, its security group and the listener behind it.';
    case 504:
      return 'The integration of API Gateway did not answer in time: an HTTP API gives 30 s, and cannot stream.';
    default:
      return null;
  }
}
