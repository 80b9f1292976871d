import type {WorldMutation} from './world-mutation.ts';
import {another, none} from './wrong-values.ts';

const FIRES = 'the alarm fires when users notice, and only then';
const WATCHES = 'the alarm watches the new way';

export const CLOUDWATCH_MUTATIONS: readonly WorldMutation[] = [
  {fact: 'alarm', field: '', wrong: null, breaks: 'there is an alarm'},
  {fact: 'alarm', field: 'actionsEnabled', wrong: false, breaks: 'somebody hears of the alarm'},
  {fact: 'alarm', field: 'alarmActions', wrong: none, breaks: 'somebody hears of the alarm'},
  {fact: 'alarm', field: 'state', wrong: 'ALARM', breaks: 'the alarm is not ringing already'},
  {fact: 'alarm', field: 'queries', wrong: none, breaks: WATCHES},
  {fact: 'alarm', field: 'queries[].metric.namespace', wrong: 'AWS/Other', breaks: WATCHES},
  {fact: 'alarm', field: 'queries[].metric.name', wrong: 'RequestCount', breaks: WATCHES},
  {
    fact: 'alarm',
    field: 'queries[].metric.dimensions{LoadBalancer}',
    wrong: 'app/other/0123456789abcdef',
    breaks: WATCHES,
  },
  {
    fact: 'alarm',
    field: 'queries[].metric.dimensions{TargetGroup}',
    wrong: 'targetgroup/other/0123456789abcdef',
    breaks: WATCHES,
  },
  {fact: 'alarm', field: 'queries[].statistic', wrong: 'SampleCount', breaks: FIRES},
  {fact: 'alarm', field: 'queries[].periodSeconds', wrong: 86_400, breaks: FIRES},
  {fact: 'alarm', field: 'queries[].unit', wrong: 'Seconds', breaks: FIRES},
  {fact: 'alarm', field: 'queries[].isWatched', wrong: false, breaks: WATCHES},
  {fact: 'alarm', field: 'evaluationPeriods', wrong: 1000, breaks: FIRES},
  {fact: 'alarm', field: 'datapointsToAlarm', wrong: 1000, breaks: FIRES},
  {fact: 'alarm', field: 'threshold', wrong: 1_000_000, breaks: FIRES},
  {
    fact: 'alarm',
    field: 'comparison',
    wrong: (was) => (typeof was === 'string' && was.startsWith('Less') ? 'GreaterThanThreshold' : 'LessThanThreshold'),
    breaks: FIRES,
  },
  {fact: 'alarm', field: 'evaluationState', wrong: 'EVALUATION_ERROR', breaks: 'CloudWatch can evaluate the alarm'},
  {
    fact: 'muteRules',
    field: '',
    wrong: [{name: 'release', status: 'ACTIVE', expiresAt: null}],
    breaks: 'somebody hears of the alarm',
  },
  {fact: 'alarm', field: 'treatMissingData', wrong: 'breaching', breaks: FIRES},
  {fact: 'dashboard', field: '', wrong: null, breaks: 'there is a dashboard'},
  {fact: 'dashboard', field: 'body', wrong: '{"widgets":[]}', breaks: 'the dashboard shows the new way'},
  {fact: 'datapoints', field: '', wrong: none, breaks: 'there were requests to judge by'},
  {
    fact: 'datapoints',
    field: '[].value',
    wrong: (was) => (was === 0 ? 1_000_000_000 : 0),
    breaks: 'the metric was within its bounds',
  },
  {
    fact: 'alarm',
    field: 'alarmActions',
    wrong: ['arn:aws:autoscaling:eu-central-1:444444444444:scalingPolicy:other'],
    breaks: 'somebody hears of the alarm',
  },
  {fact: 'alarm', field: 'name', wrong: another, breaks: 'the alarm is the one that was asked for'},
];
