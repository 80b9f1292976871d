import type {EndpointPlace} from './endpoint-place.ts';

const KEEP =
  'let the hop in front pass the prefix on (nginx: `proxy_pass` without a path, not even a slash, behind the port; a listener rule: no url-rewrite)';
const FORWARDED =
  'let the hop say X-Forwarded-Proto (nginx: `proxy_set_header X-Forwarded-Proto $scheme`; a load balancer does), and let uvicorn trust it: --proxy-headers with --forwarded-allow-ips';

/** What to change in the application, uvicorn, the proxy or the listener rule, by where the endpoint event leads. */
export function placeAdvice(place: Exclude<EndpointPlace, 'kept'>, basePath: string): string {
  const root = `FastAPI(root_path="${basePath}")`;
  switch (place) {
    case 'base-missing':
      return `Tell the application the prefix that a hop takes away before it: uvicorn --root-path ${basePath}, or ${root}; other servers have it in the path for messages that they are made with.`;
    case 'base-doubled':
      return `Apply the prefix once: fastapi-mcp 0.3.6 or newer with mount_sse (older ones put root_path before it a second time), and either ${root} or the prefix of a router, not both.`;
    case 'elsewhere':
      return `Let the server announce messages below ${basePath}, where the stream is: ${root}, the prefix of its router, or the path for messages that it is made with.`;
    case 'plain-http':
      return `Let the server announce a path instead of a URL, as the SDKs do; where it has to be a URL, ${FORWARDED}.`;
    case 'internal':
      return 'Let the server announce a path instead of a URL, as the SDKs do; where it has to be a URL, make it of the public name: a base URL in its settings, or the Host that the hop passes on (nginx: `proxy_set_header Host $http_host`).';
    case 'other-origin':
      return 'Let the server announce a path instead of a URL, so that messages go to the origin of the stream: clients refuse every other.';
    case 'no-url':
      return 'Let the server announce the path for messages, from its first slash on, in the data of its endpoint event.';
  }
}

/** What to do where the path for messages is right, and the slash at its end is lost. */
export function slashAdvice(redirectsToHttp: boolean): string {
  const scheme = redirectsToHttp ? `; and ${FORWARDED}` : '';
  return `Announce the path for messages with the slash at its end, as the route has it (fastapi-mcp: /messages/), and let no rule or rewrite take the slash away; or switch FastAPI(redirect_slashes=False) on and take both${scheme}.`;
}

/** What to do where the application does not have the path of the stream, by what it has below the prefix twice. */
export function unroutedAdvice(twice: 'once' | 'doubled' | null, basePath: string): string {
  const root = `FastAPI(root_path="${basePath}")`;
  switch (twice) {
    case 'once':
      return `Take the prefix off the router (or the mount) and use ${root}, which takes requests with the prefix and without; or ${KEEP}.`;
    case 'doubled':
      return `Apply the prefix once: ${root}, or APIRouter(prefix="${basePath}"), not both.`;
    case null:
      return `Where the hop passes the prefix on, put it on the router (APIRouter(prefix="${basePath}"), or a mount) or use ${root}: uvicorn --root-path puts the prefix before the path again and needs a hop that strips it, and an application that does not read BASE_PATH has no such path.`;
  }
}

/** What to do where a hop answers for a path that the service has. */
export function unforwardedAdvice(path: string, method: 'GET' | 'POST'): string {
  const rule = `Forward ${path} to the service, too: its listener rule (${method === 'POST' ? 'with `/*` behind the path of the stream, and POST where it names methods' : 'path and host'}), or the \`location\` of the proxy.`;
  return `${rule} A fixed response 404 is the default of many listeners.`;
}
