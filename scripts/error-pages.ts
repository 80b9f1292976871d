import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {proxyPages} from '../test/e2e/pages/proxies.ts';
import {servicePages} from '../test/e2e/pages/services.ts';

/**
 * Asks real proxies, frameworks and MCP servers for their error pages, and writes them to `test/domain/http/pages`, a file
 * for each server. Needs what `scripts/e2e-setup` gets, and the built tool. Where a page differs from the one before, see why before
 * it is committed.
 */
const FOLDER = path.join(import.meta.dirname, '../test/domain/http/pages');

for (const [file, pages] of Object.entries({...(await proxyPages()), ...(await servicePages())})) {
  writeFileSync(path.join(FOLDER, `${file}.json`), `${JSON.stringify(pages, null, 2)}\n`);
}
