import type {AdHocItem} from '../../checklist/ad-hoc.ts';
import {CHECKS} from '../../checks/index.ts';
import {unsendableHeaders} from '../../model/event-source-headers.ts';
import type {Json} from '../../model/outcome.ts';

/** One way to the stream that gets its own verdicts. */
export interface Lane {
  /** What its items' ids end with; empty where it is the only one. */
  readonly suffix: string;
  /** What their titles end with; empty where it is the only one. */
  readonly remark: string;
  readonly url: string;
  /** Where to connect in place of what DNS says; null: as DNS says. */
  readonly address: string | null;
}

/** What every check of a stream is given, so that all of them share one look. */
export type StreamParams = Readonly<Record<string, Json>>;

const CLAIMS = [
  ['holds', 'sse/stream-holds'],
  ['well-formed', 'sse/stream-is-well-formed'],
  ['not-cached', 'sse/not-cached'],
  ['browsers', 'sse/readable-by-browsers'],
] as const;

/** `sse URL`: every claim about a stream, for each lane; none about pages where what is sent is nothing that a page can send. */
export function sseItems(lanes: readonly Lane[], shared: StreamParams): AdHocItem[] {
  const forPages = unsendableHeaders(Object(shared.headers ?? {})).length === 0;
  const claims = CLAIMS.filter(([id]) => id !== 'browsers' || forPages);
  return lanes.flatMap(({suffix, remark, url, address}) =>
    claims.flatMap(([id, check]) => {
      const known = CHECKS.find((one) => one.id === check);
      if (known === undefined) return [];
      const params = {url, ...shared, ...(address === null ? {} : {address})};
      const title = remark === '' ? {} : {title: `${known.title} (${remark})`};
      return [{id: `${id}${suffix}`, check, with: params, needs: [], ...title}];
    }),
  );
}
