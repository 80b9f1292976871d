import type {McpStep} from '../../model/facts/wire/mcp.ts';
import type {Fault} from '../../model/outcome.ts';
import {plainText} from '../../model/text/plain-text.ts';

const RESOURCE_METADATA = /\bresource_metadata="?([^",\s]+)"?/i;

/** A 401 by which a server of MCP asks for a token (RFC 9728): where one gets it, as far as its metadata says; null: it is none. */
export function loginFault(step: McpStep, steps: readonly McpStep[]): Fault | null {
  if (step.answer?.status !== 401) return null;
  const [, link] = RESOURCE_METADATA.exec(step.answer.headers['www-authenticate'] ?? '') ?? [];
  if (link === undefined) return null;
  const metadata = steps.find(({purpose}) => purpose === 'metadata');
  return {
    what: `answers 401: it asks for a token, ${metadataText(metadata, link)}`,
    fix: 'Send a token in the header Authorization (`--header-from-env`, or `headers:` with a secret variable).',
  };
}

function metadataText(metadata: McpStep | undefined, link: string): string {
  const at = plainText(link, 120);
  if (metadata === undefined) return `and names its metadata at another origin (${at}), which was not asked`;
  const {answer} = metadata;
  if (answer === null) return `and its metadata at ${at} got no answer`;
  const servers = answer.status === 200 ? authorizationServers(answer.text) : null;
  if (servers === null) return `and its metadata at ${at} is answered ${answer.status} without authorization servers`;
  return `which ${servers.map((server) => plainText(server, 120)).join(' or ')} gives out, by its metadata`;
}

function authorizationServers(text: string): readonly string[] | null {
  try {
    const servers: unknown = JSON.parse(text)?.authorization_servers;
    return Array.isArray(servers) && servers.length > 0 ? servers.slice(0, 3).map(String) : null;
  } catch {
    return null;
  }
}
