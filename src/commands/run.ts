import {BaseCommand} from '../cli/base-command.ts';
import {
  checklistArg,
  checklistFlags,
  labFlag,
  outputFlags,
  pacingFlags,
  recordingFlags,
  selectionFlags,
  verdictFlags,
  whereFlags,
} from '../cli/run/run-flags.ts';

export default class Run extends BaseCommand {
  static override readonly summary = 'run a checklist and say proceed, hold or rollback';
  static override readonly usage = 'run [FILE] [FLAGS]';
  static override readonly examples = [
    '<%= config.bin %> run --stage ready',
    '<%= config.bin %> run --stage cutover --reporter json:report.json --decide',
  ];
  static override readonly args = {file: checklistArg};
  static override readonly flags = {
    ...selectionFlags,
    ...checklistFlags,
    ...pacingFlags,
    ...whereFlags,
    ...recordingFlags,
    lab: labFlag,
    ...outputFlags,
    ...verdictFlags,
  };

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Run);
    if (flags.lab !== undefined) {
      const {runFileOnLab} = await import('../cli/run/lab-from-flags.ts');
      return await runFileOnLab(args.file, flags.lab, flags);
    }
    const {runFile} = await import('../cli/run/run-from-flags.ts');
    await runFile(args.file, flags);
  }
}
