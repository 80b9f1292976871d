import type {RunEvent} from '../model/event.ts';
import {formatDuration} from '../model/text/duration.ts';
import {plainText} from '../model/text/plain-text.ts';
import {plainLine} from './item-text.ts';
import {headText, runText} from './run-text.ts';
import type {Screen} from './screen.ts';
import type {Layout} from './style.ts';

/** A line when an item finishes (or waits long), in the order of events; then the summary. */
export function createPlainScreen(out: Pick<NodeJS.WriteStream, 'write'>, layout: () => Layout): Screen {
  const {paint} = layout();
  const say = (line: string) => out.write(`${line}\n`);
  return {
    emit(event: RunEvent) {
      switch (event.type) {
        case 'run-started':
          say(headText(event, layout()));
          break;
        case 'item-waiting':
          say(paint('dim', `wait    ${event.id}: ${plainText(event.why)}, up to ${formatDuration(event.forMs)}`));
          break;
        case 'item-finished':
          say(plainLine(event.item, paint));
          break;
        case 'run-finished':
          say(`\n${runText(event.report, layout())}`);
          break;
        case 'item-started':
          break;
      }
    },
    async finish() {},
  };
}
