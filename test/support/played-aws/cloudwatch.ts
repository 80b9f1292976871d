import {
  type CompositeAlarm,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  type MetricAlarm,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import type {CloudWatchFacts, MetricQuery} from '../../../src/model/facts/aws-facts.ts';
import {actionsSent, type PlayedService} from './played-service.ts';

const STATE = {ActionsEnabled: true, StateValue: 'OK'} as const;

export function sdkAlarm(AlarmName: string, members: Partial<MetricAlarm> = {}): MetricAlarm {
  return {
    ...STATE,
    AlarmName,
    AlarmArn: `arn:aws:cloudwatch:eu-central-1:444444444444:alarm:${AlarmName}`,
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'HTTPCode_ELB_5XX_Count',
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

export const PLAYED_CLOUDWATCH: PlayedService<keyof CloudWatchFacts> = {
  answer({cloudwatch}) {
    cloudwatch.on(DescribeAlarmsCommand).callsFake(({AlarmNames}: {AlarmNames: string[]}) => ({
      MetricAlarms: AlarmNames.filter((name) => !name.endsWith('-gone')).map((name) => sdkAlarm(name)),
      CompositeAlarms: [],
    }));
    cloudwatch.on(GetDashboardCommand).resolves({DashboardBody: '{"widgets":[]}'});
    cloudwatch.on(GetMetricDataCommand).callsFake((input) => ({MetricDataResults: sdkResults(input)}));
  },
  asks: {
    alarm: (facts) => facts.alarm('alb', 'errors'),
    dashboard: (facts) => facts.dashboard('zone', 'central'),
    datapoints: (facts) => facts.datapoints('service', QUERY),
  },
  keys: [
    'alarm:errors',
    'dashboard:central',
    'datapoints:2026-11-22T11:00:00.000Z/2026-11-22T12:00:00.000Z:' +
      '{"namespace":"AWS/ApplicationELB","name":"RequestCount",' +
      '"dimensions":{"LoadBalancer":"app/central-alb/1","TargetGroup":"targetgroup/sse/1"},' +
      '"statistic":"Sum","periodSeconds":60}',
  ].map((key) => `aws:platform:eu-central-1:${key}`),
  sent: ({cloudwatch}) => actionsSent('cloudwatch', cloudwatch),
  refuse: {
    'cloudwatch:DescribeAlarms': ({cloudwatch}, refusal) => cloudwatch.on(DescribeAlarmsCommand).rejects(refusal),
    'cloudwatch:GetDashboard': ({cloudwatch}, refusal) => cloudwatch.on(GetDashboardCommand).rejects(refusal),
    'cloudwatch:GetMetricData': ({cloudwatch}, refusal) => cloudwatch.on(GetMetricDataCommand).rejects(refusal),
  },
};
