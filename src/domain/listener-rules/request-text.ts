/**
 * A request as a person reads it, and as they can send it once they have filled in possible secrets, which a rule's
 * conditions can ask for and which is not shown.
 */

import {REDACTED, redactQuery} from '../../model/text/redact.ts';
import {showsHeader} from '../../model/text/secret-names.ts';
import {quoted} from '../../model/text/shell.ts';
import type {RoutedRequest} from './listener-rules.ts';

/** `GET mcp.example.com/mcp?version=2 with accept: text/html from 203.0.113.10`. */
export function requestText(request: RoutedRequest): string {
  const headers = headerLines(request);
  const withHeaders = headers.length > 0 ? ` with ${headers.join(' and ')}` : '';
  const from = request.sourceIp === undefined ? '' : ` from ${request.sourceIp}`;
  return `${request.method} ${request.host ?? ''}${request.path}${queryOf(request)}${withHeaders}${from}`;
}

/**
 * The command that sends it to a load balancer whatever DNS says of the host. It does not verify the certificate, for the
 * question is which rule answers; and it comes from wherever it is run.
 */
export function curlLine(request: RoutedRequest, to: {dnsName: string; port: number; protocol: string}): string {
  const scheme = to.protocol === 'HTTPS' ? 'https' : 'http';
  const isUsualPort = to.port === (scheme === 'https' ? 443 : 80);
  const url = `${scheme}://${request.host ?? ''}${isUsualPort ? '' : `:${to.port}`}${request.path}${queryOf(request)}`;
  return [
    'curl --include --globoff',
    ...(scheme === 'https' ? ['--insecure'] : []),
    ...(request.method === 'GET' ? [] : [request.method === 'HEAD' ? '--head' : `--request ${word(request.method)}`]),
    `--connect-to ${word(`::${to.dnsName}:${to.port}`)}`,
    ...headerLines(request).map((line) => `--header ${word(line)}`),
    word(url),
  ].join(' ');
}

function headerLines({headers}: RoutedRequest): string[] {
  return Object.entries(headers ?? {}).flatMap(([name, values]) =>
    [values ?? []].flat().map((value) => `${name}: ${showsHeader(name) ? value : REDACTED}`),
  );
}

function queryOf({query}: RoutedRequest): string {
  return query ? `?${redactQuery(query)}` : '';
}

function word(text: string): string {
  return quoted(text, null);
}
