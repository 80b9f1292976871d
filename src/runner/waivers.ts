import type {Checklist, Item, SourcePosition, Waiver} from '../model/checklist.ts';
import type {ItemReport, Report} from '../model/report.ts';
import {everybody, whyWaiverDoesNotCount} from '../model/sign-off/waiver-objection.ts';
import {didYouMean} from '../model/text/did-you-mean.ts';
import {isGlob, matchesGlob} from '../model/text/glob.ts';

/** The waivers of one run: those for its environment, judged at one time. */
export class Waivers {
  readonly #waivers: readonly Waiver[];
  readonly #people: ReadonlySet<string>;
  readonly #judgedAt: Date;

  constructor(
    waivers: readonly Waiver[],
    {environment, people}: Pick<Checklist, 'environment' | 'people'>,
    judgedAt: Date,
  ) {
    this.#waivers = waivers.filter(({env}) => env === null || env === environment);
    this.#people = everybody(people);
    this.#judgedAt = judgedAt;
  }

  /** The first valid waiver that covers a failure of this item. */
  covering(item: Pick<Item, 'id'>): Waiver | null {
    return this.#for(item).find((waiver) => this.#objectionTo(waiver) === null) ?? null;
  }

  /**
   * Why waivers for an item are stale; null when they are not. One glob can cover many items: while one of them fails,
   * it is not stale for those that pass, which is only known from `all` items of the run.
   */
  staleFor(item: ItemReport, all: readonly ItemReport[] | null = null): string | null {
    const texts = this.#for(item).flatMap((waiver) => {
      const objection = this.#objectionTo(waiver);
      if (objection !== null) return [`the waiver at ${at(waiver.source)} ${objection}`];
      if (item.status !== 'pass') return [];
      if (isGlob(waiver.item) && (all === null || this.#isUsed(waiver, all))) return [];
      return [`it passes now: remove the waiver at ${at(waiver.source)}`];
    });
    return texts.length === 0 ? null : texts.join('; ');
  }

  /** Waivers for items that are not in the checklist. */
  matchingNothing(checklist: Checklist): Report['staleWaivers'] {
    const ids = checklist.items.map(({id}) => id);
    return this.#waivers
      .filter(({item}) => !ids.some((id) => matchesGlob(item, id)))
      .map(({item, source}) => ({
        item,
        reason: `${at(source)}: no item matches "${item}".${isGlob(item) ? '' : didYouMean(item, ids)} Correct or remove the waiver.`,
      }));
  }

  #for(item: Pick<Item, 'id'>): readonly Waiver[] {
    return this.#waivers.filter((waiver) => matchesGlob(waiver.item, item.id));
  }

  #isUsed(waiver: Waiver, all: readonly ItemReport[]): boolean {
    return all.some(({id, status}) => status === 'fail' && matchesGlob(waiver.item, id));
  }

  #objectionTo(waiver: Waiver): string | null {
    return whyWaiverDoesNotCount(waiver, this.#people, this.#judgedAt);
  }
}

function at({file, line, column}: SourcePosition): string {
  return `${file}:${line}:${column}`;
}
