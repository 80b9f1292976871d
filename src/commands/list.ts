import {BaseCommand} from '../cli/base-command.ts';
import {jsonFlag} from '../cli/shared-flags.ts';

export default class List extends BaseCommand {
  static override readonly summary = 'list the checks that a checklist can use';
  static override readonly examples = ['<%= config.bin %> list', '<%= config.bin %> list --json'];
  static override readonly flags = {json: jsonFlag};

  async run(): Promise<void> {
    const {flags} = await this.parse(List);
    const {CHECKS} = await import('../checks/index.ts');
    if (flags.json) {
      return this.printJson(CHECKS.map(({id, title, touches, iam}) => ({id, title, touches, iam})));
    }
    const width = Math.max(...CHECKS.map(({id}) => id.length));
    this.print(CHECKS.map(({id, title}) => `${id.padEnd(width)}  ${title}`).join('\n'));
  }
}
