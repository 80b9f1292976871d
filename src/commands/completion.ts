import {Args} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

export default class Completion extends BaseCommand {
  static override readonly summary = 'print a script that completes commands in a shell';
  static override readonly description =
    'Completes commands, flags, checks, stages, scenarios, reporters and files. Nothing is run while it does. Print it anew after an update.';
  static override readonly examples = [
    {
      description: 'bash (with bash-completion)',
      command: '<%= config.bin %> completion bash > ~/.local/share/bash-completion/completions/<%= config.bin %>',
    },
    {
      description: 'zsh, with `fpath+=(~/.zfunc)` before `compinit` in ~/.zshrc',
      command: '<%= config.bin %> completion zsh > ~/.zfunc/_<%= config.bin %>',
    },
    {
      description: 'fish',
      command: '<%= config.bin %> completion fish > ~/.config/fish/completions/<%= config.bin %>.fish',
    },
  ];
  static override readonly args = {
    shell: Args.string({required: true, options: [...SHELLS], description: 'whose'}),
  };

  async run(): Promise<void> {
    const {args} = await this.parse(Completion);
    const {completionScript} = await import('../cli/completion/completion-script.ts');
    this.print(completionScript(args.shell as (typeof SHELLS)[number], this.config));
  }
}
