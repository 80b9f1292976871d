import {CannotTell} from '../../model/errors.ts';
import type {Datapoint, MetricQuery} from '../../model/facts/aws-facts.ts';
import {command} from '../../model/text/shell.ts';
import type {AlbMetric} from './alb-metrics.ts';

export function metricCommand({namespace, name, dimensions, statistic, periodSeconds, from, to}: MetricQuery): string {
  const of = Object.entries(dimensions).map(([key, value]) => `Name=${key},Value=${value}`);
  const how = statistic.startsWith('p') ? 'extended-statistics' : 'statistics';
  return command`aws cloudwatch get-metric-statistics --namespace ${namespace} --metric-name ${name} --${how} ${statistic} --period ${periodSeconds} --start-time ${from} --end-time ${to} --dimensions ${of}`;
}

/** What is reported only when it is not zero is zero where it is missing. */
export function withZeros(found: readonly Datapoint[], gaps: readonly number[]): readonly Datapoint[] {
  const zeros = gaps.map((ms) => ({at: new Date(ms).toISOString(), value: 0}));
  return [...zeros, ...found].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/**
 * Without requests there is nothing to measure, and nothing that is at least so much; hosts are counted all the time, so
 * that a gap means that nothing was measured.
 */
export function requireSeen(
  {name, absence}: AlbMetric,
  found: readonly Datapoint[],
  gaps: readonly number[],
  atLeast: number | undefined,
  place: string,
): void {
  if (absence === 'zero') return;
  if (found.length === 0) {
    const meaning = absence === 'quiet' ? 'there were no requests' : 'nothing counts its hosts';
    throw new CannotTell(`${place}: there is no data, which says that ${meaning}`, 'send requests, or wait for data');
  }
  const [first] = gaps;
  if (first === undefined || (absence === 'quiet' && atLeast === undefined)) return;
  const missing = `${place}: there is no data for ${new Date(first).toISOString()}`;
  throw absence === 'quiet'
    ? new CannotTell(`${missing}, when there were no requests`, 'send requests, or take a longer `period:`')
    : new CannotTell(
        `${missing}, and ${name} is reported all the time that hosts are counted`,
        'look whether the target group was in use then, or shorten `over:`',
      );
}
