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
        unread: 'ThresholdMetricId EvaluationState',
        because: 'decide whether the alarm can fire at all: to be mapped',
      },
      {
        of: 'MetricAlarm',
        unread: 'ActionConfiguration EvaluationInterval WarmUpConfiguration',
        because: 'decide when the alarm is evaluated, and when it acts: to be mapped',
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
        unread:
          'ActionConfiguration ActionsSuppressedBy ActionsSuppressedReason ActionsSuppressorExtensionPeriod ActionsSuppressorWaitPeriod',
        because: 'decide whether anybody hears of the alarm: to be mapped',
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
      {of: 'MessageData', unread: 'Code', because: 'is the code of the text that is read'},
      {of: 'MetricDataResult', unread: 'Label', because: 'is the name of a line in a diagram; results are found by Id'},
    ],
  },
  fields: [
    {
      of: 'AlarmBase',
      unread: 'stateReason',
      because: 'is CloudWatch’s own sentence about the state, which is read',
    },
    {of: 'Dashboard', unread: 'name', because: 'repeats the question'},
  ],
};
