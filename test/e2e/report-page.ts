import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import axe from 'axe-core';
import {expect} from 'chai';
import {type Browser, type BrowserContextOptions, chromium, type Page} from 'playwright-core';
import type {Report} from '../../src/model/report.ts';
import {runHtml} from '../../src/reports/html/page.ts';
import {CHROMIUM, QUIET} from './support/chromium.ts';

export const SIZES = [
  {width: 1280, height: 800},
  {width: 400, height: 800},
];
export const SCHEMES = ['light', 'dark'] as const;

/** The items that no filter hides. */
export const SHOWN = '#tree .item:not([hidden])';

/** Opens the page of a report as a file, as people do, and uses it. */
export type OnPage = (
  report: Report,
  options: BrowserContextOptions,
  use: (page: Page) => Promise<void>,
) => Promise<void>;

/** Has a browser for the tests around it; whatever it complains of while a page is used is a failure. */
export function inChromium(): OnPage {
  const folder = mkdtempSync(join(tmpdir(), 'report-page-'));
  let browser: Browser;
  let pages = 0;

  before(async () => {
    if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is missing; run scripts/e2e-setup`);
    browser = await chromium.launch({executablePath: CHROMIUM, args: QUIET, timeout: 120_000});
  });

  after(async () => {
    await browser?.close();
    rmSync(folder, {recursive: true, force: true});
  });

  return async (report, options, use) => {
    pages += 1;
    const file = join(folder, `${pages}.html`);
    writeFileSync(file, runHtml(report));
    const url = pathToFileURL(file).href;
    const context = await browser.newContext(options);
    const complaints: string[] = [];
    const page = await context.newPage();
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && request.url() !== 'data:,') complaints.push(`request: ${request.url()}`);
    });
    try {
      await page.goto(url);
      await use(page);
      expect(complaints).to.deep.equal([]);
    } finally {
      await context.close();
    }
  };
}

/** What axe finds that keeps people from using the page as it is now. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const {violations, passes} = await page.evaluate(() => (globalThis as unknown as {axe: typeof axe}).axe.run());
  expect(passes.map(({id}) => id)).to.include('color-contrast');
  const serious = violations.filter(({impact}) => impact === 'serious' || impact === 'critical');
  return serious.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' ')}`);
}

export async function unfoldAll(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll('details')) fold.open = true;
  });
}
