import {Flags} from '@oclif/core';
import {jsonFlag, type ValuesOf} from '../shared-flags.ts';
import {durationFlag, severalFlag} from './run-flags.ts';

export const decideFlags = {
  explain: Flags.boolean({summary: 'three sentences to read out, and the steps of the rollback'}),
  'max-age': durationFlag({summary: 'how old a look may be (default 15m at cutover, soak, rollback; else 24h)'}),
  checklist: Flags.string({summary: 'hold unless the reports are of this file as it is now', helpValue: 'FILE'}),
  env: Flags.string({summary: 'hold unless the reports are of this environment', helpValue: 'NAME'}),
  stage: Flags.string({summary: 'hold unless the reports are of this stage', helpValue: 'STAGE'}),
  account: severalFlag({summary: 'hold unless the reports looked at this account', helpValue: 'ID'}),
  json: jsonFlag,
};
export type DecideFlags = ValuesOf<typeof decideFlags>;
