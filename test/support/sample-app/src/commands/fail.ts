import {Args} from '@oclif/core';
import {BaseCommand} from '../../../../../src/cli/base-command.ts';
import {onCrash} from '../../../../../src/cli/crash.ts';
import {jsonFlag} from '../../../../../src/cli/shared-flags.ts';
import {UsageError} from '../../../../../src/model/errors.ts';

/** Ends in the requested way. */
export class Fail extends BaseCommand {
  static override readonly args = {how: Args.string({required: true})};
  static override readonly flags = {json: jsonFlag};

  async run(): Promise<void> {
    const {args} = await this.parse(Fail);
    if (args.how === 'verdict') process.exitCode = 3;
    if (args.how === 'usage') throw new UsageError('is not there', {code: 'no-file', where: 'checklist.yaml'});
    if (args.how === 'flag') throw new UsageError('--stage x: there is none', {where: '--stage'});
    if (args.how === 'bug') throw new TypeError('x is undefined');
    if (args.how === 'string') throw 'thrown';
    if (args.how === 'timer') {
      onCrash(async () => void process.stderr.write('last act\n'));
      setImmediate(() => {
        throw new RangeError('out of range');
      });
    }
    if (args.how === 'rejection') void Promise.reject(new RangeError('out of range'));
    if (args.how === 'endless') for (let line = 0; line < 100_000; line++) this.print(`line ${line}`);
  }
}
