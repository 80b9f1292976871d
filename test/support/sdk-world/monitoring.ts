import type {AwsWorld} from '../../../src/lab/aws-world.ts';
import type {Answers} from './answers.ts';

/** What CloudWatch answers in a world of the lab. A metric has no data: so do those of a load balancer without errors. */
export function monitoringAnswers({alarms, dashboard}: AwsWorld): Answers {
  return {
    DescribeAlarmsCommand: ({AlarmNames}) => ({
      MetricAlarms: alarms
        .filter(({name}) => (AlarmNames as string[]).includes(name))
        .flatMap((alarm) => (alarm.type === 'metric' ? [alarm] : []))
        .map((alarm) => ({
          AlarmArn: alarm.arn,
          AlarmName: alarm.name,
          ActionsEnabled: alarm.actionsEnabled,
          AlarmActions: [...alarm.alarmActions],
          StateValue: alarm.state,
          Namespace: alarm.metrics[0]?.namespace,
          MetricName: alarm.metrics[0]?.name,
          Dimensions: Object.entries(alarm.metrics[0]?.dimensions ?? {}).map(([Name, Value]) => ({Name, Value})),
          Statistic: alarm.statistic,
          Period: alarm.periodSeconds,
          EvaluationPeriods: alarm.evaluationPeriods,
          DatapointsToAlarm: alarm.datapointsToAlarm,
          Threshold: alarm.threshold,
          ComparisonOperator: alarm.comparison,
          TreatMissingData: alarm.treatMissingData,
        })),
      CompositeAlarms: [],
    }),
    GetDashboardCommand: () => ({DashboardBody: dashboard.body}),
    GetMetricDataCommand: ({MetricDataQueries}) => ({
      MetricDataResults: (MetricDataQueries as {Id: string}[]).map(({Id}) => ({
        Id,
        Timestamps: [],
        Values: [],
        StatusCode: 'Complete',
      })),
    }),
  };
}
