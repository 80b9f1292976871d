import {realpathSync} from 'node:fs';
import {dirname, isAbsolute, relative, resolve} from 'node:path';
import type {FactSource} from '../../app/fact-source.ts';
import {lookUpRulesSnapshot, type SearchScope} from '../../app/run-trace.ts';
import type {Checklist} from '../../model/checklist.ts';
import {CannotTell, UsageError} from '../../model/errors.ts';
import {openReportFile} from '../../reports/disk/write.ts';

const TIMEOUT_MS = 20_000;

/**
 * Writes the rules of the listener that the one item names, to be reviewed and committed.
 * @throws UsageError when AWS does not say what they are: nothing is written then.
 */
export async function writeSnapshot(
  path: string,
  {accounts, resources}: Checklist,
  scope: SearchScope,
  source: FactSource,
): Promise<void> {
  const alb = Object.values(resources).find((resource) => resource.kind === 'loadBalancer');
  if (alb?.kind !== 'loadBalancer')
    throw new UsageError('--write: name the load balancer (--with alb=NAME:PORT)', {where: '--write'});
  if (!isBelow(process.cwd(), path)) {
    throw new UsageError(`--write ${path}: leads out of this folder, where a checklist could not read it`, {
      where: '--write',
    });
  }
  const file = await openReportFile(path, null, new Set());
  try {
    await file.write(await lookUpRulesSnapshot(source, {...scope, accounts}, alb, TIMEOUT_MS));
  } catch (thrown) {
    if (!(thrown instanceof CannotTell)) throw thrown;
    throw new UsageError(`--write: nothing was written: ${thrown.message}; ${thrown.fix}`, {
      where: '--write',
      cause: thrown,
    });
  }
}

/** Links followed. A folder that does not exist is said by who opens the file. */
function isBelow(folder: string, path: string): boolean {
  try {
    const way = relative(realpathSync(folder), realpathSync(dirname(resolve(path))));
    return !isAbsolute(way) && !/^\.\.(?:[/\\]|$)/.test(way);
  } catch {
    return true;
  }
}
