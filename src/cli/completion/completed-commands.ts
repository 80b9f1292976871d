import type {Command} from '@oclif/core';
import {CHECKS} from '../../checks/index.ts';
import {SCENARIOS} from '../../lab/scenarios.ts';
import {DEFAULT_STAGES, ROLLBACK_STAGE} from '../../model/checklist.ts';
import {RUN_REPORTS, STATUS_REPORTS, TRACE_REPORTS} from '../../reports/formats.ts';
import {SCHEMA_NAMES} from '../documents/schema-names.ts';

/** A word that can be typed, and what it means. */
export interface Word {
  readonly word: string;
  /** Empty where the word says it itself. */
  readonly what: string;
}

/** What can come at one position of a command line. */
export type Values =
  | {readonly kind: 'words'; readonly words: readonly Word[]}
  | {readonly kind: 'files'}
  /** `NAME` or `NAME:FILE`. */
  | {readonly kind: 'reporters'; readonly words: readonly Word[]}
  /** What only the user knows. */
  | {readonly kind: 'anything'};

export interface CompletedFlag {
  /** Without the dashes. */
  readonly name: string;
  readonly summary: string;
  /** What the help calls its value; null for a flag without one. */
  readonly value: string | null;
  readonly values: Values;
  /** `--lab` may come alone. */
  readonly isOptional: boolean;
  readonly isRepeatable: boolean;
}

export interface CompletedCommand {
  /** `['signoff', 'approve']`. */
  readonly words: readonly string[];
  readonly summary: string;
  /** What its arguments are called, and what each can be; null where it takes none. */
  readonly args: {readonly name: string; readonly values: Values} | null;
  readonly flags: readonly CompletedFlag[];
}

const FILES: Values = {kind: 'files'};
const ANYTHING: Values = {kind: 'anything'};

/** Every command that can be typed, from oclif's manifest, with what the tables of this tool say its values can be. */
export function completedCommands(commands: readonly Command.Loadable[]): CompletedCommand[] {
  const visible = commands.filter(({hidden}) => hidden !== true).map(completed);
  const names = visible.filter(({words}) => words.length === 1);
  const help: CompletedCommand = {
    words: ['help'],
    summary: 'show what a command does and takes',
    args: {name: 'command', values: wordsOf(names.map(({words: [word = ''], summary}) => ({word, what: summary})))},
    flags: [],
  };
  return [...visible, help].toSorted((a, b) => (a.words.join(' ') < b.words.join(' ') ? -1 : 1));
}

function completed({id, summary = '', args, flags}: Command.Loadable): CompletedCommand {
  const [arg] = Object.values(args);
  return {
    words: id.split(':'),
    summary,
    args: arg === undefined ? null : {name: arg.name, values: valuesOfArgument(id, arg)},
    flags: [
      ...Object.values(flags).flatMap((flag) => completedFlags(id, flag)),
      {...plainFlag('help', 'show what it does and takes'), isRepeatable: false},
    ],
  };
}

function plainFlag(name: string, summary: string): CompletedFlag {
  return {name, summary, value: null, values: ANYTHING, isOptional: false, isRepeatable: false};
}

function completedFlags(command: string, flag: Command.Flag.Cached): CompletedFlag[] {
  const {name, summary = ''} = flag;
  if (flag.type === 'boolean') {
    const negated = plainFlag(`no-${name}`, `not: ${summary}`);
    return [plainFlag(name, summary), ...(flag.allowNo === true ? [negated] : [])];
  }
  const value = typeof flag.helpValue === 'string' ? flag.helpValue : name.toUpperCase();
  const isRepeatable = flag.multiple === true;
  return [{name, summary, value, values: valuesOfFlag(command, flag), isOptional: name === 'lab', isRepeatable}];
}

function valuesOfArgument(command: string, {name, options}: Command.Arg.Cached): Values {
  if (options !== undefined) return wordsOf(options.map(itself));
  switch (name) {
    case 'file':
    case 'report':
    case 'old':
    case 'new':
      return FILES;
    case 'scenario':
      return scenarios();
    case 'id':
      return command === 'check' || command === 'explain' ? checks() : ANYTHING;
    default:
      return command === 'schema' ? wordsOf(SCHEMA_NAMES.map(itself)) : ANYTHING;
  }
}

function valuesOfFlag(command: string, {name, options, helpValue}: Command.Flag.Cached & {type: 'option'}): Values {
  if (options !== undefined) return wordsOf(options.map(itself));
  if (name === 'reporter') return {kind: 'reporters', words: reportersOf(command).map(itself)};
  if (name === 'stage') return wordsOf([...DEFAULT_STAGES, ROLLBACK_STAGE].map(itself));
  if (name === 'lab') return scenarios();
  return helpValue === 'FILE' || helpValue === 'REPORT' ? FILES : ANYTHING;
}

function reportersOf(command: string): string[] {
  const kinds: Readonly<Record<string, {readonly formats: object; readonly drawn: readonly string[]}>> = {
    trace: TRACE_REPORTS,
    status: STATUS_REPORTS,
  };
  const {formats, drawn} = kinds[command] ?? RUN_REPORTS;
  return [...new Set([...drawn, ...Object.keys(formats)])];
}

function scenarios(): Values {
  return wordsOf(SCENARIOS.map(({name, title}) => ({word: name, what: title})));
}

function checks(): Values {
  return wordsOf(CHECKS.map(({id, title}) => ({word: id, what: title})));
}

function wordsOf(words: readonly Word[]): Values {
  return {kind: 'words', words};
}

function itself(word: string): Word {
  return {word, what: ''};
}
