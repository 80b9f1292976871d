import type {Framing} from '../../../model/facts/wire/framing.ts';
import type {KnownSecrets} from '../../../model/text/secrets/known-secrets.ts';
import type {EventStreamParser, ParsedEvent} from './parser.ts';
import type {ServerClock} from './server-clock.ts';
import {shortened} from './shortened.ts';

const KEPT_TYPES = 20;
const KEPT_STRAY_LINES = 5;
const KEPT_NAMES = 10;
const TEXT_LENGTH = 200;
/** What it takes to see whether a secret is cut. */
const KEPT_LENGTH = 2 * TEXT_LENGTH + 1;

/** Collects what a stream's bytes are like, beside its events. */
export class FramingNotes {
  readonly #types = new Map<string, number>();
  /** Of the newest type: most streams have one, and are counted without looking it up. */
  #newest = '';
  #newestCount = 0;
  readonly #strayLines: string[] = [];
  readonly #names = new Set<string>();
  #strayCount = 0;
  #unknownCount = 0;
  #ids = 0;
  #largestEventBytes = 0;

  event({type, id, bytes}: ParsedEvent): void {
    if (type !== this.#newest) {
      this.#countNewest();
      this.#newest = type.length > KEPT_LENGTH ? type.slice(0, KEPT_LENGTH) : type;
    }
    this.#newestCount += 1;
    if (id !== null && id.length > 0) this.#ids += 1;
    if (bytes > this.#largestEventBytes) this.#largestEventBytes = bytes;
  }

  #countNewest(): void {
    if (this.#newestCount === 0) return;
    const count = this.#types.get(this.#newest);
    if (count !== undefined || this.#types.size < KEPT_TYPES) {
      this.#types.set(this.#newest, (count ?? 0) + this.#newestCount);
    }
    this.#newestCount = 0;
  }

  strayLine(text: string): void {
    this.#strayCount += 1;
    if (this.#strayLines.length < KEPT_STRAY_LINES) this.#strayLines.push(text.slice(0, KEPT_LENGTH));
  }

  unknownField(name: string): void {
    this.#unknownCount += 1;
    if (this.#names.size < KEPT_NAMES) this.#names.add(name.slice(0, KEPT_LENGTH));
  }

  facts(parser: EventStreamParser, isUtf8: boolean, clock: ServerClock, secrets: KnownSecrets): Framing {
    const short = (text: string) => shortened(text, TEXT_LENGTH, secrets);
    const {dangling, retryMs, hasBom, lineEnds, hasNul, largestLineBytes, openDataBytes} = parser;
    this.#countNewest();
    const types = new Map<string, number>();
    // Two that differ in a secret only are one.
    for (const [type, count] of this.#types) types.set(short(type), (types.get(short(type)) ?? 0) + count);
    return {
      dangling: dangling === null ? null : {bytes: dangling.bytes, text: short(dangling.text)},
      strayLines: {count: this.#strayCount, samples: this.#strayLines.map(short)},
      unknownFields: {count: this.#unknownCount, names: [...new Set([...this.#names].map(short))]},
      largestEventBytes: Math.max(this.#largestEventBytes, openDataBytes),
      largestLineBytes,
      types: Object.fromEntries(types),
      ids: this.#ids,
      retryMs,
      bom: hasBom,
      lineEnds: {...lineEnds},
      hasNul,
      isUtf8,
      serverClock: clock.facts,
    };
  }
}
