import {causesOf} from '../model/decision/causes.ts';
import {countingLooks} from '../model/decision/looks.ts';
import type {ItemReport, Report} from '../model/report.ts';
import {itemBlock} from './item-text.ts';
import type {Layout} from './style.ts';

/**
 * What is not well in a run about streams: once where several checks say the same of one stream, and without the facts that
 * its picture shows already.
 */
export function everyStreamCause(report: Report, {paint, width}: Layout): string[] {
  const urls = new Set(report.streams?.map(({url}) => url));
  const items = causesOf(countingLooks([report])).flatMap((cause) => cause.items);
  const alike = Map.groupBy(items, ({status, summary, fix}) => JSON.stringify([status, summary, fix]));
  const blocks = [...alike.values()].map(([first, ...others]) => {
    if (first === undefined) return '';
    const evidence = first.evidence.filter(({source}) => !urls.has(source));
    return itemBlock(named(first, others, evidence), report, {paint, width});
  });
  const isShortened = items.some(({evidence}) => evidence.some(({source}) => urls.has(source)));
  return isShortened ? [...blocks, paint('dim', '(--verbose: what was read of each)')] : blocks;
}

function named(first: ItemReport, others: readonly ItemReport[], evidence: ItemReport['evidence']): ItemReport {
  return {...first, id: [first, ...others].map(({id}) => id).join(', '), evidence};
}
