import {Flags} from '@oclif/core';
import {UsageError} from '../../model/errors.ts';
import {checklistFlags, selectionFlags, severalFlag} from '../run/run-flags.ts';
import {jsonFlag, noColorFlag, quietFlag, type ValuesOf} from '../shared-flags.ts';

const {env, var: variable, 'var-file': variableFile} = checklistFlags;

/** Which questions: those of a checklist in one environment, with the variables they are asked with. */
const questionFlags = {
  checklist: Flags.string({
    summary: 'the checklist (default: checklist.yaml or checklist.yml here)',
    helpValue: 'FILE',
    helpGroup: 'WHAT',
  }),
  env,
  var: variable,
  'var-file': variableFile,
};

const atFlags = {
  stage: Flags.string({summary: 'what is due at this stage', helpValue: 'STAGE', helpGroup: 'WHAT'}),
  'stage-began': selectionFlags['stage-began'],
};

export const listFlags = {
  ...questionFlags,
  ...atFlags,
  owner: Flags.string({summary: 'what this person or group may answer', helpValue: 'ID|GROUP', helpGroup: 'WHAT'}),
  json: {...jsonFlag, helpGroup: 'OUTPUT'},
  'no-color': {...noColorFlag, helpGroup: 'OUTPUT'},
};
export type ListFlags = ValuesOf<typeof listFlags>;

const answerFlags = {
  as: Flags.string({
    summary: "who answers (default: whose email git's user.email is, by people:)",
    helpValue: 'ID',
    helpGroup: 'ANSWER',
  }),
  yes: Flags.boolean({default: false, summary: 'write it without asking', helpGroup: 'ANSWER'}),
  'no-input': Flags.boolean({default: false, summary: 'never ask: needs --yes', helpGroup: 'ANSWER'}),
  ...questionFlags,
  json: {...jsonFlag, helpGroup: 'OUTPUT'},
  quiet: {...quietFlag, summary: 'nothing on stderr but what is wrong', helpGroup: 'OUTPUT'},
};
const evidence = Flags.string({summary: 'what shows it: a URL, a path', helpValue: 'URL', helpGroup: 'ANSWER'});
const comment = Flags.string({summary: 'a remark', helpValue: 'TEXT', helpGroup: 'ANSWER'});

export const approveFlags = {evidence, comment, ...answerFlags};
export const rejectFlags = {
  comment: {...comment, summary: 'what is wrong: must be given'},
  evidence,
  ...answerFlags,
};
export type AnswerFlags = ValuesOf<typeof approveFlags>;

export const statusFlags = {
  ...questionFlags,
  ...atFlags,
  reporter: severalFlag({summary: 'markdown[:path] or json[:path]', helpValue: 'NAME[:PATH]', helpGroup: 'OUTPUT'}),
  json: {...jsonFlag, helpGroup: 'OUTPUT'},
  'no-color': {...noColorFlag, helpGroup: 'OUTPUT'},
};
export type StatusFlags = ValuesOf<typeof statusFlags>;

/** A checklist may be named with or without its flag, once. */
export function checklistOf(argument: string | undefined, flag: string | undefined): string | undefined {
  if (argument === undefined || flag === undefined) return argument ?? flag;
  throw new UsageError(`${argument}: --checklist names ${flag} already; name one`, {where: '--checklist'});
}
