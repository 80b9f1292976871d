import type {Config} from '@oclif/core';
import {bashCompletion} from './bash-completion.ts';
import {completedCommands} from './completed-commands.ts';
import {fishCompletion} from './fish-completion.ts';
import {zshCompletion} from './zsh-completion.ts';

const SCRIPTS = {bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion};

/** The script that makes this shell complete our command lines. */
export function completionScript(
  shell: keyof typeof SCRIPTS,
  {bin, commands}: Pick<Config, 'bin' | 'commands'>,
): string {
  return SCRIPTS[shell](bin, completedCommands(commands));
}
