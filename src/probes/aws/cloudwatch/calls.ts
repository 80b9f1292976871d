import {AwsRefusal, type CannotTell} from '../../../model/errors.ts';
import type {Alarm, Dashboard, Datapoint, MuteRule, MuteSchedule} from '../../../model/facts/aws-facts.ts';
import type {Connection} from '../call.ts';
import type {Clients} from '../connections.ts';
import {everyPage} from '../pages.ts';
import {shapeOf} from '../shape.ts';
import {
  joinResults,
  type MetricAnswer,
  toCompositeAlarm,
  toDatapoints,
  toLogAlarm,
  toMetricAlarm,
  toMetricQuery,
  toMuteRule,
  toMuteSchedule,
} from './mapping.ts';

type CloudWatch = Connection<Clients['cloudwatch']>;

const sdk = () => import('@aws-sdk/client-cloudwatch');

/** By name. Names without an alarm are left out, as AWS does. */
export async function describeAlarms(
  cloudwatch: CloudWatch,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Alarm>> {
  const {DescribeAlarmsCommand} = await sdk();
  const action = 'cloudwatch:DescribeAlarms';
  const input = {
    AlarmNames: [...names],
    // Without them, only metric alarms are listed.
    AlarmTypes: ['MetricAlarm' as const, 'CompositeAlarm' as const, 'LogAlarm' as const],
    MaxRecords: 100,
  };
  const all = await everyPage(action, 'MetricAlarms', async (NextToken?: string) => {
    const {
      MetricAlarms: metric,
      CompositeAlarms: composite,
      LogAlarms: log,
      NextToken: next,
    } = await cloudwatch.call(action, signal, new DescribeAlarmsCommand({...input, NextToken}));
    const alarms = [
      ...(metric ?? []).map((from) => toMetricAlarm(action, from)),
      ...(composite ?? []).map((from) => toCompositeAlarm(action, from)),
      ...(log ?? []).map((from) => toLogAlarm(action, from)),
    ];
    return {items: metric === undefined ? undefined : alarms, next};
  });
  return new Map(all.map((alarm) => [alarm.name, alarm]));
}

/** The names of the composite alarms above this one; of them AWS tells no more here. */
export async function describeParents(
  cloudwatch: CloudWatch,
  ParentsOfAlarmName: string,
  signal: AbortSignal,
): Promise<string[]> {
  const {DescribeAlarmsCommand} = await sdk();
  const action = 'cloudwatch:DescribeAlarms';
  const all = await everyPage(action, 'CompositeAlarms', async (NextToken?: string) => {
    const input = {ParentsOfAlarmName, MaxRecords: 100, NextToken};
    const {CompositeAlarms, NextToken: next} = await cloudwatch.call(action, signal, new DescribeAlarmsCommand(input));
    return {items: CompositeAlarms, next};
  });
  return all.map(({AlarmName}) => shapeOf(action).required(AlarmName, 'CompositeAlarms[].AlarmName'));
}

export async function listMuteRules(
  cloudwatch: CloudWatch,
  AlarmName: string,
  signal: AbortSignal,
): Promise<MuteRule[]> {
  const {ListAlarmMuteRulesCommand} = await sdk();
  const action = 'cloudwatch:ListAlarmMuteRules';
  const all = await everyPage(action, 'AlarmMuteRuleSummaries', async (NextToken?: string) => {
    const page = await cloudwatch.call(action, signal, new ListAlarmMuteRulesCommand({AlarmName, NextToken}));
    return {items: page.AlarmMuteRuleSummaries, next: page.NextToken};
  });
  return all.map((from) => toMuteRule(action, from));
}

export async function getMuteSchedule(
  cloudwatch: CloudWatch,
  AlarmMuteRuleName: string,
  signal: AbortSignal,
): Promise<MuteSchedule> {
  const {GetAlarmMuteRuleCommand} = await sdk();
  const action = 'cloudwatch:GetAlarmMuteRule';
  return toMuteSchedule(
    action,
    await cloudwatch.call(action, signal, new GetAlarmMuteRuleCommand({AlarmMuteRuleName})),
  );
}

export async function getDashboard(
  cloudwatch: CloudWatch,
  DashboardName: string,
  signal: AbortSignal,
): Promise<Dashboard> {
  const {GetDashboardCommand} = await sdk();
  const action = 'cloudwatch:GetDashboard';
  const answer = await cloudwatch.call(action, signal, new GetDashboardCommand({DashboardName}));
  return {name: DashboardName, body: shapeOf(action).required(answer.DashboardBody, 'DashboardBody')};
}

/** By the metrics' keys; a refusal of one does not affect the others. */
export async function getMetricData(
  cloudwatch: CloudWatch,
  where: string,
  metrics: readonly string[],
  window: {readonly from: Date; readonly until: Date},
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly Datapoint[] | CannotTell>> {
  const {GetMetricDataCommand} = await sdk();
  const action = 'cloudwatch:GetMetricData';
  const MetricDataQueries = metrics.map((metric, i) => toMetricQuery(metric, `q${i}`));
  const pages = await everyPage(action, 'MetricDataResults', async (NextToken?: string) => {
    const page = await cloudwatch.call(
      action,
      signal,
      new GetMetricDataCommand({
        MetricDataQueries,
        StartTime: window.from,
        EndTime: window.until,
        NextToken,
      }),
    );
    return {items: page.MetricDataResults, next: page.NextToken};
  });
  const answers = joinResults(action, pages);
  return new Map(
    metrics.flatMap((metric, i) => {
      const answer = answers.get(`q${i}`);
      if (answer === undefined) return [];
      return [[metric, answer.status === 'Complete' ? toDatapoints(answer) : refusalOf(action, where, metric, answer)]];
    }),
  );
}

/** For one metric, in a call that AWS did not refuse as a whole. */
function refusalOf(action: string, where: string, metric: string, {status, message}: MetricAnswer): CannotTell {
  const what = `${action} in ${where}: ${status} for ${metric}${message === '' ? '' : ` (${message})`}`;
  const forbidden = status === 'Forbidden';
  return new AwsRefusal(
    action,
    status,
    what,
    forbidden ? `grant ${action} to this caller, in the account that the metric is in` : 'run again',
    {transient: !forbidden, commonCause: `${where}: ${status} (${action})`},
  );
}
