import type {RE2JS} from 're2js';
import type {Json} from '../model/outcome.ts';
import type {Interpolator} from './interpolate.ts';
import {quote} from './phrases.ts';
import {childOf, entryOf, type MappingNode} from './yaml/node.ts';
import type {ProblemLog} from './yaml/problem-log.ts';

/**
 * Which inputs may be left unset: a run has to know all of them; what looks at accounts and resources only, those that are
 * used there; what looks at nothing, none.
 */
export type InputsNeeded = 'all' | 'of accounts and resources' | 'none';

/** Long enough for an ARN or a list of globs. With {@link MAX_INSTRUCTIONS} it bounds what a pattern may cost. */
const MAX_VALUE = 1000;
const MAX_PATTERN = 200;
/** Of the compiled pattern, to which repetitions like `{1,1000}` add as many. */
const MAX_INSTRUCTIONS = 1000;

export interface InputReading {
  readonly root: MappingNode;
  readonly log: ProblemLog;
  readonly from: Interpolator;
  readonly names: readonly string[];
  readonly needed: InputsNeeded;
  /** Names under `secrets:`. */
  readonly secrets: readonly string[];
  /** Where the value of a variable comes from. */
  sourceOf(name: string): string;
}

/** Reports inputs that have no value and are needed, and values that do not match the pattern of their input. */
export async function checkInputs(reading: InputReading): Promise<void> {
  const {root, log, from, names, needed} = reading;
  const inputs = childOf(root, 'inputs');
  for (const name of names) {
    const entry = entryOf(inputs, name);
    if (entry === undefined) continue;
    const pattern = childOf(entry.value, 'pattern');
    const isText = pattern?.kind === 'scalar' && typeof pattern.value === 'string' && pattern.value !== '';
    const compiled = isText ? await compile(String(pattern.value), pattern.start, log) : null;
    const value = from.valueOf(name);
    if (value !== undefined && compiled !== null) checkValue(name, value, compiled, pattern?.start ?? 0, reading);
    if (value === undefined && isNeeded(name, needed, from, root)) log.error(entry.keyStart, unsetText(name, from));
  }
}

function isNeeded(name: string, needed: InputsNeeded, from: Interpolator, root: MappingNode): boolean {
  // What is defined and has no value is broken, or waits for another input: that is said of those.
  if (needed === 'none' || from.isDefined(name)) return false;
  if (needed === 'all') return true;
  return ['accounts', 'resources'].some((key) => from.unsetIn(childOf(root, key)).has(name));
}

function unsetText(name: string, from: Interpolator): string {
  const use = from.unset.get(name);
  return `input ${quote(name)} is not set${use === undefined ? '' : ` (used at ${use})`}; give it a value: --var ${name}=…`;
}

/** RE2 matches in linear time, whatever the pattern: a hostile one cannot hang whoever lints it. */
async function compile(pattern: string, start: number, log: ProblemLog): Promise<RE2JS | null> {
  if (pattern.length > MAX_PATTERN) {
    log.error(start, `the pattern has ${pattern.length} characters, more than ${MAX_PATTERN}; shorten it`);
    return null;
  }
  // Loaded here because most checklists have no pattern.
  const {RE2JS: re2} = await import('re2js');
  try {
    const compiled = re2.compile(pattern);
    if (compiled.programSize() <= MAX_INSTRUCTIONS) return compiled;
    log.error(start, `the pattern ${quote(pattern)} repeats too much; lower its {n,m}`);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message.replace(/^error parsing regexp: /, '') : String(thrown);
    log.error(start, `the pattern ${quote(pattern)} cannot be read: ${why}; the syntax is that of RE2`);
  }
  return null;
}

/** Said at the pattern, never at the value, whose line may show a secret. */
function checkValue(name: string, value: Json, pattern: RE2JS, start: number, reading: InputReading): void {
  const {log, secrets, sourceOf} = reading;
  for (const part of Array.isArray(value) ? value : [value]) {
    const text = String(part);
    const from = `from ${sourceOf(name)}`;
    const shown = secrets.includes(name) ? `the value ${from} (a secret)` : `${quote(text)} ${from}`;
    if (text.length > MAX_VALUE) {
      log.error(start, `input ${quote(name)}: the value ${from} has more than ${MAX_VALUE} characters`);
    } else if (!pattern.matches(text)) {
      log.error(start, `input ${quote(name)}: ${shown} does not match ${quote(pattern.pattern())} as a whole`);
    }
  }
}

/** An input that nothing in the file mentions is a typo: setting the variable that was meant is an override. */
export function warnOfIdleInputs(names: readonly string[], root: MappingNode, text: string, log: ProblemLog): void {
  const mentioned = new Set(Array.from(text.matchAll(/\$\{vars\.([\w-]+)/g), ([, name]) => name));
  for (const name of names) {
    const start = entryOf(childOf(root, 'inputs'), name)?.keyStart;
    if (start === undefined || mentioned.has(name)) continue;
    log.warn(start, `nothing uses the input ${quote(name)}`);
  }
}
