import {
  DeleteAlarmMuteRuleCommand,
  DeleteAlarmsCommand,
  PutAlarmMuteRuleCommand,
  PutCompositeAlarmCommand,
  type PutCompositeAlarmCommandInput,
  type PutMetricAlarmCommandInput,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SetTopicAttributesCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import type {EmulatedBreakage, Mend} from '../breakage.ts';
import {
  ALARMS,
  createTopic,
  dimensionsOf,
  ON_CALL,
  putAlarm,
  putDashboard,
  putFormulaAlarm,
  putQueryDashboard,
} from '../monitoring.ts';
import type {World} from '../world.ts';

const SCALING_POLICY =
  'arn:aws:autoscaling:eu-central-1:444444444444:scalingPolicy:1:autoScalingGroupName/sse:policyName/out';
const OLD_LOAD_BALANCER =
  'arn:aws:elasticloadbalancing:eu-central-1:444444444444:loadbalancer/app/old-alb/0123456789abcdef';

export const MONITORING_BREAKAGES: readonly EmulatedBreakage[] = [
  {
    fault: 'there is no alarm',
    known: [],
    fails: ['alarm-errors'],
    breaks: async (world) => {
      await world.cloudWatch.send(new DeleteAlarmsCommand({AlarmNames: [ALARMS.errors]}));
      return () => putAlarm(world.cloudWatch, world.edge, world.targetGroups.sse, 'errors');
    },
  },
  {
    fault: 'the alarm still watches the old load balancer, and is green',
    known: [48],
    fails: ['alarm-errors'],
    breaks: (world) =>
      change(world, 'errors', {
        Dimensions: dimensionsOf({loadBalancerArn: OLD_LOAD_BALANCER}, world.targetGroups.sse),
      }),
  },
  {
    fault: "the alarm's actions are disabled",
    known: [],
    fails: ['alarm-errors'],
    breaks: (world) => change(world, 'errors', {ActionsEnabled: false}),
  },
  {
    fault: 'the alarm of errors waits for data that comes with errors only',
    known: [49],
    fails: ['alarm-errors'],
    breaks: (world) => change(world, 'errors', {TreatMissingData: 'missing'}),
  },
  {
    fault: 'the alarm of healthy targets takes silence for health',
    known: [49],
    fails: ['alarm-hosts'],
    breaks: (world) => change(world, 'healthyHosts', {TreatMissingData: 'notBreaching'}),
  },
  {
    fault: 'the alarm averages a count, which is 1 however many errors there are',
    known: [],
    fails: ['alarm-errors'],
    breaks: (world) => change(world, 'errors', {Statistic: 'Average'}),
  },
  {
    fault: 'the alarm is in ALARM without errors, and OK with them',
    known: [],
    fails: ['alarm-errors'],
    breaks: (world) =>
      change(world, 'errors', {
        ComparisonOperator: 'LessThanThreshold',
        Threshold: 1,
        TreatMissingData: 'breaching',
      }),
  },
  {
    fault: 'the alarm waits for fewer than no healthy targets',
    known: [],
    fails: ['alarm-hosts'],
    breaks: (world) => change(world, 'healthyHosts', {Threshold: 0}),
  },
  {
    fault: 'the alarm waits a week for healthy targets',
    known: [],
    fails: ['alarm-hosts'],
    breaks: (world) => change(world, 'healthyHosts', {Period: 86_400, EvaluationPeriods: 7, DatapointsToAlarm: 7}),
  },
  {
    fault: 'the alarm looks for errors in a unit that none are reported in',
    known: [],
    fails: ['alarm-errors'],
    breaks: (world) => change(world, 'errors', {Unit: 'Percent'}),
  },
  {
    fault: 'the alarm reads the errors of both load balancers, and compares those of the old one',
    known: [48],
    fails: ['alarm-errors'],
    breaks: async ({cloudWatch, edge, targetGroups}) => {
      const sum = (Id: string, loadBalancerArn: string) => ({
        Id,
        ReturnData: false,
        MetricStat: {
          Metric: {
            Namespace: 'AWS/ApplicationELB',
            MetricName: 'HTTPCode_Target_5XX_Count',
            Dimensions: dimensionsOf({loadBalancerArn}, targetGroups.sse),
          },
          Period: 60,
          Stat: 'Sum',
        },
      });
      await putFormulaAlarm(cloudWatch, [
        sum('m1', edge.loadBalancerArn),
        sum('m2', OLD_LOAD_BALANCER),
        {Id: 'e1', Expression: 'FILL(m2, 0)', ReturnData: true},
      ]);
      return () => putAlarm(cloudWatch, edge, targetGroups.sse, 'errors');
    },
  },
  {
    fault: 'the alarm scales a group, and tells nobody',
    known: [],
    fails: ['alarm-errors'],
    breaks: (world) => change(world, 'errors', {AlarmActions: [SCALING_POLICY]}),
  },
  {
    fault: "nobody subscribes to the alarms' topic",
    known: [],
    fails: ['alarm-hosts', 'alarm-errors'],
    breaks: async ({sns}) => {
      const {Subscriptions = []} = await sns.send(new ListSubscriptionsByTopicCommand({TopicArn: ON_CALL}));
      for (const {SubscriptionArn} of Subscriptions) await sns.send(new UnsubscribeCommand({SubscriptionArn}));
      return () => createTopic(sns);
    },
  },
  {
    fault: "the alarms' topic was deleted",
    known: [],
    fails: ['alarm-hosts', 'alarm-errors'],
    breaks: async ({sns}) => {
      await sns.send(new DeleteTopicCommand({TopicArn: ON_CALL}));
      return () => createTopic(sns);
    },
  },
  {
    fault: "the alarms' topic is encrypted with the key that AWS keeps for SNS",
    known: [],
    fails: ['alarm-hosts', 'alarm-errors'],
    breaks: (world) => changeTopic(world, 'KmsMasterKeyId', 'alias/aws/sns', ''),
  },
  {
    fault: "the access policy of the alarms' topic lets others publish, and not CloudWatch",
    known: [],
    fails: ['alarm-hosts', 'alarm-errors'],
    breaks: async (world) => {
      const {Attributes = {}} = await world.sns.send(new GetTopicAttributesCommand({TopicArn: ON_CALL}));
      const Statement = [
        {Effect: 'Allow', Principal: {Service: 'events.amazonaws.com'}, Action: 'sns:Publish', Resource: ON_CALL},
      ];
      return changeTopic(world, 'Policy', JSON.stringify({Version: '2012-10-17', Statement}), Attributes.Policy ?? '');
    },
  },
  {
    fault: 'a mute rule that was made for a release still mutes the alarm',
    known: [],
    fails: ['alarm-errors'],
    breaks: async ({cloudWatch}) => {
      const name = {AlarmMuteRuleName: 'release'};
      await cloudWatch.send(
        new PutAlarmMuteRuleCommand({
          Name: name.AlarmMuteRuleName,
          Rule: {Schedule: {Expression: 'cron(* * * * *)', Duration: 'PT1H', Timezone: 'Europe/Berlin'}},
          MuteTargets: {AlarmNames: [ALARMS.errors]},
        }),
      );
      return () => cloudWatch.send(new DeleteAlarmMuteRuleCommand(name));
    },
  },
  {
    fault: 'the composite alarm that pages is suppressed by the alarm that it is to tell of',
    known: [],
    fails: ['alarm-errors'],
    breaks: (world) =>
      underComposite(world, {
        AlarmRule: `ALARM("${ALARMS.errors}")`,
        ActionsSuppressor: ALARMS.errors,
        ActionsSuppressorWaitPeriod: 60,
        ActionsSuppressorExtensionPeriod: 60,
      }),
  },
  {
    fault: 'the composite alarm that pages is OK when the alarm is in ALARM, and rings while all is well',
    known: [],
    fails: ['alarm-errors'],
    breaks: (world) => underComposite(world, {AlarmRule: `OK("${ALARMS.errors}")`}),
  },
  {
    fault: 'the composite alarm that pages waits for an alarm on something else, too',
    known: [],
    fails: [],
    cannotTell: ['alarm-errors'],
    breaks: (world) =>
      underComposite(world, {AlarmRule: `ALARM("${ALARMS.errors}") AND ALARM("${ALARMS.edgeErrors}")`}),
  },
  {
    fault: 'the dashboard still shows the old load balancer',
    known: [48],
    fails: ['dashboard'],
    breaks: async ({cloudWatch, edge, targetGroups}) => {
      await putDashboard(cloudWatch, {loadBalancerArn: OLD_LOAD_BALANCER}, targetGroups.sse);
      return () => putDashboard(cloudWatch, edge, targetGroups.sse);
    },
  },
  {
    fault: 'the dashboard draws what a query finds, of which nothing says that it is the new load balancer',
    known: [],
    fails: [],
    cannotTell: ['dashboard'],
    breaks: async ({cloudWatch, edge, targetGroups}) => {
      await putQueryDashboard(cloudWatch);
      return () => putDashboard(cloudWatch, edge, targetGroups.sse);
    },
  },
  {
    fault: 'the alarm has no data to go by',
    known: [49],
    fails: ['alarm-hosts'],
    breaks: async ({cloudWatch}) => {
      const set = (StateValue: 'INSUFFICIENT_DATA' | 'OK') =>
        cloudWatch.send(new SetAlarmStateCommand({AlarmName: ALARMS.healthyHosts, StateValue, StateReason: 'a test'}));
      await set('INSUFFICIENT_DATA');
      return () => set('OK');
    },
  },
];

async function changeTopic({sns}: World, AttributeName: string, value: string, before: string): Promise<Mend> {
  const set = (AttributeValue: string) =>
    sns.send(new SetTopicAttributesCommand({TopicArn: ON_CALL, AttributeName, AttributeValue}));
  await set(value);
  return () => set(before);
}

/** The alarm tells nobody itself, and a composite alarm above it is there for that. */
export async function underComposite(world: World, members: Partial<PutCompositeAlarmCommandInput>): Promise<Mend> {
  const {cloudWatch} = world;
  const AlarmName = 'page';
  const mend = await change(world, 'errors', {AlarmActions: []});
  await cloudWatch.send(
    new PutCompositeAlarmCommand({AlarmName, AlarmRule: '', ActionsEnabled: true, AlarmActions: [ON_CALL], ...members}),
  );
  return async () => {
    await cloudWatch.send(new DeleteAlarmsCommand({AlarmNames: [AlarmName]}));
    await mend();
  };
}

async function change(
  {cloudWatch, edge, targetGroups}: World,
  which: keyof typeof ALARMS,
  changes: Partial<PutMetricAlarmCommandInput>,
): Promise<Mend> {
  await putAlarm(cloudWatch, edge, targetGroups.sse, which, changes);
  return () => putAlarm(cloudWatch, edge, targetGroups.sse, which);
}
