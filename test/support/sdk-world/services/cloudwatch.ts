import type {MetricDataQuery} from '@aws-sdk/client-cloudwatch';
import {type AwsWorld, HEALTHY} from '../../../../src/lab/aws-world.ts';
import type {CloudWatchFacts, MetricAlarm} from '../../../../src/model/facts/aws-facts.ts';
import {type Answers, dateOf, type Played} from '../played.ts';

const [METRIC] = HEALTHY.metrics;
if (METRIC === undefined) throw new Error('the healthy world measures nothing');

export const PLAYED: Played<keyof CloudWatchFacts> = {
  clients: {CloudWatchClient: 'cloudwatch'},
  answers: (world) => ({cloudwatch: cloudWatchAnswers(world)}),
  asks: {
    muteRules: (facts) => facts.muteRules('alb', HEALTHY.alarms[0]?.name ?? ''),
    muteSchedule: (facts) => facts.muteSchedule('alb', HEALTHY.muteRules[0]?.rule.name ?? ''),
    parentAlarms: (facts) => facts.parentAlarms('alb', HEALTHY.alarms[0]?.name ?? ''),
    alarm: (facts) => facts.alarm('alb', HEALTHY.alarms[0]?.name ?? ''),
    dashboard: (facts) => facts.dashboard('alb', HEALTHY.dashboard.name),
    datapoints: (facts) => facts.datapoints('alb', METRIC.query),
  },
};

/** A metric that is not recorded has no data, like those of a load balancer without errors. */
function cloudWatchAnswers({alarms, parentAlarms, muteRules, dashboard, metrics}: AwsWorld): Answers {
  const datapointsOf = ({MetricStat: stat}: MetricDataQuery) =>
    metrics.find(({query}) => query.name === stat?.Metric?.MetricName && query.statistic === stat.Stat)?.datapoints ??
    [];
  return {
    DescribeAlarms: ({AlarmNames, ParentsOfAlarmName}) => ({
      MetricAlarms: alarms
        .filter(({name}) => (AlarmNames as string[] | undefined)?.includes(name))
        .flatMap((alarm) => (alarm.type === 'metric' ? [alarm] : []))
        .map(sdkAlarm),
      CompositeAlarms: (parentAlarms[String(ParentsOfAlarmName)] ?? []).map((AlarmName) => ({AlarmName})),
    }),
    ListAlarmMuteRules: ({AlarmName}) => ({
      AlarmMuteRuleSummaries: muteRules
        .filter(({alarmNames}) => alarmNames.includes(String(AlarmName)))
        .map(({rule}) => ({
          AlarmMuteRuleArn: `arn:aws:cloudwatch:eu-central-1:444444444444:alarm-mute-rule:${rule.name}`,
          Status: rule.status,
          ExpireDate: dateOf(rule.expiresAt),
        })),
    }),
    GetAlarmMuteRule: ({AlarmMuteRuleName}) => {
      const found = muteRules.find(({rule}) => rule.name === AlarmMuteRuleName)?.schedule;
      return {Rule: {Schedule: {Expression: found?.expression, Duration: found?.duration, Timezone: found?.timezone}}};
    },
    GetDashboard: () => ({DashboardBody: dashboard.body}),
    GetMetricData: ({MetricDataQueries}) => ({
      MetricDataResults: (MetricDataQueries as MetricDataQuery[]).map((query) => ({
        Id: query.Id,
        Timestamps: datapointsOf(query).map(({at}) => new Date(at)),
        Values: datapointsOf(query).map(({value}) => value),
        StatusCode: 'Complete',
      })),
    }),
  };
}

function sdkAlarm(alarm: MetricAlarm) {
  const [query] = alarm.queries;
  const watched = query?.type === 'metric' ? query : null;
  return {
    AlarmArn: alarm.arn,
    AlarmName: alarm.name,
    ActionsEnabled: alarm.actionsEnabled,
    AlarmActions: [...alarm.alarmActions],
    StateValue: alarm.state,
    Namespace: watched?.metric.namespace,
    MetricName: watched?.metric.name,
    Dimensions: Object.entries(watched?.metric.dimensions ?? {}).map(([Name, Value]) => ({Name, Value})),
    Statistic: watched?.statistic,
    Period: watched?.periodSeconds,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    TreatMissingData: alarm.treatMissingData,
  };
}
