import {UsageError} from '../../model/errors.ts';
import {hostParam, isIpAddress} from '../../model/params.ts';
import {redactUrl} from '../../model/text/redact.ts';
import {requestSecrets} from '../../model/text/secrets/request-secrets.ts';
import type {RequestGiven} from '../../model/trace.ts';
import type {TraceFlags} from '../trace/trace-flags.ts';

export interface RequestFromFlags {
  readonly request: RequestGiven;
  /** Secrets in its headers and its URL. */
  readonly secrets: readonly string[];
}

/** @throws UsageError for a URL without a host name, and for flags that cannot be read. */
export function requestFromFlags(
  text: string,
  flags: Pick<TraceFlags, 'method' | 'header' | 'source-ip'>,
): RequestFromFlags {
  const url = readTracedUrl(text);
  const headers = readHeaders(flags.header);
  const [method, sourceIp] = [readMethod(flags.method), readAddress(flags['source-ip'])];
  return {request: {url, method, headers, sourceIp}, secrets: requestSecrets(text, headers)};
}

/** An http(s) or ws(s) URL whose host is a name that DNS answers for. */
function readTracedUrl(text: string): URL {
  if (!/^wss?:\/\//i.test(text) || !URL.canParse(text)) return readUrlArgument(text);
  const url = new URL(text);
  readHostArgument(url.hostname);
  return url;
}

/** An http(s) URL of any host: a name, `localhost`, an address. */
export function readAnyUrl(text: string): URL {
  const url = /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : null;
  if (url === null) {
    const where = redactUrl(text);
    const host = (text.split('/')[0] ?? '').replace(/:\d{1,5}$/, '');
    const isHere = host === 'localhost' || isIpAddress(host);
    const hint = isHost(host) || isHere ? ` Did you mean "${isHere ? 'http' : 'https'}://${where}"?` : '';
    throw new UsageError(`${where}: is not an http(s) URL.${hint}`, {code: 'bad-url', where});
  }
  return url;
}

/** Without what a query may hold. */
export function shownUrl(url: URL): string {
  return redactUrl(`${url.origin}${url.pathname}`);
}

/** An http(s) URL whose host is a name that DNS answers for. */
export function readUrlArgument(text: string): URL {
  const url = readAnyUrl(text);
  readHostArgument(url.hostname);
  return url;
}

/** A host name of at least two labels, lower case, without a trailing dot. */
export function readHostArgument(text: string): string {
  const host = text.replace(/\.$/, '').toLowerCase();
  if (isHost(host)) return host;
  const hint = hostHint(text);
  const where = redactUrl(text);
  throw new UsageError(`${where}: is not a host name such as mcp.example.com.${hint}`, {code: 'bad-host', where});
}

/** `HOST` or `HOST:PORT`; the port of HTTPS where none is given. */
export function readHostAndPort(text: string): {readonly host: string; readonly port: number} {
  const [, host = text, port = '443'] = /^(.*):(\d{1,5})$/.exec(text) ?? [];
  if (Number(port) >= 1 && Number(port) <= 65_535) return {host: readHostArgument(host), port: Number(port)};
  const where = redactUrl(text);
  throw new UsageError(`${where}: ${port} is not a port; give one from 1 to 65535`, {code: 'bad-host', where});
}

/** The host of a URL, of `HOST:PORT` and of `HOST/path`, and of an international name as DNS has it. */
function hostHint(text: string): string {
  const url = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`;
  const host = URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, '') : '';
  return isHost(host) ? ` Did you mean "${host}"?` : '';
}

const HOST = hostParam('');

export function isHost(text: string): boolean {
  return HOST.safeParse(text).success;
}

function readMethod(text: string): string {
  if (/^[A-Za-z_-]+$/.test(text)) return text.toUpperCase();
  throw new UsageError(`--method ${text}: is not a method such as GET`, {where: '--method'});
}

/** `--header`: `Name: value`. */
export function readHeaders(texts: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):\s*(.*)$/s.exec(text) ?? [];
      // The text may hold a secret, so the message does not repeat it.
      if (name === undefined || value === undefined) {
        throw new UsageError("--header: a header is written as 'Name: value'", {where: '--header'});
      }
      return [name, value];
    }),
  );
}

/** `--header-from-env`: `Name=VARIABLE`, so that its value stands in no list of processes. */
export function readHeadersFromEnv(texts: readonly string[] = [], env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name, variable] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)=([A-Za-z_][A-Za-z0-9_]*)$/.exec(text) ?? [];
      // The text may hold a secret, so the message does not repeat it.
      if (name === undefined || variable === undefined) {
        const form = "'Authorization=VARIABLE': the name of a header, and of the variable that holds its value";
        throw new UsageError(`--header-from-env: is written as ${form}`, {where: '--header-from-env'});
      }
      const value = env[variable] ?? '';
      if (value === '') {
        throw new UsageError(`--header-from-env: the variable ${variable} is not set`, {where: '--header-from-env'});
      }
      return [name, value];
    }),
  );
}

function readAddress(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (isIpAddress(text)) return text;
  throw new UsageError(`--source-ip ${text}: is not an IP address such as 192.0.2.10`, {where: '--source-ip'});
}
