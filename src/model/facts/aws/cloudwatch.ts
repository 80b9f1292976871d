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
  /** `EVALUATION_ERROR` (it is set up wrongly), `EVALUATION_FAILURE`, `PARTIAL_DATA`; null: it is evaluated. */
  readonly evaluationState: string | null;
  /** For how long it stays in INSUFFICIENT_DATA, and does nothing, when it was created or changed; null: not at all. */
  readonly warmUpMinutes: number | null;
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
  /** Null: nothing keeps its actions back. */
  readonly suppressor: ActionsSuppressor | null;
}

/** An alarm that keeps the actions of a composite alarm back while it is in ALARM. */
export interface ActionsSuppressor {
  /** Its name or ARN. */
  readonly alarm: string;
  /** How long the composite alarm, once in ALARM, waits for it to be in ALARM, too, before it acts. */
  readonly waitSeconds: number;
  /** How long the composite alarm still does not act when it is no longer in ALARM. */
  readonly extensionSeconds: number;
  /** Why the composite alarm, which is in ALARM, does not act now: `Alarm`, `WaitPeriod` or `ExtensionPeriod`; null: it does. */
  readonly suppressedBy: string | null;
}

/** A rule that keeps the actions of some alarms back for a time. */
export interface MuteRule {
  readonly name: string;
  /** `SCHEDULED`, `ACTIVE` or `EXPIRED`. */
  readonly status: string;
  /** ISO 8601; null: it has no last day. */
  readonly expiresAt: string | null;
}

/** When a mute rule mutes. */
export interface MuteSchedule {
  /** `cron(…)` of five fields, or `at(yyyy-MM-ddThh:mm)`, in its time zone. */
  readonly expression: string;
  /** ISO 8601, such as `PT4H`, from each time that the expression names. */
  readonly duration: string;
  readonly timezone: string;
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
  /** Those that name this alarm, expired ones as well. */
  muteRules(where: Where, alarmName: string): Promise<readonly MuteRule[]>;
  muteSchedule(where: Where, ruleName: string): Promise<MuteSchedule>;
  /** Null when there is none of that name. */
  dashboard(where: Where, dashboardName: string): Promise<Dashboard | null>;
  /** Oldest first; empty when the metric has no data in the window, or does not exist. */
  datapoints(where: Where, query: MetricQuery): Promise<readonly Datapoint[]>;
}

const MUTE_RULES = 'arn:<partition>:cloudwatch:<region>:<account>:alarm-mute-rule:*';

export const CLOUDWATCH = {
  prefix: 'cloudwatch',
  commands: ['cloudwatch'],
  // In the account of a zone for the alarms that its health checks go by.
  askedWhere: ['loadBalancer', 'hostedZone'],
  actions: {
    alarm: ['cloudwatch:DescribeAlarms'],
    parentAlarms: ['cloudwatch:DescribeAlarms'],
    muteRules: ['cloudwatch:ListAlarmMuteRules'],
    muteSchedule: ['cloudwatch:GetAlarmMuteRule'],
    dashboard: ['cloudwatch:GetDashboard'],
    datapoints: ['cloudwatch:GetMetricData'],
  },
  scopes: {
    // Alarms are not narrowed: composite ones are told to those only who may read all of them.
    'cloudwatch:ListAlarmMuteRules': {sid: 'ReadMuteRules', resources: [MUTE_RULES]},
    'cloudwatch:GetAlarmMuteRule': {sid: 'ReadMuteRules', resources: [MUTE_RULES]},
    'cloudwatch:GetDashboard': {
      sid: 'ReadDashboards',
      resources: ['arn:<partition>:cloudwatch::<account>:dashboard/<dashboard>'],
    },
  },
} as const satisfies AwsService<keyof CloudWatchFacts>;
