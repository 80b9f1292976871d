import {readFile} from 'node:fs/promises';
import {UsageError} from '../../model/errors.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {quoted} from '../../model/text/shell.ts';
import {writeNewFile} from './write-new-file.ts';

interface Asked {
  readonly lab: boolean;
  readonly host?: string | undefined;
  /** `-` is stdout. */
  readonly output: string;
  readonly force: boolean;
}

export interface Written {
  /** What goes to stdout; null when it was written to a file. */
  readonly document: string | null;
  /** What to do next, for a person. */
  readonly next: string;
}

const STDOUT = '-';

/**
 * Writes a first checklist, for the built-in world or for the account whose credentials there are.
 * @throws UsageError when there is a file already, or none can be written.
 */
export async function init({lab, host, output, force}: Asked): Promise<Written> {
  if (output.trim() === '') throw new UsageError('--output: is empty, not the name of a file', {where: '--output'});
  const isFile = output !== STDOUT;
  const shown = isFile ? quoted(plainText(output), null) : 'FILE';
  const text = await newChecklist(lab ? 'lab' : 'account', host ?? null, shown);
  if (isFile) await writeNewFile(output, text, force);
  return {document: isFile ? null : text, next: nextSteps(lab, host ?? null, isFile ? shown : null)};
}

/** The beginning for this world, then the items, which are the same in both. */
async function newChecklist(world: 'lab' | 'account', host: string | null, shown: string): Promise<string> {
  const [head, items] = await Promise.all([template(world), template('items')]);
  const filled = host === null ? head : head.replace(/^ {2}# host: \S+ +(?=#)/m, `  host: "${host}"   `);
  return (filled + items).replace(/(?<=migrate-check (run|lint) )FILE/g, () => shown);
}

function template(name: string): Promise<string> {
  return readFile(new URL(import.meta.resolve(`#package/examples/init/${name}.yaml`)), 'utf8');
}

function nextSteps(lab: boolean, host: string | null, file: string | null): string {
  const [name, written] =
    file === null ? ['FILE', 'A checklist of 8 items is on stdout'] : [file, `Wrote ${file}, 8 items`];
  const steps = lab
    ? [
        `${written}. Run it on the built-in world:`,
        `  migrate-check run ${name} --lab              everything is as it should be`,
        `  migrate-check run ${name} --lab rule-order   one listener rule is not; \`lab --list\` has more of these`,
      ]
    : [
        `${written}. Fill in ${host === null ? 'host, ' : ''}loadBalancer and targetGroup under "vars:", then:`,
        `  migrate-check lint ${name}                   is it valid? offline`,
        `  migrate-check run ${name} --stage prepare    asks AWS, with the credentials you have; only reads`,
      ];
  return `${steps.join('\n')}\n`;
}
