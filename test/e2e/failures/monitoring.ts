import {
  type CloudWatchClient,
  type Dimension,
  type MetricDataQuery,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import {CreateTopicCommand, type SNSClient, SubscribeCommand} from '@aws-sdk/client-sns';
import type {Edge, TargetGroups} from '../support/aws-edge.ts';
import {ACCOUNTS, REGION} from '../support/aws-identities.ts';

export const DASHBOARD = 'jessica-streams';
export const ALARMS = {
  healthyHosts: 'jessica-sse-healthy-hosts',
  errors: 'jessica-sse-target-5xx',
  edgeErrors: 'central-alb-5xx',
} as const;

export const ON_CALL = `arn:aws:sns:${REGION}:${ACCOUNTS.platform}:on-call`;
const NAMESPACE = 'AWS/ApplicationELB';

interface Clients {
  readonly cloudWatch: CloudWatchClient;
  readonly sns: SNSClient;
}

export async function createMonitoring({cloudWatch, sns}: Clients, edge: Edge, groups: TargetGroups): Promise<void> {
  await createTopic(sns);
  await putAlarm(cloudWatch, edge, groups.sse, 'healthyHosts');
  await putAlarm(cloudWatch, edge, groups.sse, 'errors');
  await putAlarm(cloudWatch, edge, groups.sse, 'edgeErrors', {
    MetricName: 'HTTPCode_ELB_5XX_Count',
    Dimensions: dimensionsOf(edge, groups.sse).slice(0, 1),
  });
  await putDashboard(cloudWatch, edge, groups.sse);
  await putHealthyHosts(cloudWatch, edge, groups.sse);
}

/** Whoever is on call reads it. */
export async function createTopic(sns: SNSClient): Promise<void> {
  await sns.send(new CreateTopicCommand({Name: 'on-call'}));
  await sns.send(new SubscribeCommand({TopicArn: ON_CALL, Protocol: 'email', Endpoint: 'on-call@georgi.io'}));
}

/** From before the first run looks back until after the last one. */
const REPORTED_MINUTES = {from: -30, to: 15} as const;
/** In one call: from 10 kB on the SDK compresses what it sends, which the emulator cannot read. */
const AT_ONCE = 15;

/** One healthy host, each minute. */
async function putHealthyHosts(cloudWatch: CloudWatchClient, edge: Edge, targetGroupArn: string): Promise<void> {
  const now = Date.now();
  for (let first = REPORTED_MINUTES.from; first < REPORTED_MINUTES.to; first += AT_ONCE) {
    const MetricData = Array.from({length: AT_ONCE}, (_, i) => ({
      MetricName: 'HealthyHostCount',
      Dimensions: dimensionsOf(edge, targetGroupArn),
      Timestamp: new Date(now + (first + i) * 60_000),
      Value: 1,
    }));
    await cloudWatch.send(new PutMetricDataCommand({Namespace: NAMESPACE, MetricData}));
  }
}

/** An alarm on the new target group, right but for what is changed. */
export async function putAlarm(
  cloudWatch: CloudWatchClient,
  edge: Edge,
  targetGroupArn: string,
  which: keyof typeof ALARMS,
  changes: Partial<PutMetricAlarmCommandInput> = {},
): Promise<void> {
  const healthyHosts = {
    MetricName: 'HealthyHostCount',
    Statistic: 'Minimum',
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    // A group without a healthy host reports none at all: silence is the fault.
    TreatMissingData: 'breaching',
  } as const;
  const errors = {
    MetricName: 'HTTPCode_Target_5XX_Count',
    Statistic: 'Sum',
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 5,
    // Reported only when there are errors: silence is good news.
    TreatMissingData: 'notBreaching',
  } as const;
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: ALARMS[which],
      Namespace: NAMESPACE,
      Dimensions: dimensionsOf(edge, targetGroupArn),
      Period: 60,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 3,
      ActionsEnabled: true,
      AlarmActions: [ON_CALL],
      ...(which === 'healthyHosts' ? healthyHosts : errors),
      ...changes,
    }),
  );
}

/** An alarm on errors that compares what metric math makes of several metrics. */
export async function putFormulaAlarm(cloudWatch: CloudWatchClient, Metrics: MetricDataQuery[]): Promise<void> {
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: ALARMS.errors,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 3,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 5,
      TreatMissingData: 'notBreaching',
      ActionsEnabled: true,
      AlarmActions: [ON_CALL],
      Metrics,
    }),
  );
}

export async function putDashboard(
  cloudWatch: CloudWatchClient,
  edge: Pick<Edge, 'loadBalancerArn'>,
  targetGroupArn: string,
): Promise<void> {
  const [loadBalancer, group] = dimensionsOf(edge, targetGroupArn);
  const metrics = [
    [NAMESPACE, 'RejectedConnectionCount', 'LoadBalancer', loadBalancer?.Value],
    [NAMESPACE, 'HealthyHostCount', 'TargetGroup', group?.Value, 'LoadBalancer', loadBalancer?.Value],
    ['.', 'HTTPCode_Target_5XX_Count', '.', '.', '.', '.'],
  ];
  await cloudWatch.send(
    new PutDashboardCommand({
      DashboardName: DASHBOARD,
      DashboardBody: JSON.stringify({widgets: [{type: 'metric', properties: {region: REGION, metrics}}]}),
    }),
  );
}

/** One that draws whatever load balancers there are. */
export async function putQueryDashboard(cloudWatch: CloudWatchClient): Promise<void> {
  const expression = `SELECT SUM(HTTPCode_Target_5XX_Count) FROM "${NAMESPACE}" GROUP BY LoadBalancer`;
  const properties = {region: REGION, metrics: [[{expression, id: 'q1'}]]};
  await cloudWatch.send(
    new PutDashboardCommand({
      DashboardName: DASHBOARD,
      DashboardBody: JSON.stringify({widgets: [{type: 'metric', properties}]}),
    }),
  );
}

/** The ends of the ARNs, as the metrics of load balancers name them; in this order, which counts in the emulator. */
export function dimensionsOf({loadBalancerArn}: Pick<Edge, 'loadBalancerArn'>, targetGroupArn: string): Dimension[] {
  return [
    {Name: 'LoadBalancer', Value: loadBalancerArn.split(':loadbalancer/')[1] ?? ''},
    {Name: 'TargetGroup', Value: targetGroupArn.split(':').at(-1) ?? ''},
  ];
}
