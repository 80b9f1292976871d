import {existsSync} from 'node:fs';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {type Browser, chromium} from 'playwright-core';
import {runHtml} from '../src/reports/html/page.ts';
import {CHROMIUM, QUIET} from '../test/e2e/support/chromium.ts';
import {largeReport} from './large-report.ts';
import {median} from './stopwatch.ts';

const ROUNDS = 5;
const ITEMS = 5000;
const AT_MOST_MS = 2000;

/** How long Chromium takes to open the page of a large report. False when it exceeds the bound. */
export async function compareReportPages(): Promise<boolean> {
  if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is missing; run scripts/e2e-setup`);
  const folder = await mkdtemp(join(tmpdir(), 'migrate-check-page-'));
  const browser = await chromium.launch({executablePath: CHROMIUM, args: QUIET});
  try {
    const file = join(folder, 'report.html');
    await writeFile(file, runHtml(largeReport(ITEMS)));
    const url = pathToFileURL(file).href;
    await openMs(browser, url);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) times.push(await openMs(browser, url));
    const ms = median(times);
    const isWell = ms <= AT_MOST_MS;
    console.log(
      `\n${'page of a run in Chromium'.padEnd(36)}${['ms', 'at most'].map((head) => head.padStart(9)).join('')}`,
    );
    const row = [ms.toFixed(0), String(AT_MOST_MS)].map((figure) => figure.padStart(9)).join('');
    console.log(`${`${ITEMS.toLocaleString('en')} items`.padEnd(36)}${row}  ${isWell ? 'ok' : 'OVER'}`);
    return isWell;
  } finally {
    await browser.close();
    await rm(folder, {recursive: true});
  }
}

/** Milliseconds from the start of the navigation to the first frame after the load event, in which the filters are there. */
async function openMs(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage();
  await page.goto(url);
  const ms = await page.evaluate(async () => {
    await new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now();
  });
  const said = await page.locator('#shown').textContent();
  await page.close();
  if (said !== `${ITEMS} of ${ITEMS} items`) throw new Error(`the filters of ${url} say ${said}`);
  return ms;
}

if (import.meta.main) process.exitCode = (await compareReportPages()) ? 0 : 1;
