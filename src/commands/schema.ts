import {readFile} from 'node:fs/promises';
import {Args} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {SCHEMA_NAMES} from '../cli/documents/schema-names.ts';
import {UsageError} from '../model/errors.ts';
import {didYouMean} from '../model/text/did-you-mean.ts';

export default class Schema extends BaseCommand {
  static override readonly summary = 'print the JSON Schema of a file the tool reads or writes';
  static override readonly examples = ['<%= config.bin %> schema checklist > checklist.schema.json'];
  static override readonly args = {
    name: Args.string({required: true, description: `which: ${SCHEMA_NAMES.join(', ')}`}),
  };

  async run(): Promise<void> {
    const {args} = await this.parse(Schema);
    if (!SCHEMA_NAMES.some((name) => name === args.name)) {
      const message = `there is no schema of that name.${didYouMean(args.name, SCHEMA_NAMES)} There are: ${SCHEMA_NAMES.join(', ')}.`;
      throw new UsageError(message, {code: 'unknown-schema', where: args.name});
    }
    this.print(await readFile(new URL(import.meta.resolve(`#package/schema/${args.name}.schema.json`)), 'utf8'));
  }
}
