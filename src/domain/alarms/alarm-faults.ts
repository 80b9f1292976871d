import {CannotTell} from '../../model/errors.ts';
import type {MetricAlarm, MetricOfAlarm} from '../../model/facts/aws-facts.ts';
import type {Evidence, Fault} from '../../model/outcome.ts';
import {ALB_NAMESPACE} from '../metrics/alb-metrics.ts';
import {namesIn} from './alarm-datapoints.ts';
import type {Watch} from './alarm-watch.ts';
import {unitOf} from './metric-courses.ts';
import {parseExpression} from './metric-math/parse.ts';
import {COMPARISON, datapointsText, statisticText} from './simulation-faults.ts';
import {albMetricOf, isPartOf, isReportedUnder, metricsOfAlarm, metricText, readsMetric} from './watched-metrics.ts';

export interface AlarmBounds {
  readonly statistic?: string | undefined;
  readonly maxThreshold?: number | undefined;
  readonly minThreshold?: number | undefined;
}

/**
 * Why the alarm cannot see the metric at all, whatever its threshold.
 * @throws {CannotTell} where it adds up parts of it.
 */
export function blindnessFaults(alarm: MetricAlarm, {metric, dimensions, loadBalancer}: Watch): Fault[] {
  const metrics = metricsOfAlarm(alarm);
  const itself = metrics.filter((query) => readsMetric(query, metric.name, dimensions, loadBalancer));
  const dimensionList = Object.entries(dimensions).map(([key, value]) => `${key} = ${value}`);
  const fix = `Let it watch ${ALB_NAMESPACE} ${metric.name} with exactly these dimensions: ${dimensionList.join(', ')}.`;
  if (itself.length === 0) {
    const parts = metrics.filter(({metric: one}) => one.name === metric.name && isPartOf(one.dimensions, dimensions));
    if (parts.length > 0 && metrics.length < alarm.queries.length) {
      throw new CannotTell(
        `alarm ${alarm.name}: it watches parts of ${metric.name} (${parts.map((one) => metricText(one.metric)).join(' and ')}), and what each has of it is not known`,
        `let it watch ${metric.name} as a whole`,
      );
    }
    return [{what: whatItWatches(metrics, metric.name), fix}];
  }
  const unit = itself.find((one) => one.unit !== null && one.unit !== unitOf(metric))?.unit;
  if (unit !== undefined) {
    const what = `it watches ${metric.name} in ${unit} only, and it is reported in ${unitOf(metric)}: there is never any data`;
    return [{what, fix: `Leave the unit of the alarm out, or set it to ${unitOf(metric)}.`}];
  }
  const used = usedIds(alarm);
  if (itself.some(({id}) => used === null || used.has(id))) return [];
  const unused = itself.map(({id}) => id).join(', ');
  const other = metrics.filter(({id}) => used?.has(id)).map((one) => metricText(one.metric));
  const what = `it reads ${metric.name} as ${unused}, and does not use it for its ${statisticText(alarm)}: it watches ${other.join(' and ') || 'no metric'}`;
  return [{what, fix: `Let its expression use ${unused}, or let it watch ${metric.name} itself.`}];
}

/** The ids that the watched query is made of; null where it takes all metrics. */
function usedIds({queries}: MetricAlarm): ReadonlySet<string> | null {
  const used = new Set(queries.flatMap(({isWatched, id}) => (isWatched ? [id] : [])));
  for (const id of used) {
    const query = queries.find((one) => one.id === id);
    if (query?.type !== 'expression') continue;
    const expression = parseExpression(query.expression);
    if (expression === null || query.expression.includes('METRICS')) return null;
    for (const name of namesIn(expression)) used.add(name);
  }
  return used;
}

function whatItWatches(metrics: readonly MetricOfAlarm[], name: string): string {
  const named = metrics.filter(({metric}) => metric.namespace === ALB_NAMESPACE && metric.name === name);
  const shown = named.length > 0 ? named : metrics;
  const silent = named.find(({metric}) => {
    const known = albMetricOf(metric);
    return known !== null && !isReportedUnder(known, metric.dimensions);
  });
  const never =
    silent === undefined
      ? ''
      : `; under ${Object.keys(silent.metric.dimensions).join(' and ') || 'no dimension'} alone it is never reported`;
  return `it watches ${shown.map(watchedText).join(' and ') || 'no metric'}${never}`;
}

function watchedText({metric, accountId}: MetricOfAlarm): string {
  return `${metricText(metric)}${accountId === null ? '' : ` in account ${accountId}`}`;
}

/** What it should be in now, with what is asked of its threshold. */
export function settingFaults(alarm: MetricAlarm, watch: Watch, wanted: AlarmBounds): Fault[] {
  const {threshold, state} = alarm;
  const [statistic] = metricsOfAlarm(alarm)
    .filter((query) => readsMetric(query, watch.metric.name, watch.dimensions, watch.loadBalancer))
    .map((query) => query.statistic);
  const isOther = wanted.statistic !== undefined && statistic !== undefined && statistic !== wanted.statistic;
  const isHigh = threshold !== null && threshold > (wanted.maxThreshold ?? Number.POSITIVE_INFINITY);
  const isLow = threshold !== null && threshold < (wanted.minThreshold ?? Number.NEGATIVE_INFINITY);
  const is = (holds: boolean, what: string, fix: string) => (holds ? [{what, fix}] : []);
  return [
    ...is(
      state === 'INSUFFICIENT_DATA',
      'its state is INSUFFICIENT_DATA',
      alarm.warmUpMinutes === null
        ? 'See that the metric has data for exactly these dimensions, and set what missing data means (`treat_missing_data`).'
        : `Wait until its warm-up period of ${alarm.warmUpMinutes} min is over, or see that the metric has data for exactly these dimensions.`,
    ),
    ...is(
      alarm.evaluationState === 'EVALUATION_ERROR',
      `CloudWatch cannot evaluate it, as it is set up wrongly (EVALUATION_ERROR: ${alarm.stateReason ?? 'no reason is given'})`,
      'Mend what the reason of its state names (`StateReason`).',
    ),
    ...is(
      isOther,
      `its statistic is ${statistic}, not ${wanted.statistic}`,
      `Set its statistic to ${wanted.statistic}.`,
    ),
    ...is(
      isHigh,
      `its threshold is ${threshold}, above ${wanted.maxThreshold}`,
      `Set its threshold to ${wanted.maxThreshold} at most.`,
    ),
    ...is(
      isLow,
      `its threshold is ${threshold}, below ${wanted.minThreshold}`,
      `Set its threshold to ${wanted.minThreshold} at least.`,
    ),
  ];
}

export function alarmEvidence(alarm: MetricAlarm): Evidence[] {
  const {arn, threshold, treatMissingData, alarmActions, state} = alarm;
  const condition = `${COMPARISON[alarm.comparison ?? ''] ?? alarm.comparison} ${threshold ?? '(a band)'}`;
  const value = `${statisticText(alarm)} ${condition}, ${datapointsText(alarm)}, missing data ${treatMissingData}`;
  return [
    {what: 'watches', value: metricsOfAlarm(alarm).map(watchedText), source: arn},
    {what: 'alarms when', value, source: arn},
    {what: 'actions', value: [...alarmActions], source: arn},
    {what: 'state', value: state, source: arn},
  ];
}
