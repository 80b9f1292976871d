import {expect} from 'chai';
import {type DefaultTreeAdapterTypes, parse} from 'parse5';
import {largeReport} from '../../../bench/large-report.ts';
import type {ItemReport} from '../../../src/model/report.ts';
import {runHtml} from '../../../src/reports/html/page.ts';
import {row} from '../../model/report-of.ts';
import {CANONICAL} from '../../support/canonical-report.ts';

const pageOf = (count: number, more: (index: number) => Partial<ItemReport> = () => ({})) =>
  runHtml({...CANONICAL, items: Array.from({length: count}, (_, index) => row(`i${index}`, more(index)))});

/** Tags of elements, with what is in `noscript` as the one text that it is where scripts run. */
function elementsWithScripts(page: string): string[] {
  const names: string[] = [];
  const visit = (node: DefaultTreeAdapterTypes.Node) => {
    names.push(node.nodeName);
    if ('childNodes' in node) node.childNodes.forEach(visit);
  };
  visit(parse(page, {scriptingEnabled: true}));
  return names;
}

describe('a large run as one page of HTML', () => {
  it('begins with more than 1,000 items: groups are closed, and bodies of items are made when opened', () => {
    const [small, large] = [pageOf(1000), pageOf(1001)];
    expect(small).to.include('<details class="group" open>').and.not.include('<noscript>');
    expect(large).to.include('<details class="group"><summary>').and.not.include('class="group" open');
    expect(large.match(/<div class="body" id="item-i\d+"><noscript>/g)).to.have.length(1001);
    // The one is about the run.
    expect(elementsWithScripts(large).filter((name) => name === 'dl')).to.have.length(1);
  });

  it('puts items without a group into one at the end, which may have the title of another', () => {
    const path = (index: number) => (index % 2 === 0 ? ['alone'] : ['In no group', 'title']);
    const names = (page: string) => [...page.matchAll(/class="group".*?dir="auto">([^<]*)</g)].map(([, name]) => name);
    expect(names(pageOf(1001, (index) => ({path: path(index)})))).to.deep.equal(['In no group', 'In no group']);
    expect(names(pageOf(1000, (index) => ({path: path(index)})))).to.deep.equal(['In no group']);
    expect(names(pageOf(1001))).to.deep.equal(['Group']);
  });

  it('folds long lists of links, sign-offs, waivers and lines of the plan in a small one, too', () => {
    const links = pageOf(51, () => ({plan: [1]}));
    expect(links).to.include('<summary>and 39 more</summary><noscript><a href="#item-i12">');
    expect(pageOf(50, () => ({plan: [1]}))).to.include('<summary>and 38 more</summary><a href="#item-i12">');
    const lines = (count: number) => pageOf(count, (index) => ({plan: [index + 1]}));
    expect(lines(201)).to.include('<summary>All 201</summary><noscript><table class="lines">');
    expect(lines(200)).to.not.include('<noscript>');
    const waivers = (count: number) => pageOf(count, () => ({staleWaiver: 'it is over'}));
    expect(waivers(201)).to.include('<h3>Waivers</h3><details><summary>All 201</summary><noscript>');
    expect(waivers(200)).to.not.include('<noscript>');
  });

  it('never has what is made later within what is made later, whose end would be the end of both', () => {
    const page = runHtml(largeReport(1100));
    let depth = 0;
    for (const [tag] of page.matchAll(/<\/?noscript>/g)) {
      depth += tag === '<noscript>' ? 1 : -1;
      expect(depth).to.be.oneOf([0, 1]);
    }
    expect(depth).to.equal(0);
  });
});
