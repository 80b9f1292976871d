import type {Known} from './known.ts';

export const CLOUDWATCH_KNOWN: Known = {
  undecisive: [
    {fact: 'alarm', fields: 'arn stateReason', because: 'name and explain it'},
    {
      fact: 'alarm',
      fields: 'type rule suppressor.alarm suppressor.waitSeconds suppressor.extensionSeconds suppressor.suppressedBy',
      because: 'make it an alarm of another kind, with other fields',
    },
    {
      fact: 'alarm',
      fields: 'queries[].type queries[].id queries[].accountId queries[].expression',
      because: 'are of alarms with a formula, or on metrics of another account; the lab has none',
    },
    {
      fact: 'alarm',
      fields: 'fewSamples isWallClock',
      because: 'are of percentiles and of windows by the clock; the lab has none',
    },
    {fact: 'alarm', fields: 'warmUpMinutes', because: 'explains a state that is read'},
    {
      fact: 'muteRules',
      fields: '[].name [].status [].expiresAt',
      because: 'are of alarms that are muted; those of the lab are not',
    },
    {
      fact: 'muteSchedule',
      fields: 'expression duration timezone',
      because: 'says how long a rule mutes of which AWS says that it does',
    },
    {
      fact: 'parentAlarms',
      fields: '[]',
      because: 'are asked for where an alarm tells nobody itself; those of the lab do',
    },
    {fact: 'dashboard', fields: 'name', because: 'is what was asked for'},
    {fact: 'datapoints', fields: '[].at', because: 'is within the window that was asked for'},
  ],
  survivors: [
    {
      fact: 'alarm',
      fields: 'evaluationPeriods',
      at: null,
      because: 'three datapoints are enough for the alarm, of however many periods',
    },
    {fact: 'alarm', fields: 'state', at: null, because: 'an alarm that rings is seen by those whom it calls'},
  ],
};
