import {Flags} from '@oclif/core';
import {checklistFlags} from '../run/run-flags.ts';
import {jsonFlag, type ValuesOf} from '../shared-flags.ts';

export const iamFlags = {
  account: Flags.string({summary: 'one account of the checklist', helpValue: 'NAME'}),
  format: Flags.option({
    options: ['json', 'terraform'] as const,
    default: 'json' as const,
    summary: 'terraform adds roles that CI takes with OIDC',
  })(),
  ...checklistFlags,
  json: {...jsonFlag, exclusive: ['format']},
};
export type IamFlags = ValuesOf<typeof iamFlags>;
