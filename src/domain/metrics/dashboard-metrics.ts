import type {Metric} from '../../model/facts/aws-facts.ts';
import {type Drawn, drawnRows, type WidgetRow} from './drawn-rows.ts';

/**
 * The metrics that the widgets of a CloudWatch dashboard draw.
 * Source: the CloudWatch API reference (dashboard body structure and syntax).
 */

export interface ShownMetric extends Metric {
  /** Null where the widget does not say. */
  readonly region: string | null;
  /** Of a metric of another account; null: the dashboard's own. */
  readonly accountId: string | null;
}

/** Opaque is what may draw metrics that cannot be read out of it: searches, queries, widgets that choose by tag. */
export type DashboardMetrics = Drawn<ShownMetric>;

/** Null when the body is not the JSON of a dashboard. */
export function dashboardMetrics(body: string): DashboardMetrics | null {
  const widgets = member(parse(body), 'widgets');
  if (!Array.isArray(widgets)) return null;
  const found = widgets.map(ofWidget);
  return {
    metrics: found.flatMap(({metrics}) => metrics),
    computed: found.flatMap(({computed}) => computed),
    opaque: found.flatMap(({opaque}) => opaque),
  };
}

const CAN_SHOW_NONE = ['text', 'log'];

function ofWidget(widget: unknown): DashboardMetrics {
  const type = member(widget, 'type');
  const properties = member(widget, 'properties');
  if (typeof type === 'string' && CAN_SHOW_NONE.includes(type)) return {metrics: [], computed: [], opaque: []};
  const rows = member(properties, 'metrics');
  if (type !== 'metric' || !Array.isArray(rows)) return {metrics: [], computed: [], opaque: [`${type} widget`]};
  const region = textOrNull(member(properties, 'region'));
  const read: WidgetRow<ShownMetric>[] = [];
  const unread: string[] = [];
  let previous: readonly string[] = [];
  for (const row of rows) {
    const {fields, options} = splitRow(row);
    const id = textOrNull(member(options, 'id'));
    const isVisible = member(options, 'visible') !== false;
    const text = textOrNull(member(options, 'expression'));
    if (text !== null) {
      read.push({id, isVisible, content: {type: 'expression', text}});
      continue;
    }
    const expanded = expand(fields, previous);
    if (expanded === null) {
      unread.push(JSON.stringify(row));
      continue;
    }
    previous = expanded;
    const metric = {
      ...toMetric(expanded),
      region: textOrNull(member(options, 'region')) ?? region,
      accountId: textOrNull(member(options, 'accountId')),
    };
    read.push({id, isVisible, content: {type: 'metric', metric}});
  }
  const drawn = drawnRows(read);
  return {...drawn, opaque: [...drawn.opaque, ...unread]};
}

/** A row is `[namespace, name, dimension, value, …]`, with its options last. */
function splitRow(row: unknown): {readonly fields: readonly unknown[]; readonly options: unknown} {
  if (!Array.isArray(row)) return {fields: [], options: null};
  const last: unknown = row.at(-1);
  return typeof last === 'object' ? {fields: row.slice(0, -1), options: last} : {fields: row, options: null};
}

/**
 * `.` repeats the value above it, `...` at the front everything that the rest of the row leaves out. Null: impossible.
 */
function expand(fields: readonly unknown[], above: readonly string[]): readonly string[] | null {
  const own = fields[0] === '...' ? fields.slice(1) : fields;
  const kept = fields[0] === '...' ? above.slice(0, above.length - own.length) : [];
  const expanded = [...kept, ...own].map((field, i) => (field === '.' ? above[i] : field));
  const isWhole = expanded.length >= 2 && expanded.length % 2 === 0;
  return isWhole && expanded.every((field) => typeof field === 'string' && field !== '...')
    ? (expanded as string[])
    : null;
}

function toMetric([namespace = '', name = '', ...pairs]: readonly string[]): Metric {
  const dimensions = pairs.flatMap((key, i) => (i % 2 === 0 ? [[key, pairs[i + 1] ?? ''] as const] : []));
  return {namespace, name, dimensions: Object.fromEntries(dimensions)};
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function member(of: unknown, key: string): unknown {
  return typeof of === 'object' && of !== null ? (of as Readonly<Record<string, unknown>>)[key] : undefined;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
