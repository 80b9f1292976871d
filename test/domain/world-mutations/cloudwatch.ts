import type {Known} from './known.ts';

const TO_BE_SIMULATED = 'is to be judged by the simulation of alarms';

export const CLOUDWATCH_KNOWN: Known = {
  undecisive: [
    {fact: 'alarm', fields: 'arn stateReason', because: 'name and explain it'},
    {fact: 'alarm', fields: 'type rule', because: 'make it an alarm of another kind, with other fields'},
    {fact: 'dashboard', fields: 'name', because: 'is what was asked for'},
    {fact: 'datapoints', fields: '[].at', because: 'is within the window that was asked for'},
  ],
  survivors: [
    {fact: 'alarm', fields: 'state', at: null, because: 'an alarm that rings is seen by those whom it calls'},
    {
      fact: 'alarm',
      fields: 'periodSeconds evaluationPeriods datapointsToAlarm',
      at: null,
      because: TO_BE_SIMULATED,
    },
    {fact: 'alarm', fields: 'threshold comparison', at: /healthy-hosts/, because: TO_BE_SIMULATED},
    {
      fact: 'alarm',
      fields: 'alarmActions',
      at: /alarm:/,
      because: 'a scaling policy is to be told from somebody who hears it',
    },
    {fact: 'alarm', fields: 'name', at: null, because: 'is what was asked for, whatever AWS calls it'},
  ],
};
