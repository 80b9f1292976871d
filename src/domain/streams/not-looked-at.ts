import type {AskedProtocol} from '../../model/facts/wire/connection.ts';
import type {AskedCoding} from '../../model/facts/wire/http.ts';
import type {StreamObservation} from '../../model/facts/wire/stream.ts';
import type {StreamParams} from '../../model/stream-params.ts';

interface Look {
  readonly protocol: AskedProtocol;
  readonly coding: AskedCoding;
  readonly observation: StreamObservation;
}

/** What looks at a stream leave open although all of them passed, as a clause; null: nothing worth saying. */
export function notLookedAt(
  looks: readonly Look[],
  {url, headers, protocols}: Pick<StreamParams, 'url' | 'headers' | 'protocols'>,
): string | null {
  const spoke = (protocol: string) =>
    looks.some((look) => look.protocol === protocol || look.observation.connection?.protocol === protocol);
  const asked = (coding: AskedCoding) => looks.some((look) => look.coding === coding);
  const isTls = URL.parse(url)?.protocol === 'https:';
  const isOffer = protocols === undefined && looks.every(({protocol}) => protocol !== 'agreed');
  const open = [
    ...(isTls && !spoke('h2') ? [isOffer ? 'HTTP/2 (the server does not offer it)' : 'HTTP/2'] : []),
    ...(isTls && !spoke('http/1.1') ? [isOffer ? 'HTTP/1.1 (the server does not offer it)' : 'HTTP/1.1'] : []),
    ...(!asked('browser') ? ["what a browser's Accept-Encoding gets"] : []),
    ...(isMcp(looks, headers) ? ['the conversation of MCP'] : []),
  ];
  return open.length === 0 ? null : `not looked at: ${open.join(', ')}`;
}

function isMcp(looks: readonly Look[], headers: StreamParams['headers']): boolean {
  return (
    Object.keys(headers).some((name) => /^mcp-/i.test(name)) ||
    looks.some(({observation}) => 'endpoint' in (observation.answer?.framing.types ?? {}))
  );
}
