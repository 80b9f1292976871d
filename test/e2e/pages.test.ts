import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect} from 'chai';
import type {PageFile} from './pages/page.ts';
import {proxyPages} from './pages/proxies.ts';
import {servicePages} from './pages/services.ts';
import {ROOT} from './support/tool.ts';

const FOLDER = path.join(ROOT, 'test/domain/http/pages');

/** Debian mends its packages, and pages say their version. */
function withoutVersions(file: PageFile): PageFile {
  const text = JSON.stringify(file).replace(/\b\d+\.\d+(\.\d+)?\b/g, '0');
  const {server, pages} = JSON.parse(text) as PageFile;
  return {server, pages: pages.map(({headers: {'content-length': _, ...headers}, ...page}) => ({...page, headers}))};
}

describe('e2e: the error pages that unit tests judge', function () {
  this.timeout(180_000);

  for (const [servers, capture] of Object.entries({proxies: proxyPages, 'frameworks and MCP servers': servicePages})) {
    it(`are what ${servers} still answer`, async () => {
      for (const [name, captured] of Object.entries(await capture())) {
        const file = path.join(FOLDER, `${name}.json`);
        expect(existsSync(file), `${file} is missing: run scripts/error-pages.ts`).to.equal(true);
        const known: PageFile = JSON.parse(readFileSync(file, 'utf8'));
        expect(withoutVersions(captured), name).to.deep.equal(withoutVersions(known));
      }
    });
  }

  it('are of no server that is not asked', () => {
    expect(readdirSync(FOLDER)).to.have.length(12);
  });
});
