import type {AlarmState} from './alarm-state.ts';

/**
 * The rule of a composite alarm. Source: the CloudWatch API reference (PutCompositeAlarm, AlarmRule).
 */
export type AlarmRule =
  | {readonly type: 'constant'; readonly holds: boolean}
  | {readonly type: 'state'; readonly state: AlarmState; readonly alarm: string}
  | {readonly type: 'not'; readonly rule: AlarmRule}
  | {readonly type: 'all' | 'any'; readonly rules: readonly AlarmRule[]}
  | {readonly type: 'at-least'; readonly count: number; readonly rules: readonly AlarmRule[]};

/** Null for what this version cannot read. */
export function parseRule(text: string): AlarmRule | null {
  const reader = {words: text.match(/"[^"]*"|[(),]|[^\s(),"]+/g) ?? [], at: 0};
  const rule = readAny(reader);
  return reader.at === reader.words.length ? rule : null;
}

/** The names of the alarms that it asks for. */
export function alarmsIn(rule: AlarmRule): string[] {
  if (rule.type === 'constant') return [];
  if (rule.type === 'state') return [rule.alarm];
  return [...new Set(rule.type === 'not' ? alarmsIn(rule.rule) : rule.rules.flatMap(alarmsIn))];
}

export function holdsRule(rule: AlarmRule, stateOf: (alarm: string) => AlarmState): boolean {
  const holds = (one: AlarmRule) => holdsRule(one, stateOf);
  switch (rule.type) {
    case 'constant':
      return rule.holds;
    case 'state':
      return stateOf(rule.alarm) === rule.state;
    case 'not':
      return !holds(rule.rule);
    case 'all':
      return rule.rules.every(holds);
    case 'any':
      return rule.rules.some(holds);
    default:
      return rule.rules.filter(holds).length >= rule.count;
  }
}

/** The name of an alarm that is given by name or ARN. */
export function alarmNameOf(given: string): string {
  return /^arn:[\w-]+:cloudwatch:[\w-]+:\d+:alarm:(.+)$/.exec(given)?.[1] ?? given;
}

interface Reader {
  readonly words: readonly string[];
  at: number;
}

function takes({words, at}: Reader, word: string): boolean {
  return words[at]?.toUpperCase() === word;
}

function skip(reader: Reader, word: string): boolean {
  if (!takes(reader, word)) return false;
  reader.at += 1;
  return true;
}

function readAny(reader: Reader): AlarmRule | null {
  return readJoined(reader, 'OR', 'any', () => readJoined(reader, 'AND', 'all', () => readOne(reader)));
}

function readJoined(reader: Reader, word: string, type: 'all' | 'any', read: () => AlarmRule | null): AlarmRule | null {
  const rules = [read()];
  while (skip(reader, word)) rules.push(read());
  const whole = rules.filter((rule) => rule !== null);
  if (whole.length < rules.length) return null;
  return whole.length === 1 ? (whole[0] ?? null) : {type, rules: whole};
}

function readOne(reader: Reader): AlarmRule | null {
  if (skip(reader, 'NOT')) {
    const rule = readOne(reader);
    return rule === null ? null : {type: 'not', rule};
  }
  if (skip(reader, '(')) {
    const rule = readAny(reader);
    return skip(reader, ')') ? rule : null;
  }
  if (skip(reader, 'TRUE')) return {type: 'constant', holds: true};
  if (skip(reader, 'FALSE')) return {type: 'constant', holds: false};
  if (skip(reader, 'AT_LEAST')) return readAtLeast(reader);
  const state = readState(reader);
  if (state === null || !skip(reader, '(')) return null;
  const alarm = readAlarm(reader);
  return alarm !== null && skip(reader, ')') ? {type: 'state', state, alarm} : null;
}

/** `AT_LEAST(2, ALARM, (a, b, c))`, or a share of them: `AT_LEAST(60%, NOT OK, (a, b, c))`. */
function readAtLeast(reader: Reader): AlarmRule | null {
  if (!skip(reader, '(')) return null;
  const least = /^(\d+)(%?)$/.exec(reader.words[reader.at] ?? '');
  reader.at += 1;
  if (least === null || !skip(reader, ',')) return null;
  const isNot = skip(reader, 'NOT');
  const state = readState(reader);
  if (state === null || !skip(reader, ',') || !skip(reader, '(')) return null;
  const rules: AlarmRule[] = [];
  do {
    const alarm = readAlarm(reader);
    if (alarm === null) return null;
    const rule: AlarmRule = {type: 'state', state, alarm};
    rules.push(isNot ? {type: 'not', rule} : rule);
  } while (skip(reader, ','));
  if (!skip(reader, ')') || !skip(reader, ')')) return null;
  const count = least[2] === '' ? Number(least[1]) : Math.ceil((Number(least[1]) * rules.length) / 100);
  return {type: 'at-least', count, rules};
}

function readState(reader: Reader): AlarmState | null {
  const state = (['ALARM', 'OK', 'INSUFFICIENT_DATA'] as const).find((one) => takes(reader, one));
  if (state === undefined) return null;
  reader.at += 1;
  return state;
}

/** A name or an ARN, with quotes or without. */
function readAlarm(reader: Reader): string | null {
  const given = reader.words[reader.at];
  if (given === undefined || ['(', ')', ','].includes(given)) return null;
  reader.at += 1;
  return alarmNameOf(given.replace(/^"|"$/g, ''));
}
