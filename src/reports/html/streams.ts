import type {Report} from '../../model/report.ts';
import {streamsPicture} from '../streams-svg.ts';
import {html, Markup} from './markup.ts';

/** As wide as a page of a book, and as a telephone. */
const WIDTHS = {wide: 800, narrow: 340} as const;

/** The streams as timelines, once for each width of the page: text that is shrunk cannot be read. */
export function streamsSection(report: Report): Markup | null {
  const {streams = []} = report;
  if (streams.length === 0) return null;
  const pictures = Object.entries(WIDTHS).map(
    ([name, width]) => html`<div class="picture ${name}">${Markup.of(streamsPicture(streams, width))}</div>`,
  );
  return html`<section class="streams" aria-labelledby="streams"><h2 id="streams">Event streams</h2>${pictures}</section>`;
}
