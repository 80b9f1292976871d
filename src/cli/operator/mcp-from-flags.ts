import {requestSecrets} from '../../model/text/secrets/request-secrets.ts';
import {inPlace, runAdHoc} from './ad-hoc-run.ts';
import {mcpItems} from './mcp-items.ts';
import type {McpFlags} from './operator-flags.ts';
import {readAnyUrl, readHeaders, readHeadersFromEnv, shownUrl} from './request-from-flags.ts';

/** `mcp URL`. */
export async function runMcp(text: string, flags: McpFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const url = readAnyUrl(text);
  const headers = {...readHeaders(flags.header), ...readHeadersFromEnv(flags['header-from-env'], env)};
  await inPlace(flags, async (place) => {
    place.factSource.secrets.add(requestSecrets(url.href, headers));
    const command = `mcp ${shownUrl(url)}`;
    const items = mcpItems({url: url.href, headers, era: flags.era, basePath: flags['base-path']});
    await runAdHoc({command, title: command, items, found: {}}, place);
  });
}
