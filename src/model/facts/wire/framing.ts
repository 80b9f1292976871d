/** What the bytes of a body are as an event stream (WHATWG HTML, section 9.2), beside the events themselves. */
export interface Framing {
  /** What came after the last empty line, which clients discard when the stream ends; null when nothing did. */
  readonly dangling: {
    readonly bytes: number;
    /** The first 200 characters, secrets redacted. */
    readonly text: string;
  } | null;
  /**
   * Lines that are no fields, whose text clients drop: the part before the colon is none of `data`, `event`, `id`, `retry`
   * and not a plain token `[A-Za-z][A-Za-z0-9_-]*`, or there is no colon and the line is no field name.
   */
  readonly strayLines: {
    readonly count: number;
    /** The first 5, each its first 200 characters, secrets redacted. */
    readonly samples: readonly string[];
  };
  /** Fields of a name that no client knows but that is legal. */
  readonly unknownFields: {
    readonly count: number;
    /** The first 10 names, secrets redacted. */
    readonly names: readonly string[];
  };
  /** Of the data of an event, and of a line, its end not counted. */
  readonly largestEventBytes: number;
  readonly largestLineBytes: number;
  /** How many events of each type; the first 20 types, secrets redacted. */
  readonly types: Readonly<Record<string, number>>;
  /** How many events had an id of their own. */
  readonly ids: number;
  /** The last `retry` that counts. */
  readonly retryMs: number | null;
  readonly bom: boolean;
  readonly lineEnds: {readonly lf: number; readonly cr: number; readonly crlf: number};
  /** U+0000 anywhere. */
  readonly hasNul: boolean;
  /** False: bytes that are not UTF-8 were received, which readers of the stream see as U+FFFD. */
  readonly isUtf8: boolean;
  /** When the server says that it sent the first and the last that carry its clock. */
  readonly serverClock: {
    readonly firstMs: number;
    readonly lastMs: number;
    /** When those two were received. */
    readonly firstAtMs: number;
    readonly lastAtMs: number;
    /** `ping comment`: sse-starlette's, in UTC; `measuring event`: our reference server's, since its stream began. */
    readonly source: 'ping comment' | 'measuring event';
  } | null;
}
