import {type Reasons, SAYS} from './reasons.ts';

export const CLOUDWATCH_REASONS: Reasons = {
  members: {
    cloudwatch: [
      {
        of: 'MetricAlarm',
        unread: 'AlarmConfigurationUpdatedTimestamp StateTransitionedTimestamp StateUpdatedTimestamp',
        because: SAYS.past,
      },
      {of: 'MetricAlarm', unread: 'AlarmDescription', because: SAYS.names},
      {
        of: 'MetricAlarm',
        unread: 'OKActions InsufficientDataActions',
        because: 'are taken when things are well, or unknown: what happens when they fail is read from AlarmActions',
      },
      {
        of: 'MetricAlarm',
        unread: 'StateReasonData',
        because: 'is StateReason, which is read, for programs',
      },
      {
        of: 'MetricAlarm',
        unread: 'ThresholdMetricId',
        because: 'names the band that is the threshold: then Threshold is absent, which is read',
      },
      {
        of: 'MetricAlarm',
        unread: 'ActionConfiguration EvaluationInterval',
        because:
          'are which tags a notification carries, and how often an alarm on PromQL is evaluated, which is taken for unknown',
      },
      {
        of: 'MetricAlarm',
        unread: 'Dimensions Namespace',
        because:
          'are read with those of Metric, which the alarm is taken for when it has a metric of its own (toMetric)',
      },
      {
        of: 'MetricDataQuery',
        unread: 'Label Period',
        because:
          'are the name of a line in a diagram, and the period of a Metrics Insights query, which is taken for unknown',
      },
      {
        of: 'CompositeAlarm',
        unread: 'ActionConfiguration ActionsSuppressedReason',
        because: 'are which tags a notification carries, and a sentence about ActionsSuppressedBy, which is read',
      },
      {
        of: 'CompositeAlarm',
        unread: 'AlarmConfigurationUpdatedTimestamp StateTransitionedTimestamp StateUpdatedTimestamp',
        because: SAYS.past,
      },
      {of: 'CompositeAlarm', unread: 'AlarmDescription', because: SAYS.names},
      {
        of: 'CompositeAlarm',
        unread: 'OKActions InsufficientDataActions',
        because: 'are taken when things are well, or unknown: what happens when they fail is read from AlarmActions',
      },
      {of: 'CompositeAlarm', unread: 'StateReasonData', because: 'is StateReason, which is read, for programs'},
      {
        of: 'LogAlarm',
        unread:
          'ActionConfiguration ActionLogLineCount ActionLogLineRoleArn AlarmConfigurationUpdatedTimestamp AlarmDescription ComparisonOperator EvaluationState InsufficientDataActions OKActions QueryResultsToAlarm QueryResultsToEvaluate ScheduledQueryConfiguration StateReasonData StateTransitionedTimestamp StateUpdatedTimestamp Threshold TreatMissingData WarmUpConfiguration',
        because:
          'belong to an alarm on queries of logs: that it is one is read, and no check says anything else of it than that it could not tell what it watches',
      },
      {
        of: 'GetDashboardOutput',
        unread: 'DashboardArn DashboardName',
        because: 'repeat the question',
      },
      {
        of: 'GetMetricDataOutput',
        unread: 'Messages',
        because: 'are about the call as a whole; how far each result is complete is read from its own StatusCode',
      },
      {
        of: 'EvaluationCriteria',
        unread: 'PromQLCriteria',
        because: 'is there for alarms on PromQL: that it is one is read, and what it watches is taken for unknown',
      },
      {
        of: 'EvaluationWindow',
        unread: 'SlidingWindow WallClockWindow',
        because: 'are read as one: which of them is there',
      },
      {
        of: 'AlarmMuteRuleSummary',
        unread: 'LastUpdatedTimestamp MuteType',
        because: 'are the past, and whether the expression is `at` or `cron`, which is read with its schedule',
      },
      {
        of: 'GetAlarmMuteRuleOutput',
        unread:
          'AlarmMuteRuleArn Description ExpireDate LastUpdatedTimestamp MuteTargets MuteType Name StartDate Status',
        because:
          'repeat what ListAlarmMuteRules says of the rules of an alarm, or are when a rule that is not active yet begins to count',
      },
      {
        of: 'WarmUpConfiguration',
        unread: 'OnlyStartEvaluatingAfterWarmUpPeriodEnds',
        because: 'decides how long it is INSUFFICIENT_DATA at the beginning, which is read as it is now',
      },
      {of: 'MessageData', unread: 'Code', because: 'is the code of the text that is read'},
      {of: 'MetricDataResult', unread: 'Label', because: 'is the name of a line in a diagram; results are found by Id'},
    ],
  },
  fields: [{of: 'Dashboard', unread: 'name', because: 'repeats the question'}],
};
