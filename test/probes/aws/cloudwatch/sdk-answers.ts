import type {CompositeAlarm, MetricAlarm, MetricDataQuery} from '@aws-sdk/client-cloudwatch';
import type {MetricQuery} from '../../../../src/model/facts/aws-facts.ts';

const STATE = {ActionsEnabled: true, StateValue: 'OK'} as const;

export function sdkAlarm(AlarmName: string, members: Partial<MetricAlarm> = {}): MetricAlarm {
  return {
    ...STATE,
    AlarmName,
    AlarmArn: `arn:aws:cloudwatch:eu-central-1:444444444444:alarm:${AlarmName}`,
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'HTTPCode_ELB_5XX_Count',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    ...members,
  };
}

export function sdkComposite(AlarmName: string, AlarmRule: string): CompositeAlarm {
  return {
    ...STATE,
    AlarmName,
    AlarmArn: `arn:aws:cloudwatch:eu-central-1:444444444444:alarm:${AlarmName}`,
    AlarmRule,
  };
}

export const QUERY: MetricQuery = {
  namespace: 'AWS/ApplicationELB',
  name: 'RequestCount',
  dimensions: {TargetGroup: 'targetgroup/sse/1', LoadBalancer: 'app/central-alb/1'},
  statistic: 'Sum',
  periodSeconds: 60,
  from: '2026-11-22T11:00:00.000Z',
  to: '2026-11-22T12:00:00.000Z',
};

/** A number for each query of a call. */
export function sdkResults({MetricDataQueries}: {readonly MetricDataQueries: readonly MetricDataQuery[]}) {
  return MetricDataQueries.map(({Id}, i) => ({
    Id,
    StatusCode: 'Complete' as const,
    Timestamps: [new Date(QUERY.from)],
    Values: [i],
  }));
}
