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

export type Alarm = MetricAlarm | OtherAlarm;

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
  /** One, or all those that metric math combines. */
  readonly metrics: readonly Metric[];
  /** `Sum`, `Average`, `p99`, …; null for metric math. */
  readonly statistic: string | null;
  readonly periodSeconds: number | null;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number | null;
  readonly threshold: number | null;
  readonly comparison: string | null;
  /** `breaching`, `notBreaching`, `ignore` or `missing` (the default). */
  readonly treatMissingData: string;
}

/** A composite or log alarm, or one of a type this version does not know. */
export interface OtherAlarm extends AlarmBase {
  readonly type: 'composite' | 'log';
  /** Of a composite alarm. */
  readonly rule: string | null;
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
  /** Null when there is none of that name. */
  dashboard(where: Where, dashboardName: string): Promise<Dashboard | null>;
  /** Oldest first; empty when the metric has no data in the window, or does not exist. */
  datapoints(where: Where, query: MetricQuery): Promise<readonly Datapoint[]>;
}

export const CLOUDWATCH = {
  prefix: 'cloudwatch',
  commands: ['cloudwatch'],
  askedWhere: ['loadBalancer'],
  actions: {
    alarm: ['cloudwatch:DescribeAlarms'],
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
