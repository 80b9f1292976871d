import {causeKeyOf} from '../model/decision/causes.ts';
import type {RunEvent} from '../model/event.ts';
import type {ItemReport} from '../model/report.ts';
import {formatDuration} from '../model/text/duration.ts';
import {plainText} from '../model/text/plain-text.ts';
import {plainLine} from './item-text.ts';
import {headText, runText} from './run-text.ts';
import type {Screen} from './screen.ts';
import type {Layout} from './style.ts';

/** A run of so many items fits a screen with a line for each. */
const FEW_ITEMS = 10;

/**
 * A line when an item finishes (or waits long), in the order of events; then the summary. Unless `verbose`, what is not due
 * is left to the summary; of many items, so is what waits for people, and of what has one cause there is one line.
 */
export function createPlainScreen(out: Pick<NodeJS.WriteStream, 'write'>, layout: () => Layout): Screen {
  const {paint} = layout();
  let isNews = createNewsFilter(0);
  const say = (line: string) => out.write(`${line}\n`);
  /** An item that waits for several things at once is not said to wait for each. */
  const waits = new Map<string, string>();
  return {
    emit(event: RunEvent) {
      switch (event.type) {
        case 'run-started':
          isNews = createNewsFilter(event.items.length);
          say(headText(event, layout()));
          break;
        case 'item-waiting': {
          const wait = `wait    ${event.id}: ${plainText(event.why)}, up to ${formatDuration(event.forMs)}`;
          if (waits.get(event.id) !== wait) say(paint('dim', wait));
          waits.set(event.id, wait);
          break;
        }
        case 'item-finished':
          if (layout().verbose || isNews(event.item)) say(plainLine(event.item, paint));
          break;
        case 'run-finished':
          say(`\n${runText(event.report, layout())}`);
          break;
        case 'item-started':
        case 'look-progressed':
          break;
      }
    },
    async finish() {},
  };
}

function createNewsFilter(items: number): (item: ItemReport) => boolean {
  const known = new Set<string>();
  return (item) => {
    const {status, blockedBy} = item;
    if (status === 'not-due') return false;
    if (items <= FEW_ITEMS) return true;
    if (status === 'pending') return false;
    if (status !== 'error' && status !== 'blocked') return true;
    const key = status === 'blocked' ? `blocked ${blockedBy}` : causeKeyOf(item);
    const isNews = !known.has(key);
    known.add(key);
    return isNews;
  };
}
