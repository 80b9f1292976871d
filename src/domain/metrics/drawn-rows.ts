import {namesIn} from '../alarms/alarm-datapoints.ts';
import {type Expression, parseExpression} from '../alarms/metric-math/parse.ts';

/** A row of a widget: a metric, or an expression over the rows that have an id. */
export interface WidgetRow<Of> {
  readonly id: string | null;
  readonly isVisible: boolean;
  readonly content:
    | {readonly type: 'metric'; readonly metric: Of}
    | {readonly type: 'expression'; readonly text: string};
}

export interface Drawn<Of> {
  /** By a row of its own, or by an expression that keeps to its values. */
  readonly metrics: readonly Of[];
  /** Hidden, and only something else about it is drawn: a count, a condition, a band. */
  readonly computed: readonly {readonly metric: Of; readonly expression: string}[];
  /** Expressions that may select metrics of their own. */
  readonly opaque: readonly string[];
}

/**
 * What a widget draws: its visible metrics, and hidden ones as far as a visible expression is made of them.
 * Source: the CloudWatch API reference (dashboard body structure, `visible`) and user guide (using metric math).
 */
export function drawnRows<Of>(rows: readonly WidgetRow<Of>[]): Drawn<Of> {
  const drawn = new Set<WidgetRow<Of>>(rows.filter((row) => row.isVisible));
  const computed = new Map<WidgetRow<Of>, string>();
  const opaque = new Set<string>();
  for (const row of drawn) {
    if (row.content.type === 'metric') continue;
    const {text} = row.content;
    const expression = parseExpression(text);
    if (SELECTS.test(text) || expression === null || !callsIn(expression).every((name) => KNOWN.has(name))) {
      opaque.add(text);
    }
    if (expression === null) continue;
    const under = new Set(rowsUnder(expression, rows));
    if (keepsValues(expression)) for (const one of under) drawn.add(one);
    else for (const one of under) follow(one, text);
  }

  return {
    metrics: rows.flatMap((row) => (drawn.has(row) && row.content.type === 'metric' ? [row.content.metric] : [])),
    computed: [...computed].flatMap(([row, expression]) =>
      !drawn.has(row) && row.content.type === 'metric' ? [{metric: row.content.metric, expression}] : [],
    ),
    opaque: [...opaque],
  };

  /** What is beneath an expression that keeps no values is not drawn by it, however it is made. */
  function follow(row: WidgetRow<Of>, expression: string): void {
    if (computed.has(row)) return;
    computed.set(row, expression);
    if (row.content.type === 'metric') return;
    const inner = parseExpression(row.content.text);
    if (inner === null || SELECTS.test(row.content.text)) opaque.add(row.content.text);
    if (inner !== null) for (const one of rowsUnder(inner, rows)) follow(one, expression);
  }
}

const SELECTS = /SEARCH|SELECT|INSIGHT_RULE|DB_PERF_INSIGHTS/i;

/** Of these the values of a metric can be read from what is drawn. */
const KEEP = new Set('ABS AVG CEIL DIFF FILL FLOOR MAX METRICS MIN RATE REMOVE_EMPTY RUNNING_SUM SUM'.split(' '));
const OTHERS =
  'ANOMALY_DETECTION_BAND DATAPOINT_COUNT DAY DIFF_TIME EPOCH FIRST HOUR IF LAST LOG LOG10 METRIC_COUNT MINUTE MONTH PERIOD SERVICE_QUOTA SLICE SORT STDDEV TIME_SERIES YEAR';
const KNOWN = new Set([...KEEP, ...OTHERS.split(' ')]);
const ARITHMETIC = new Set(['+', '-', '*', '/']);

function rowsUnder<Of>(expression: Expression, rows: readonly WidgetRow<Of>[]): WidgetRow<Of>[] {
  const named = namesIn(expression);
  const groups = metricsCalls(expression);
  return rows.filter(
    ({id, content}) =>
      (id !== null && named.has(id)) ||
      (content.type === 'metric' && groups.some((part) => part === '' || id?.includes(part))),
  );
}

function parts(expression: Expression): readonly Expression[] {
  switch (expression.type) {
    case 'list':
      return expression.items;
    case 'negative':
      return [expression.of];
    case 'operation':
      return [expression.left, expression.right];
    case 'call':
      return expression.args;
    default:
      return [];
  }
}

function callsIn(expression: Expression): string[] {
  return [...(expression.type === 'call' ? [expression.name] : []), ...parts(expression).flatMap(callsIn)];
}

/** `METRICS()` are all metrics of the widget, `METRICS("errors")` those whose id has this in it. */
function metricsCalls(expression: Expression): string[] {
  const [part] = parts(expression);
  const own = expression.type === 'call' && expression.name === 'METRICS';
  return [...(own ? [part?.type === 'text' ? part.value : ''] : []), ...parts(expression).flatMap(metricsCalls)];
}

function keepsValues(expression: Expression): boolean {
  if (expression.type === 'call' && !KEEP.has(expression.name)) return false;
  if (expression.type === 'operation' && !ARITHMETIC.has(expression.operator)) return false;
  // What fills gaps is not what is drawn otherwise.
  const [, filler] = expression.type === 'call' && expression.name === 'FILL' ? expression.args : [];
  if (filler !== undefined && filler.type !== 'number' && !isWord(filler)) return false;
  return parts(expression).every(keepsValues);
}

function isWord(filler: Expression): boolean {
  return filler.type === 'name' && (filler.name === 'REPEAT' || filler.name === 'LINEAR');
}
