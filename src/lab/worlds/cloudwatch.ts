import type {
  Alarm,
  Dashboard,
  Datapoint,
  MetricAlarm,
  MetricQuery,
  MuteRule,
  MuteSchedule,
} from '../../model/facts/aws-facts.ts';
import {metricKey} from '../../probes/aws/cloudwatch/mapping.ts';
import {LOAD_BALANCER_ARN, ON_CALL, RECORDED_AT, REGION, SSE_TARGET_GROUP_ARN} from './names.ts';
import {keyed, type Recorded} from './recorded.ts';

export interface CloudWatchWorld {
  readonly alarms: readonly Alarm[];
  /** The names of the composite alarms above an alarm, by its name. */
  readonly parentAlarms: Readonly<Record<string, readonly string[]>>;
  readonly muteRules: readonly MutedAlarms[];
  readonly dashboard: Dashboard;
  readonly metrics: readonly {readonly query: MetricQuery; readonly datapoints: readonly Datapoint[]}[];
}

export interface MutedAlarms {
  readonly rule: MuteRule;
  readonly schedule: MuteSchedule;
  readonly alarmNames: readonly string[];
}

/** What watches the new path in the healthy world. */

const LOAD_BALANCER = LOAD_BALANCER_ARN.split(':loadbalancer/')[1] ?? '';
const TARGET_GROUP = SSE_TARGET_GROUP_ARN.split(':').at(-1) ?? '';
const DIMENSIONS = {LoadBalancer: LOAD_BALANCER, TargetGroup: TARGET_GROUP};
const OF_ALL_GROUPS = {LoadBalancer: LOAD_BALANCER};

const ALARMS: readonly MetricAlarm[] = [
  // A group without a healthy host reports nothing at all, so missing data is the fault.
  alarm('jessica-sse-healthy-hosts', 'HealthyHostCount', 'Minimum', 'LessThanThreshold', 1, 'breaching'),
  // Only reported when there are errors, so missing data is good.
  alarm('jessica-sse-target-5xx', 'HTTPCode_Target_5XX_Count', 'Sum', 'GreaterThanThreshold', 5, 'notBreaching'),
  // With no target left it is the load balancer that answers, and its errors are counted for itself.
  alarm('central-alb-5xx', 'HTTPCode_ELB_5XX_Count', 'Sum', 'GreaterThanThreshold', 5, 'notBreaching', OF_ALL_GROUPS),
];

/** Of an alarm that is not about the new path. */
const NIGHT: MutedAlarms = {
  rule: {name: 'night', status: 'SCHEDULED', expiresAt: null},
  schedule: {expression: 'cron(0 2 * * *)', duration: 'PT1H', timezone: 'UTC'},
  alarmNames: ['nightly-export-late'],
};

const DASHBOARD: Dashboard = {
  name: 'jessica-streams',
  body: JSON.stringify({
    widgets: [
      {
        type: 'metric',
        properties: {
          region: REGION,
          metrics: [
            ['AWS/ApplicationELB', 'ActiveConnectionCount', 'LoadBalancer', LOAD_BALANCER],
            ['.', 'RejectedConnectionCount', '.', '.'],
            ['.', 'HTTPCode_Target_5XX_Count', 'TargetGroup', TARGET_GROUP, 'LoadBalancer', LOAD_BALANCER],
            ['.', 'HealthyHostCount', '.', '.', '.', '.'],
          ],
        },
      },
    ],
  }),
};

/** What the shipped checklist asks for: a quarter of an hour, plus five minutes whose data may not be complete yet. */
const MINUTES = Array.from({length: 20}, (_, i) => new Date(Date.parse(RECORDED_AT) - (20 - i) * 60_000).toISOString());

const METRICS: CloudWatchWorld['metrics'] = [
  {query: inTheLastMinutes('HealthyHostCount', 'Minimum'), datapoints: MINUTES.map((at) => ({at, value: 1}))},
  // There was no error, so nothing was reported.
  {query: inTheLastMinutes('HTTPCode_Target_5XX_Count', 'Sum'), datapoints: []},
  {query: inTheLastMinutes('HTTPCode_ELB_5XX_Count', 'Sum', OF_ALL_GROUPS), datapoints: []},
];

export const CLOUDWATCH: CloudWatchWorld = {
  alarms: ALARMS,
  parentAlarms: {},
  muteRules: [NIGHT],
  dashboard: DASHBOARD,
  metrics: METRICS,
};

export function cloudWatchRecorded(
  {alarms, parentAlarms, muteRules, dashboard, metrics}: CloudWatchWorld,
  platform: string,
): Recorded {
  return {
    ...keyed(alarms, ({name}) => `${platform}:alarm:${name}`),
    ...keyed(
      alarms,
      ({name}) => `${platform}:parentAlarms:${name}`,
      ({name}) => parentAlarms[name] ?? [],
    ),
    ...keyed(
      alarms,
      ({name}) => `${platform}:muteRules:${name}`,
      ({name}) => muteRules.filter(({alarmNames}) => alarmNames.includes(name)).map(({rule}) => rule),
    ),
    ...keyed(
      muteRules,
      ({rule}) => `${platform}:muteSchedule:${rule.name}`,
      ({schedule}) => schedule,
    ),
    [`${platform}:dashboard:${dashboard.name}`]: dashboard,
    ...keyed(
      metrics,
      ({query}) => `${platform}:datapoints:${query.from}/${query.to}:${metricKey(query)}`,
      ({datapoints}) => datapoints,
    ),
  };
}

type Dimensions = MetricQuery['dimensions'];

function inTheLastMinutes(name: string, statistic: string, dimensions: Dimensions = DIMENSIONS): MetricQuery {
  const window = {from: MINUTES[0] ?? RECORDED_AT, to: RECORDED_AT};
  return {namespace: 'AWS/ApplicationELB', name, dimensions, statistic, periodSeconds: 60, ...window};
}

function alarm(
  name: string,
  metric: string,
  statistic: string,
  comparison: string,
  threshold: number,
  treatMissingData: string,
  dimensions: Dimensions = DIMENSIONS,
): MetricAlarm {
  return {
    type: 'metric',
    arn: `arn:aws:cloudwatch:${REGION}:444444444444:alarm:${name}`,
    name,
    actionsEnabled: true,
    alarmActions: [ON_CALL],
    state: 'OK',
    stateReason: null,
    queries: [
      {
        type: 'metric',
        id: 'm1',
        isWatched: true,
        metric: {namespace: 'AWS/ApplicationELB', name: metric, dimensions},
        statistic,
        periodSeconds: 60,
        unit: null,
        accountId: null,
      },
    ],
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    threshold,
    comparison,
    treatMissingData,
    fewSamples: 'evaluate',
    evaluationState: null,
    warmUpMinutes: null,
    isWallClock: false,
  };
}
