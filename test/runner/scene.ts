import {z} from 'zod';
import type {AskControl, AttemptContext, Look} from '../../src/model/attempt.ts';
import type {Checklist, Item, Manual, SignOff, Waiver} from '../../src/model/checklist.ts';
import {DEFAULT_STAGES} from '../../src/model/checklist.ts';
import type {RunEvent} from '../../src/model/event.ts';
import {alwaysThere} from '../../src/model/facts/observer.ts';
import type {Touches} from '../../src/model/facts/world.ts';
import type {Verdict} from '../../src/model/outcome.ts';
import type {Decision, ItemReport, Report} from '../../src/model/report.ts';
import {redactUrl} from '../../src/model/text/redact.ts';
import {type RunOptions, type RunResult, runItems} from '../../src/runner/run.ts';
import {FakeClock} from '../support/fake-clock.ts';

/** A run in a world of the test's own making: what each item's look comes to, under a clock that nobody waits for. */

export const CONTROL = 'https://control.example.com/status';
export const ALL = {only: [], skip: [], tags: [], withNeeds: true} as const;
export const IN_ORDER: readonly string[] = DEFAULT_STAGES;

export const yes = (summary = 'it holds'): Verdict => ({
  status: 'pass',
  summary,
  expected: 'yes',
  actual: 'yes',
  evidence: [{what: 'answer', value: 'yes', source: 'test'}],
});
export const no = (summary = 'it does not hold'): Verdict => ({
  status: 'fail',
  summary,
  expected: 'yes',
  actual: 'no',
  evidence: [{what: 'answer', value: 'no', source: 'test'}],
});

/** What one look comes to: a verdict, something thrown, or more than that. */
type Look1 = Verdict | Error | ((context: AttemptContext) => Promise<Verdict>);

export interface ItemSketch extends Partial<Omit<Item, 'check' | 'manual'>> {
  readonly id: string;
  readonly touches?: Touches;
  readonly manual?: Partial<Manual>;
  /** One per look; the last goes on for ever. */
  readonly looks?: readonly Look1[];
}

const CHECK_OF = {aws: 'dns/fake', wire: 'http/fake', repo: 'repo/fake'} as const;

const CHECKS: RunOptions['checks'] = new Map(
  Object.entries(CHECK_OF).map(([touches, id]) => [
    id,
    {
      touches: touches as Touches,
      byHand: 'look --at <url>',
      params: z.strictObject({url: z.string().describe('where')}),
    },
  ]),
);

export function item(sketch: ItemSketch): Item {
  const {touches = 'aws', manual, looks: _, ...rest} = sketch;
  return {
    title: `title of ${sketch.id}`,
    path: ['Group', `title of ${sketch.id}`],
    groups: ['group'],
    check:
      manual === undefined
        ? {id: CHECK_OF[touches], params: {}, written: {url: `https://${sketch.id}.example.com/`}}
        : null,
    manual:
      manual === undefined
        ? null
        : {
            ask: 'Is it so?',
            approvers: ['ops'],
            evidence: 'optional',
            validForMs: null,
            fresh: false,
            asked: 'a5ced',
            ...manual,
          },
    plan: [],
    tags: [],
    needs: [],
    stages: IN_ORDER,
    onFail: null,
    skipReason: null,
    timeoutMs: 20_000,
    control: null,
    retry: {attempts: 1, delayMs: 1000},
    poll: null,
    confirm: {failures: 3, everyMs: 20_000},
    accounts: [],
    source: {file: 'checklist.yaml', line: 1, column: 1},
    ...rest,
  };
}

export function checklistOf(items: readonly Item[], more: Partial<Checklist> = {}): Checklist {
  return {
    file: 'checklist.yaml',
    folder: '/nowhere',
    title: 'Move the stream',
    plan: null,
    roots: [],
    overrides: [],
    sha256: 'a'.repeat(64),
    stages: IN_ORDER,
    environment: 'prod',
    environments: ['staging', 'prod'],
    accounts: {},
    resources: {},
    people: {ops: ['mg', 'jd']},
    rollback: null,
    resolvers: [],
    emails: [],
    values: [],
    secretValues: [],
    items,
    ...more,
  };
}

export interface Scene {
  readonly items: readonly ItemSketch[];
  readonly checklist?: Partial<Checklist>;
  readonly stage?: string | null;
  readonly selection?: Partial<RunOptions['selection']>;
  readonly waivers?: readonly Waiver[];
  readonly signOffs?: readonly SignOff[];
  /** What each control URL says. */
  readonly controls?: Readonly<Record<string, boolean>>;
  readonly concurrency?: number;
  readonly bail?: boolean;
  readonly signal?: AbortSignal;
  readonly judgedAt?: string;
  readonly clock?: FakeClock;
  readonly emit?: RunOptions['emit'];
  readonly mode?: RunOptions['context']['mode'];
  readonly pace?: RunOptions['pace'];
  readonly presence?: RunOptions['presence'];
}

/** Waits as an open stream does: at once, and without a slot. */
export function waitOnly<T>(context: AttemptContext, declaredMs: number, work: () => Promise<T>): Promise<T> {
  return context.waiting(declaredMs, (begin) => {
    begin();
    return work();
  });
}

export interface Played extends RunResult {
  readonly report: Report & {readonly decision: Decision};
  readonly events: readonly RunEvent[];
  readonly clock: FakeClock;
  /** Milliseconds from the start of the run at which looks began, by item. */
  readonly lookedAtMs: ReadonlyMap<string, readonly number[]>;
  readonly factsNotBefore: ReadonlyMap<string, readonly number[]>;
  readonly controlsAsked: readonly string[];
  item(id: string): ItemReport;
}

export async function play(scene: Scene): Promise<Played> {
  const clock = scene.clock ?? new FakeClock();
  const events: RunEvent[] = [];
  const lookedAtMs = new Map<string, number[]>();
  const factsNotBefore = new Map<string, number[]>();
  const controlsAsked: string[] = [];
  const looks = new Map(scene.items.map(({id, looks: made = [yes()]}) => [id, made]));

  const look: Look = (subject, context) => {
    const times = lookedAtMs.get(subject.id) ?? [];
    lookedAtMs.set(subject.id, [...times, clock.monotonicMs()]);
    factsNotBefore.set(subject.id, [...(factsNotBefore.get(subject.id) ?? []), context.factsNotBefore]);
    const script = looks.get(subject.id) ?? [];
    const next = script[Math.min(times.length, script.length - 1)];
    if (typeof next === 'function') return next(context);
    if (next === undefined || next instanceof Error) throw next ?? new Error('no look was written');
    return Promise.resolve(next);
  };
  const askControl: AskControl = async (url) => {
    controlsAsked.push(url);
    const answered = scene.controls?.[url] ?? false;
    return {answered, evidence: {what: 'control', value: answered ? 'HTTP 200' : 'no answer', source: redactUrl(url)}};
  };

  const {report, bugs} = await clock.until(
    runItems({
      checklist: checklistOf(scene.items.map(item), scene.checklist),
      stage: scene.stage === undefined ? 'ready' : scene.stage,
      selection: {...ALL, ...scene.selection},
      waivers: scene.waivers ?? [],
      signOffs: scene.signOffs ?? [],
      checks: CHECKS,
      look,
      askControl,
      clock,
      presence: scene.presence ?? alwaysThere(clock),
      ...(scene.pace === undefined ? {} : {pace: scene.pace}),
      judgedAt: new Date(scene.judgedAt ?? '2026-11-15T12:00:00Z'),
      concurrency: scene.concurrency ?? 16,
      bail: scene.bail ?? false,
      signal: scene.signal ?? new AbortController().signal,
      emit: (event) => {
        events.push(event);
        scene.emit?.(event);
      },
      calls: () => ({elasticloadbalancing: 3}),
      context: {
        mode: scene.mode ?? 'live',
        overrides: [],
        toolVersion: '0.1.0',
        vantage: 'laptop',
        git: null,
        accounts: () => [],
      },
    }),
  );
  const {decision} = report;
  if (decision === null) throw new Error('the run decided nothing');
  return {
    report: {...report, decision},
    bugs,
    events,
    clock,
    lookedAtMs,
    factsNotBefore,
    controlsAsked,
    item(id) {
      const found = report.items.find((row) => row.id === id);
      if (found === undefined) throw new Error(`${id} is not in the report`);
      return found;
    },
  };
}
