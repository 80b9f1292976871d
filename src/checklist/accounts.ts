import type {z} from 'zod';
import {type Account, DEFAULT_ACCOUNT} from '../model/checklist.ts';
import type {Json} from '../model/outcome.ts';
import type {Interpolator} from './interpolate.ts';
import {quote, withDidYouMean} from './phrases.ts';
import type {rootSchema} from './schema/root.ts';
import {childOf, entryOf, type Node} from './yaml/node.ts';
import type {ProblemLog} from './yaml/problem-log.ts';

type DeclaredAccounts = z.output<typeof rootSchema>['accounts'];

export function accountsOf(written: DeclaredAccounts): Readonly<Record<string, Account>> {
  const entries = Object.entries(written ?? {[DEFAULT_ACCOUNT]: {}});
  return Object.fromEntries(
    entries.map(([name, {id, region, profile, roleArn, externalId, via}]) => [
      name,
      {
        name,
        id: id ?? null,
        region: region ?? null,
        profile: profile ?? null,
        roleArn: roleArn ?? null,
        externalId: externalId ?? null,
        via: via ?? null,
      },
    ]),
  );
}

/**
 * Reports the accounts that cannot be reached the way their `via:` says. The root is as written, so they may be wrong in
 * other ways.
 */
export function checkVias(root: Json, node: Node | undefined, log: ProblemLog, from: Interpolator): void {
  const written = isMapping(root) ? root.accounts : undefined;
  const accounts = new Map(Object.entries(isMapping(written) ? written : {}));
  const vias = new Map<string, string>();
  for (const [name, account] of accounts) {
    const via = childOf(entryOf(node, name)?.value, 'via');
    if (via === undefined || from.hasFailed(via) || !isMapping(account)) continue;
    if (typeof account.via === 'string' && account.via !== '') vias.set(name, account.via);
  }
  const startOf = (name: string, key: string) => entryOf(entryOf(node, name)?.value, key)?.keyStart ?? 0;
  const valueStart = (name: string) => childOf(entryOf(node, name)?.value, 'via')?.start ?? 0;
  for (const [name, via] of vias) {
    const {roleArn, profile} = accounts.get(name) as {readonly [key: string]: Json};
    if (!accounts.has(via)) {
      const what = `unknown account ${quote(via)} in accounts.${name}.via`;
      log.error(valueStart(name), withDidYouMean(what, via, accounts.keys()));
    }
    if (roleArn === undefined) {
      log.error(
        startOf(name, 'via'),
        `accounts.${name} says \`via\` and no \`roleArn\`: name the role that the credentials of ${quote(via)} assume`,
      );
    }
    if (profile !== undefined) {
      log.error(
        startOf(name, 'profile'),
        `accounts.${name} says both \`profile\` and \`via\`: each names the credentials that assume the role; leave one out`,
      );
    }
  }
  for (const circle of circlesOf(vias)) {
    const [first = ''] = circle;
    log.error(
      valueStart(first),
      `accounts cannot be reached via each other in a circle: ${[...circle, first].join(' -> ')}`,
    );
  }
}

/** Each circle once. Every name leads to one other at most, so nothing has to be gone through twice. */
function circlesOf(vias: ReadonlyMap<string, string>): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  for (const start of vias.keys()) {
    const way = new Set<string>();
    let name: string | undefined = start;
    while (name !== undefined && !done.has(name)) {
      done.add(name);
      way.add(name);
      name = vias.get(name);
    }
    if (name !== undefined && way.has(name)) circles.push([...way].slice([...way].indexOf(name)));
  }
  return circles;
}

function isMapping(value: Json | undefined): value is {readonly [key: string]: Json} {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
