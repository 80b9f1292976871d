import {expect} from 'chai';
import type {Page} from 'playwright-core';
import {largeReport} from '../../bench/large-report.ts';
import {HOSTILE_REPORT} from '../support/full-report.ts';
import {inChromium, SCHEMES, SHOWN, SIZES, seriousFaults, unfoldAll} from './report-page.ts';

const LARGE = largeReport(1200);

describe('e2e: the page of a large run in Chromium', function () {
  this.timeout(180_000);
  const onPage = inChromium();

  const said = (page: Page) => page.locator('#shown').textContent();
  const made = (page: Page) => page.locator('#tree .evidence').count();
  const unmadeAmongOpen = (page: Page) => page.locator('.item[open] noscript').count();
  /** Opened by hand, an item has its evidence a moment later. */
  const evidenceOf = (page: Page, id: string) => page.locator(`#item-${id} .evidence`).first();

  it('comes with all groups closed, those without a group in one too, and makes what is opened', async () => {
    await onPage(LARGE, {}, async (page) => {
      expect(await page.locator('.group[open]').count()).to.equal(0);
      expect(await page.locator('#tree > .item').count()).to.equal(0);
      expect(await page.locator('#tree > .group > summary .name').last().textContent()).to.equal('In no group');
      expect(await made(page)).to.equal(0);

      const folds = page.locator('#tree > .group').first().locator('summary');
      for (const index of [0, 1, 2]) await folds.nth(index).press('Enter');
      await evidenceOf(page, 'item-0').waitFor();
      expect(await made(page)).to.equal(1);
      expect(await page.locator('#item-item-0 pre').first().textContent()).to.match(/^curl .*'%\{http_code\}'/);
      await folds.nth(2).press('Enter');
      await folds.nth(2).press('Enter');
      expect(await made(page)).to.equal(1);
    });
  });

  it('opens the groups of what filters find, and closes them again', async () => {
    await onPage(LARGE, {}, async (page) => {
      await page.getByLabel('pending', {exact: true}).press('Space');
      expect(await said(page)).to.equal('75 of 1200 items');
      expect(await page.locator(SHOWN).first().isVisible()).to.equal(true);
      await page.getByRole('button', {name: 'Show all'}).press('Enter');
      expect(await page.locator('.group[open]').count()).to.equal(0);
    });
  });

  it('finds text in what is not made, as it reads', async () => {
    const [first, ...others] = LARGE.items;
    if (first === undefined) throw new Error('no items');
    await onPage({...LARGE, items: [{...first, fix: `"a" < 'b' & c`}, ...others]}, {}, async (page) => {
      const found = async (text: string) => {
        await page.locator('#text').fill(text);
        return page.locator(`${SHOWN} > summary code`).allTextContents();
      };
      expect(await found('targetgroup/SERVICE-1171/')).to.deep.equal(['item-1171']);
      expect(await page.locator(SHOWN).isVisible()).to.equal(true);
      expect(await found(`"a" < 'b' &`)).to.deep.equal(['item-0']);
      for (const markup of ['&lt;', '<dt>', 'noscript']) expect(await found(markup), markup).to.deep.equal([]);
      expect(await made(page)).to.equal(0);
    });
  });

  it('leads from a cause and from an address to the item, opened and made', async () => {
    await onPage(LARGE, {}, async (page) => {
      await page.locator('.why > .more > summary').press('Enter');
      await page.locator('.why > .more a[href="#item-item-600"]').press('Enter');
      await evidenceOf(page, 'item-600').waitFor();
      expect(await page.evaluate(() => document.activeElement?.textContent)).to.include('service 600 answers');
      await page.goto(`${page.url().replace(/#.*/, '')}#item-item-1199`);
      await evidenceOf(page, 'item-1199').waitFor();
      await page.reload();
      await evidenceOf(page, 'item-1199').waitFor();
      expect(await made(page)).to.equal(1);
    });
  });

  it('opens all that is shown where that is asked for', async () => {
    await onPage(LARGE, {}, async (page) => {
      await page.locator('#tag').selectOption({label: 'team-3'});
      await page.getByRole('button', {name: 'Open those shown'}).press('Enter');
      await expectSoon(() => unmadeAmongOpen(page), 0);
      expect(await page.locator('.item[open]').count()).to.equal(100);
      await page.getByRole('button', {name: 'Close them'}).press('Enter');
      expect(await page.locator(':is(.item, .group)[open]').count()).to.equal(0);
    });
  });

  it('prints all of it', async () => {
    await onPage(LARGE, {}, async (page) => {
      // What a filter hides is made as well, and keeps this quick.
      await page.locator('#text').fill('service-1171');
      await page.pdf();
      expect(await page.locator('noscript').count()).to.equal(0);
      await page.locator('#text').fill('');
      await page.emulateMedia({media: 'print'});
      expect(await evidenceOf(page, 'item-1199').isVisible()).to.equal(true);
      expect(await page.locator('.people .evidence').count()).to.equal(75);
    });
  });

  it('has everything without a script', async () => {
    await onPage(LARGE, {javaScriptEnabled: false}, async (page) => {
      for (const place of ['#tree > .group > summary', '#tree .group .group > summary', '#tree .item > summary']) {
        await page.locator(place).first().click();
      }
      expect(await evidenceOf(page, 'item-0').isVisible()).to.equal(true);
      await page.locator('.causes a').first().click();
      await evidenceOf(page, 'item-0').waitFor();
      expect(await made(page)).to.equal(LARGE.items.filter(({evidence}) => evidence.length > 0).length);
    });
  });

  it('has no serious accessibility fault and needs no scrolling sideways, with groups closed and items open', async () => {
    for (const [index, viewport] of SIZES.entries()) {
      await onPage(LARGE, {viewport, colorScheme: SCHEMES[index] ?? null}, async (page) => {
        await page.locator('#text').fill('service-117');
        await page.getByRole('button', {name: 'Open those shown'}).press('Enter');
        await expectSoon(() => unmadeAmongOpen(page), 0);
        expect(await seriousFaults(page), String(viewport.width)).to.deep.equal([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).to.equal(0);
      });
    }
  });

  it('shows hostile text as text', async () => {
    const [hostile] = HOSTILE_REPORT.items;
    if (hostile === undefined) throw new Error('no items');
    await onPage({...LARGE, items: LARGE.items.map(() => hostile)}, {}, async (page) => {
      await unfoldAll(page);
      await expectSoon(() => page.locator('noscript').count(), 0);
      expect(await page.locator('script').count()).to.equal(1);
      expect(await page.locator('img, iframe, form').count()).to.equal(0);
      expect(await page.locator('#tree .todo, #tree dd').first().textContent()).to.include('<img src=x');
    });
  });
});

async function expectSoon(read: () => Promise<number>, wanted: number): Promise<void> {
  for (let times = 0; times < 100 && (await read()) !== wanted; times++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await read()).to.equal(wanted);
}
