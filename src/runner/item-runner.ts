import type {Item, Manual} from '../model/checklist.ts';
import {elapsedMs} from '../model/clock.ts';
import {canRollBack, isDue, whyNotDue} from '../model/decision/stage.ts';
import type {Attempt, ItemReport} from '../model/report.ts';
import {type AttemptTools, makeAttempt} from './attempt.ts';
import {ConcurrencySlots, Slot} from './concurrency-slots.ts';
import {consequenceOf, type ItemTouches, onFailOf} from './consequence.ts';
import {errorFinding, type Finding, findingOfBug, INTERRUPTED} from './finding.ts';
import {type Consequences, type Decided, itemReport, type KnownCheck} from './item-report.ts';
import {Blocks, leavesOfGroups, meaningRollback} from './needs.ts';
import {askEachOnce} from './no-answer.ts';
import {lookUntilDecided} from './repeat.ts';
import type {Pace, RunOptions} from './run-options.ts';
import {judgeSignOffs} from './sign-off.ts';
import type {Stop} from './stop.ts';
import type {Waivers} from './waivers.ts';

/** What a run is made from, as far as its items need it, and what it has made of that. */
export interface ItemRunnerOptions extends Omit<RunOptions, 'waivers' | 'selection' | 'signal' | 'calls' | 'context'> {
  /** Those of the run, in the file's order. */
  readonly items: readonly Item[];
  readonly waivers: Waivers;
  readonly stop: Stop;
  readonly onBug: (thrown: unknown) => void;
}

/**
 * Items that only ask AWS wait most of their time, many of them for the same answer, and the probe limits its calls: for
 * each slot on the wire there are several of these.
 */
const PER_SLOT = 4;

/** Runs the items of one run, each when what it needs is known. */
export class ItemRunner {
  readonly #options: ItemRunnerOptions;
  readonly #pace: Pace;
  readonly #slots: ConcurrencySlots;
  readonly #awsSlots: ConcurrencySlots;
  readonly #attemptTools: AttemptTools;
  readonly #consequences: ReadonlyMap<string, Consequences>;
  readonly #meansRollback: ReadonlySet<string>;
  readonly #leaves: ReadonlyMap<string, readonly string[]>;
  readonly #blocks: Blocks;
  readonly #settled: ReadonlyMap<string, PromiseWithResolvers<ItemReport>>;
  readonly #groupsSettled = new Map<string, Promise<unknown>>();
  readonly #reports = new Map<string, ItemReport>();

  constructor(options: ItemRunnerOptions) {
    const {checklist, stage, items, look, clock, presence, stop, onBug} = options;
    this.#options = options;
    this.#pace = options.pace ?? clock;
    this.#slots = new ConcurrencySlots(options.concurrency);
    // One at a time is meant as it is said.
    this.#awsSlots = options.concurrency === 1 ? this.#slots : new ConcurrencySlots(options.concurrency * PER_SLOT);
    this.#attemptTools = {
      look,
      show: options.show ?? ((text) => text),
      askControl: askEachOnce(options.askControl),
      clock,
      presence,
      interrupt: stop.interrupt,
      onHold: (item, forMs) => this.#waits(item, 'holds', forMs),
      onBug,
      ...(options.watchesLooks === true
        ? {onLook: (item, look) => options.emit({type: 'look-progressed', id: item.id, look})}
        : {}),
    };
    const rollbackPossible = canRollBack(stage, checklist.stages);
    this.#consequences = new Map(
      checklist.items.map((item) => {
        const onFail = onFailOf(item, this.#touches(item), this.#check(item)?.holdsBecause);
        return [item.id, {onFail, consequence: consequenceOf(onFail, rollbackPossible)}];
      }),
    );
    const applies = (item: Item) => item.skipReason === null && isDue(item.stages, stage);
    this.#leaves = leavesOfGroups(checklist.items);
    const consequence = (id: string) => this.#consequences.get(id)?.consequence ?? null;
    this.#meansRollback = meaningRollback(items.filter(applies), this.#leaves, consequence);
    this.#blocks = new Blocks(this.#leaves, (id) => this.#reports.get(id) ?? null);
    this.#settled = new Map(items.map(({id}) => [id, Promise.withResolvers<ItemReport>()]));
  }

  /** Resolves when the item is decided. To be called once for each item of the run: those that need it wait for it. */
  async run(item: Item): Promise<ItemReport> {
    const slot = new Slot(this.#touches(item) === 'aws' ? this.#awsSlots : this.#slots);
    const {clock} = this.#options;
    const attempts: Attempt[] = [];
    let startedMs: number | null = null;
    const onStart = () => {
      startedMs = clock.monotonicMs();
    };
    try {
      const finding = await this.#find(item, slot, attempts, onStart).catch((thrown: unknown) => this.#bug(thrown));
      const durationMs = startedMs === null ? 0 : elapsedMs(clock, startedMs);
      const report = this.#reportOn(item, {finding, attempts, durationMs});
      this.#reports.set(item.id, report);
      if (this.#options.bail && report.status === 'fail' && report.waiver === null && report.consequence !== 'note') {
        this.#options.stop.bail(item.id);
      }
      this.#settled.get(item.id)?.resolve(report);
      this.#options.emit({type: 'item-finished', item: report});
      return report;
    } finally {
      // Only now: the next in line must not start before it is known whether anything may.
      slot.leave();
    }
  }

  async #find(item: Item, slot: Slot, attempts: Attempt[], onStart: () => void): Promise<Finding> {
    const {checklist, stage, stop} = this.#options;
    if (!isDue(item.stages, stage))
      return {status: 'not-due', summary: whyNotDue(item.stages, stage, checklist.stages)};
    if (item.skipReason !== null) return {status: 'skip', summary: item.skipReason};
    await Promise.all(item.needs.map((need) => this.#whenSettled(need)));
    const block = this.#blocks.blockOf(item);
    if (block !== null) {
      return {status: 'blocked', summary: block.summary, blockedBy: block.root, fix: `See to ${block.root} first.`};
    }
    if (stop.start.aborted) return this.#notRun();
    if (item.manual !== null) return this.#ask(item, item.manual);
    try {
      await slot.take(stop.start);
    } catch {
      return this.#notRun();
    }
    if (stop.start.aborted) return this.#notRun();
    onStart();
    this.#options.emit({type: 'item-started', id: item.id});
    return this.#look(item, slot, attempts);
  }

  /** A group is waited for once, however many need it. */
  #whenSettled(id: string): Promise<unknown> | undefined {
    const leaves = this.#leaves.get(id);
    if (leaves === undefined) return this.#settled.get(id)?.promise;
    const known = this.#groupsSettled.get(id) ?? Promise.all(leaves.map((leaf) => this.#settled.get(leaf)?.promise));
    this.#groupsSettled.set(id, known);
    return known;
  }

  #ask(item: Item, manual: Manual): Finding {
    const {checklist, signOffs, judgedAt, stageBegan} = this.#options;
    const judged = judgeSignOffs(item, manual, signOffs, {...checklist, judgedAt, stageBegan});
    // A person's no needs no second one.
    return {...judged, confirmed: judged.status === 'fail'};
  }

  async #look(item: Item, slot: Slot, attempts: Attempt[]): Promise<Finding> {
    const {interrupt} = this.#options.stop;
    const meansRollback = this.#meansRollback.has(item.id);
    const isWaived = this.#options.waivers.covering(item) !== null;
    const finding = await lookUntilDecided(item, meansRollback && !isWaived, {
      nowMs: () => this.#pace.monotonicMs(),
      look: async () => {
        await slot.take(interrupt);
        return makeAttempt(item, this.#touches(item), attempts, slot, this.#attemptTools);
      },
      pause: async (why, forMs) => {
        slot.giveBack();
        this.#waits(item, why, forMs);
        await this.#pace.sleep(forMs, interrupt);
      },
    }).catch((thrown: unknown) => {
      if (!interrupt.aborted) throw thrown;
      return INTERRUPTED;
    });
    // A waived failure was looked at once: when its waiver has expired by the time of a decision, that confirms nothing.
    if (!interrupt.aborted) return meansRollback && isWaived ? {...finding, confirmed: false} : finding;
    this.#options.stop.takesEffect();
    return INTERRUPTED;
  }

  #reportOn(item: Item, decided: Decided): ItemReport {
    const {checklist, checks, waivers, seen, show} = this.#options;
    const check = item.check === null ? null : (checks.get(item.check.id) ?? null);
    const consequences = this.#consequences.get(item.id) ?? {onFail: 'hold', consequence: 'hold'};
    const report = itemReport(item, consequences, decided, check, checklist, {seen, show});
    const covering = decided.finding.status === 'fail' ? waivers.covering(item) : null;
    const waiver =
      covering === null
        ? null
        : {reason: covering.reason, approver: covering.approver, expires: covering.expires, ticket: covering.ticket};
    return {...report, waiver, staleWaiver: waivers.staleFor(report)};
  }

  /** Of the runner itself: those who need the item must hear of it all the same. */
  #bug(thrown: unknown): Finding {
    this.#options.onBug(thrown);
    return findingOfBug(thrown);
  }

  #notRun(): Finding {
    return errorFinding(this.#options.stop.takesEffect(), 'Run again.');
  }

  #waits(item: Item, why: string, forMs: number): void {
    this.#options.emit({type: 'item-waiting', id: item.id, why, forMs});
  }

  #touches(item: Item): ItemTouches {
    return item.check === null ? 'people' : (this.#check(item)?.touches ?? 'aws');
  }

  #check(item: Item): KnownCheck | undefined {
    return item.check === null ? undefined : this.#options.checks.get(item.check.id);
  }
}
