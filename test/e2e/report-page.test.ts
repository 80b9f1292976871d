import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import type {Page} from 'playwright-core';
import {reportSchema} from '../../src/model/report.ts';
import {runHtml} from '../../src/reports/html/page.ts';
import {unfinishedReport} from '../../src/reports/unfinished.ts';
import {CANONICAL} from '../support/canonical-report.ts';
import {FULL, HOSTILE_REPORT} from '../support/full-report.ts';
import {inChromium, SCHEMES, SHOWN, SIZES, seriousFaults, unfoldAll} from './report-page.ts';
import {run} from './support/run.ts';
import {runTool} from './support/tool.ts';

describe('e2e: the page of a run in Chromium', function () {
  this.timeout(180_000);
  const onPage = inChromium();

  const count = (page: Page) => page.locator(SHOWN).count();
  const said = (page: Page) => page.locator('#shown').textContent();
  const ids = (page: Page) => page.locator(`${SHOWN} > summary code`).allTextContents();
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');

  it('filters by status, stage, tag and text with the keyboard alone', async () => {
    const [first, second, ...others] = FULL.items;
    if (first === undefined || second === undefined) throw new Error('no items');
    const items = [{...first, tags: ['dns']}, {...second, stages: ['cleanup']}, ...others];
    await onPage({...FULL, items}, {viewport: SIZES[0] ?? null}, async (page) => {
      expect(await said(page)).to.equal('12 of 12 items');
      const failed = page.getByLabel('failed', {exact: true});
      while (!(await failed.evaluate((box) => box === document.activeElement))) await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
      expect(await ids(page)).to.deep.equal(['stream', 'readme', 'docs']);
      expect(await said(page)).to.equal('3 of 12 items');
      expect(await page.locator('#tree .group:visible > summary .name').allTextContents()).to.not.include('DNS');

      await page.getByRole('button', {name: 'Show all'}).press('Enter');
      expect(await count(page)).to.equal(12);
      await page.locator('#tag').focus();
      await page.keyboard.press('ArrowDown');
      expect(await ids(page)).to.deep.equal(['dns-record']);
      await page.getByRole('button', {name: 'Show all'}).press('Enter');

      await page.locator('#stage').selectOption('cleanup');
      expect(await ids(page)).to.include('stream');
      await page.locator('#stage').selectOption('soak');
      expect(await ids(page)).to.not.include('stream');
      await page.getByRole('button', {name: 'Show all'}).press('Enter');

      // Also what is below a fold is looked through, and every word has to be there.
      await page.locator('#text').focus();
      await page.keyboard.type('IDLE timeout heartbeat');
      expect(await ids(page)).to.deep.equal(['stream']);
      await page.keyboard.type(' nowhere');
      expect(await said(page)).to.equal('0 of 12 items');
      expect(await page.locator('#tree .group:visible').count()).to.equal(0);
    });
  });

  it('opens and closes items with the keyboard, all of them where that is asked for', async () => {
    await onPage(FULL, {}, async (page) => {
      const open = () => page.locator('.item[open]').count();
      const summary = page.locator('#tree .item > summary').first();
      await summary.focus();
      await page.keyboard.press('Enter');
      expect(await page.locator('.item').first().locator('.evidence').isVisible()).to.equal(true);
      await page.getByRole('button', {name: 'Open those shown'}).press('Enter');
      expect(await open()).to.equal(12);
      await page.getByRole('button', {name: 'Close them'}).press('Enter');
      expect(await open()).to.equal(0);
    });
  });

  it('leads from a cause to its item, even where a filter hides it', async () => {
    await onPage(FULL, {}, async (page) => {
      await page.getByLabel('passed', {exact: true}).check();
      expect(await ids(page)).to.not.include('stream');
      await page.locator('.causes a').first().press('Enter');
      await page.locator('.item.fail[open] .body').first().waitFor();
      expect(await count(page)).to.equal(12);
      expect(await focused(page)).to.include('an idle stream outlives the timeout');
      expect(await page.locator('#item-stream').isVisible()).to.equal(true);
    });
  });

  it('has everything without a script: it folds, links open what they lead to, and nothing is offered that does nothing', async () => {
    await onPage(FULL, {javaScriptEnabled: false}, async (page) => {
      expect(await page.locator('#filters').isVisible()).to.equal(false);
      expect(await page.locator('#tree .item').count()).to.equal(12);
      await page.locator('.causes a').first().click();
      await page.locator('#item-stream .evidence').waitFor({state: 'visible'});
      await page.locator('#tree .item > summary').first().click();
      expect(await page.locator('#tree .item .evidence').first().isVisible()).to.equal(true);
    });
  });

  it('has no serious accessibility fault, folded or unfolded, in light and dark, wide and narrow', async () => {
    for (const viewport of SIZES) {
      for (const colorScheme of SCHEMES) {
        await onPage(FULL, {viewport, colorScheme}, async (page) => {
          for (const unfold of [false, true]) {
            if (unfold) await unfoldAll(page);
            expect(await seriousFaults(page), `${viewport.width} ${colorScheme}`).to.deep.equal([]);
          }
        });
      }
    }
  });

  it('needs no scrolling sideways, whatever is open and however long a word is', async () => {
    const long = 'W'.repeat(400);
    const wordy = {
      ...FULL,
      checklist: {...FULL.checklist, title: `${FULL.checklist.title} ${long}`},
      items: FULL.items.map((item) => ({...item, summary: `${item.summary} ${long}`, tags: [long], expected: long})),
    };
    for (const report of [FULL, wordy, HOSTILE_REPORT]) {
      for (const viewport of SIZES) {
        await onPage(report, {viewport}, async (page) => {
          await unfoldAll(page);
          const beyond = await page.evaluate(() => {
            const isInPicture = (element: Element) => element.closest('svg') !== null;
            const elements = [...document.querySelectorAll('main *')].filter((element) => !isInPicture(element));
            return elements
              .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
              .map((element) => `${element.tagName}.${element.className}`);
          });
          expect(beyond, String(viewport.width)).to.deep.equal([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).to.equal(0);
        });
      }
    }
  });

  it('has the decision and the first failure with what to do on the first screen', async () => {
    for (const viewport of SIZES) {
      await onPage(FULL, {viewport}, async (page) => {
        for (const place of ['.verdict .word', '.causes > li:first-child', '.causes .todo']) {
          const box = await page.locator(place).first().boundingBox();
          expect((box?.y ?? Number.POSITIVE_INFINITY) + (box?.height ?? 0), place).to.be.below(viewport.height);
        }
      });
    }
  });

  it('shows hostile text as text', async () => {
    await onPage(HOSTILE_REPORT, {}, async (page) => {
      await unfoldAll(page);
      const shown =
        '</style></script><script>alert(1)</script><img src=x onerror="alert(1)">&"\'\\u{1b}[31m\\u{0}�\\u{202e}`';
      expect(await page.locator('h1 .title').textContent()).to.equal(shown);
      expect(await page.locator('#tree .item .found').first().textContent()).to.equal(shown);
      expect(await page.locator('script').count()).to.equal(1);
      expect(await page.locator('img, iframe, form').count()).to.equal(0);
      const foreign = await page
        .locator('a')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
      expect(foreign.filter((href) => !/^(?:#|https:\/\/wiki\.example\/)/.test(href))).to.deep.equal([]);
    });
  });

  it('prints what is folded, in light colours, without the filters', async () => {
    await onPage(FULL, {colorScheme: 'dark'}, async (page) => {
      await page.emulateMedia({media: 'print', colorScheme: 'dark'});
      expect(await page.locator('#filters').isVisible()).to.equal(false);
      expect(await page.locator('#item-stream .evidence').isVisible()).to.equal(true);
      const colors = await page.evaluate(() => {
        const {backgroundColor, color} = getComputedStyle(document.body);
        return [backgroundColor, color];
      });
      expect(colors).to.deep.equal(['rgb(255, 255, 255)', 'rgb(31, 35, 40)']);
    });
  });

  it('shows each node of the way of a request, and where it is cut', async () => {
    await onPage(FULL, {}, async (page) => {
      expect(await page.locator('.hop .mark').allTextContents()).to.deep.equal([
        '✔ zone',
        '✖ rules, broken',
        '? tasks, unknown',
      ]);
      const edge = (index: number) =>
        page
          .locator('.hop')
          .nth(index)
          .evaluate((hop) => getComputedStyle(hop, '::after').borderLeftStyle);
      expect([await edge(0), await edge(1)]).to.deep.equal(['solid', 'dashed']);
    });
  });

  it('is what the tool writes, with the hash that sha256sum finds of the JSON report', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'report-page-run-'));
    const [html, json] = [join(folder, 'run.html'), join(folder, 'run.json')];
    const what = [
      '--only',
      'sse-rule-wins',
      '--no-needs',
      '--trace',
      'https://mcp.run.georgi.io/jessica-service/mcp/sse/stream',
    ];
    const {code, stderr} = await runTool([
      ...['lab', 'rule-order', '--stage', 'cutover', ...what],
      ...['--reporter', `html:${html}`, '--reporter', `json:${json}`],
    ]);
    expect(code, stderr).to.equal(1);
    const {stdout} = await run('sha256sum', [json]);
    const page = readFileSync(html, 'utf8');
    expect(page).to.include(`<code>${stdout.slice(0, 64)}</code>`);
    expect(page).to.include('Broken at the rules');
    expect(page).to.equal(runHtml(reportSchema.parse(JSON.parse(readFileSync(json, 'utf8')))));
    rmSync(folder, {recursive: true});
  });

  it('opens when there is nothing in it, too', async () => {
    await onPage(unfinishedReport({toolVersion: '0.0.0', at: new Date(CANONICAL.startedAt)}), {}, async (page) => {
      expect(await page.title()).to.equal('INCOMPLETE: HOLD: the migration');
      expect(await page.locator('main').innerText()).to.match(/^INCOMPLETE: the run has not ended/);
    });
  });
});
