import type * as Sdk from '@aws-sdk/client-cloudwatch';
import type {
  Alarm,
  AlarmQuery,
  CompositeAlarm,
  Datapoint,
  Metric,
  MetricQuery,
  MuteRule,
  MuteSchedule,
  OtherAlarm,
} from '../../../model/facts/aws-facts.ts';
import {type Shape, shapeOf} from '../shape.ts';

type SdkAlarm = Sdk.MetricAlarm | Sdk.CompositeAlarm | Sdk.LogAlarm;

export function toMetricAlarm(action: string, from: Sdk.MetricAlarm): Alarm {
  const shape = shapeOf(action);
  const base = toAlarm(shape, from, 'MetricAlarms');
  if (from.EvaluationCriteria !== undefined) return {...base, type: 'PromQL'};
  return {
    ...base,
    type: 'metric',
    queries: toQueries(shape, from),
    evaluationPeriods: shape.required(from.EvaluationPeriods, 'MetricAlarms[].EvaluationPeriods'),
    datapointsToAlarm: from.DatapointsToAlarm ?? null,
    threshold: from.Threshold ?? null,
    comparison: from.ComparisonOperator ?? null,
    treatMissingData: from.TreatMissingData ?? 'missing',
    fewSamples: from.EvaluateLowSampleCountPercentile ?? 'evaluate',
    evaluationState: from.EvaluationState ?? null,
    warmUpMinutes: from.WarmUpConfiguration?.WarmUpPeriodDurationInMinutes ?? null,
    isWallClock: from.EvaluationWindow?.WallClockWindow !== undefined,
  };
}

/** A single metric is on the alarm itself; several, or one used in metric math, are in a list. */
function toQueries(shape: Shape, from: Sdk.MetricAlarm): AlarmQuery[] {
  const {required} = shape;
  if (from.MetricName === undefined) {
    return required(from.Metrics, 'MetricAlarms[].Metrics').map((query) => toQuery(shape, query));
  }
  return [
    {
      type: 'metric',
      id: 'm1',
      isWatched: true,
      metric: toMetric(shape, from),
      statistic: required(from.Statistic ?? from.ExtendedStatistic, 'MetricAlarms[].Statistic'),
      periodSeconds: required(from.Period, 'MetricAlarms[].Period'),
      unit: from.Unit ?? null,
      accountId: null,
    },
  ];
}

function toQuery(
  shape: Shape,
  {Id, ReturnData, MetricStat: stat, Expression, AccountId}: Sdk.MetricDataQuery,
): AlarmQuery {
  const {required} = shape;
  const at = (member: string) => `MetricAlarms[].Metrics[].${member}`;
  const of = {id: required(Id, at('Id')), isWatched: ReturnData ?? true};
  if (stat === undefined) return {...of, type: 'expression', expression: required(Expression, at('Expression'))};
  return {
    ...of,
    type: 'metric',
    metric: toMetric(shape, required(stat.Metric, at('MetricStat.Metric'))),
    statistic: required(stat.Stat, at('MetricStat.Stat')),
    periodSeconds: required(stat.Period, at('MetricStat.Period')),
    unit: stat.Unit ?? null,
    accountId: AccountId ?? null,
  };
}

export function toCompositeAlarm(action: string, from: Sdk.CompositeAlarm): CompositeAlarm {
  const shape = shapeOf(action);
  return {
    ...toAlarm(shape, from, 'CompositeAlarms'),
    type: 'composite',
    rule: shape.required(from.AlarmRule, 'CompositeAlarms[].AlarmRule'),
    suppressor: toSuppressor(shape, from),
  };
}

function toSuppressor({required}: Shape, from: Sdk.CompositeAlarm): CompositeAlarm['suppressor'] {
  if (from.ActionsSuppressor === undefined) return null;
  return {
    alarm: from.ActionsSuppressor,
    waitSeconds: required(from.ActionsSuppressorWaitPeriod, 'CompositeAlarms[].ActionsSuppressorWaitPeriod'),
    extensionSeconds: required(
      from.ActionsSuppressorExtensionPeriod,
      'CompositeAlarms[].ActionsSuppressorExtensionPeriod',
    ),
    suppressedBy: from.ActionsSuppressedBy ?? null,
  };
}

export function toLogAlarm(action: string, from: Sdk.LogAlarm): OtherAlarm {
  return {...toAlarm(shapeOf(action), from, 'LogAlarms'), type: 'log'};
}

/** Its name is in its ARN only. */
export function toMuteRule(action: string, from: Sdk.AlarmMuteRuleSummary): MuteRule {
  const {required, oneOf} = shapeOf(action);
  const at = (member: string) => `AlarmMuteRuleSummaries[].${member}`;
  const arn = required(from.AlarmMuteRuleArn, at('AlarmMuteRuleArn'));
  return {
    name: required(arn.split(':').slice(6).join(':') || null, at('AlarmMuteRuleArn')),
    status: oneOf(from.Status, ['SCHEDULED', 'ACTIVE', 'EXPIRED'], at('Status')),
    expiresAt: from.ExpireDate?.toISOString() ?? null,
  };
}

export function toMuteSchedule(action: string, from: Sdk.GetAlarmMuteRuleCommandOutput): MuteSchedule {
  const {required} = shapeOf(action);
  const schedule = required(from.Rule?.Schedule, 'Rule.Schedule');
  return {
    expression: required(schedule.Expression, 'Rule.Schedule.Expression'),
    duration: required(schedule.Duration, 'Rule.Schedule.Duration'),
    timezone: schedule.Timezone ?? 'UTC',
  };
}

function toAlarm({required}: Shape, from: SdkAlarm, list: string): Omit<Alarm, 'type'> {
  return {
    arn: required(from.AlarmArn, `${list}[].AlarmArn`),
    name: required(from.AlarmName, `${list}[].AlarmName`),
    actionsEnabled: required(from.ActionsEnabled, `${list}[].ActionsEnabled`),
    alarmActions: from.AlarmActions ?? [],
    state: required(from.StateValue, `${list}[].StateValue`),
    stateReason: from.StateReason ?? null,
  };
}

function toMetric({required}: Shape, from: Sdk.Metric): Metric {
  const dimensions = (from.Dimensions ?? []).map(({Name, Value}) => [
    required(Name, 'MetricAlarms[].Dimensions[].Name'),
    required(Value, 'MetricAlarms[].Dimensions[].Value'),
  ]);
  return {
    namespace: required(from.Namespace, 'MetricAlarms[].Namespace'),
    name: required(from.MetricName, 'MetricAlarms[].MetricName'),
    dimensions: Object.fromEntries(dimensions),
  };
}

/** Identifies a metric, statistic and period; the key is the query itself. */
export function metricKey({namespace, name, dimensions, statistic, periodSeconds}: Omit<MetricQuery, 'from' | 'to'>) {
  const sorted = Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({namespace, name, dimensions: Object.fromEntries(sorted), statistic, periodSeconds});
}

export function toMetricQuery(key: string, Id: string): Sdk.MetricDataQuery {
  const {namespace, name, dimensions, statistic, periodSeconds}: Omit<MetricQuery, 'from' | 'to'> = JSON.parse(key);
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({Name, Value}));
  return {
    Id,
    MetricStat: {
      Metric: {Namespace: namespace, MetricName: name, Dimensions},
      Period: periodSeconds,
      Stat: statistic,
    },
  };
}

/** The result of one query over all pages. */
export interface MetricAnswer {
  /** `Complete`, `PartialData` (without a next page), `Forbidden`, `InternalError`. */
  readonly status: string;
  readonly message: string;
  readonly timestamps: readonly Date[];
  readonly values: readonly number[];
}

/** By id. Only the last page says how complete a result is. */
export function joinResults(action: string, results: readonly Sdk.MetricDataResult[]): Map<string, MetricAnswer> {
  const shape = shapeOf(action);
  const at = (member: string) => `MetricDataResults[].${member}`;
  const answers = new Map<string, MetricAnswer>();
  for (const from of results) {
    const id = shape.required(from.Id, at('Id'));
    const timestamps = shape.required(from.Timestamps, at('Timestamps'));
    const values = shape.required(from.Values, at('Values'));
    if (timestamps.length !== values.length) shape.refuse(`has ${values.length} values at ${timestamps.length} times`);
    const known = answers.get(id);
    answers.set(id, {
      status: shape.required(from.StatusCode, at('StatusCode')),
      message: (from.Messages ?? []).map(({Value}) => Value ?? '').join('; '),
      timestamps: [...(known?.timestamps ?? []), ...timestamps],
      values: [...(known?.values ?? []), ...values],
    });
  }
  return answers;
}

/** AWS gives the newest first. */
export function toDatapoints({timestamps, values}: MetricAnswer): Datapoint[] {
  return values
    .map((value, i) => ({at: timestamps[i]?.toISOString() ?? '', value}))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
}
