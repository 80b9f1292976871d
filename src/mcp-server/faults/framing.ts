import {defineFault, isEvent} from './fault.ts';

/** Streams that are not what the HTML Living Standard, 9.2.6, makes events of. */
export const FRAMING = [
  defineFault({
    name: 'no-blank-line',
    value: null,
    does: 'leaves the empty line after each event out',
    seenAs: 'bytes arrive, but no event ever',
    begin: () => ({part: (text) => text.replaceAll('\n\n', '\n')}),
  }),
  defineFault({
    name: 'bare-lines',
    value: null,
    does: 'spreads the JSON of each event over lines, only the first with data:',
    seenAs: 'events whose data is { and nothing else',
    begin: () => ({part: (text) => (isEvent(text) ? text.replace(/^data: (\{.*)$/m, spread) : text)}),
  }),
];

function spread(line: string, json: string): string {
  try {
    return `data: ${JSON.stringify(JSON.parse(json), null, 2)}`;
  } catch {
    return line;
  }
}
