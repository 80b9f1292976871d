/** CloudWatch as plain values. */

import type {ResourceRef} from '../../resource-ref.ts';
import type {AwsService} from '../aws-service.ts';

/** A resource in whose account and region to look. */
type Where = ResourceRef<'loadBalancer' | 'account'>;

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export type Alarm = MetricAlarm | CompositeAlarm | OtherAlarm;

interface AlarmBase {
  readonly arn: string;
  readonly name: string;
  readonly actionsEnabled: boolean;
  readonly alarmActions: readonly string[];
  /** `OK`, `ALARM` or `INSUFFICIENT_DATA`. */
  readonly state: string;
  readonly stateReason: string | null;
}

export interface MetricAlarm extends AlarmBase {
  readonly type: 'metric';
  /** One metric, or those and the expressions of metric math. */
  readonly queries: readonly AlarmQuery[];
  readonly evaluationPeriods: number;
  /** Null: all of the evaluation periods. */
  readonly datapointsToAlarm: number | null;
  /** Null where it is a band. */
  readonly threshold: number | null;
  readonly comparison: string | null;
  /** `breaching`, `notBreaching`, `ignore` or `missing` (the default). */
  readonly treatMissingData: string;
  /** What becomes of a percentile over few samples: `evaluate` (the default) or `ignore`. */
  readonly fewSamples: string;
  /** Whether its periods begin at full minutes, hours, days, and not with each evaluation. */
  readonly isWallClock: boolean;
}

export type AlarmQuery = MetricOfAlarm | ExpressionOfAlarm;

export interface MetricOfAlarm {
  readonly type: 'metric';
  /** What expressions call it. */
  readonly id: string;
  /** Whether it is what the alarm compares with its threshold. */
  readonly isWatched: boolean;
  readonly metric: Metric;
  /** `Sum`, `Average`, `p99`, … */
  readonly statistic: string;
  readonly periodSeconds: number;
  /** Only samples in this unit count; null: in any. */
  readonly unit: string | null;
  /** Of a metric of another account; null: the alarm's own. */
  readonly accountId: string | null;
}

export interface ExpressionOfAlarm {
  readonly type: 'expression';
  readonly id: string;
  readonly isWatched: boolean;
  /** Metric math, or a query of Metrics Insights. */
  readonly expression: string;
}

export interface CompositeAlarm extends AlarmBase {
  readonly type: 'composite';
  /** Of the states of other alarms, as AWS keeps it. */
  readonly rule: string;
  /** The name or ARN of the alarm that keeps its actions back while it is in ALARM. */
  readonly suppressor: string | null;
}

/** An alarm on a query of logs, or on one in PromQL. */
export interface OtherAlarm extends AlarmBase {
  readonly type: 'log' | 'PromQL';
}

export interface Dashboard {
  readonly name: string;
  /** JSON as AWS keeps it. */
  readonly body: string;
}

export interface MetricQuery extends Metric {
  /** `Sum`, `Average`, `Minimum`, `Maximum`, `SampleCount`, `p99`, … */
  readonly statistic: string;
  readonly periodSeconds: number;
  /** ISO 8601; the start belongs to the window, the end does not. */
  readonly from: string;
  readonly to: string;
}

export interface Datapoint {
  /** ISO 8601, the beginning of its period. */
  readonly at: string;
  readonly value: number;
}

/** In the account and region of the named resource. */
export interface CloudWatchFacts {
  /** Of any type; null when there is none of that name. */
  alarm(where: Where, alarmName: string): Promise<Alarm | null>;
  /** The names of the composite alarms whose rules ask for this alarm. */
  parentAlarms(where: Where, alarmName: string): Promise<readonly string[]>;
  /** Null when there is none of that name. */
  dashboard(where: Where, dashboardName: string): Promise<Dashboard | null>;
  /** Oldest first; empty when the metric has no data in the window, or does not exist. */
  datapoints(where: Where, query: MetricQuery): Promise<readonly Datapoint[]>;
}

export const CLOUDWATCH = {
  prefix: 'cloudwatch',
  commands: ['cloudwatch'],
  // In the account of a zone for the alarms that its health checks go by.
  askedWhere: ['loadBalancer', 'hostedZone'],
  actions: {
    alarm: ['cloudwatch:DescribeAlarms'],
    parentAlarms: ['cloudwatch:DescribeAlarms'],
    dashboard: ['cloudwatch:GetDashboard'],
    datapoints: ['cloudwatch:GetMetricData'],
  },
  scopes: {
    // Alarms are not narrowed: composite ones are told to those only who may read all of them.
    'cloudwatch:GetDashboard': {
      sid: 'ReadDashboards',
      resources: ['arn:<partition>:cloudwatch::<account>:dashboard/<dashboard>'],
    },
  },
} as const satisfies AwsService<keyof CloudWatchFacts>;
