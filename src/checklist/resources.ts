import type {z} from 'zod';
import {DEFAULT_ACCOUNT, type Resource} from '../model/checklist.ts';
import type {Json} from '../model/outcome.ts';
import type {ResourceKind} from '../model/resource-ref.ts';
import type {Interpolator} from './interpolate.ts';
import {quote, withDidYouMean} from './phrases.ts';
import {RESOURCE_SCHEMAS} from './schema/root.ts';
import {validateParts} from './schema/validate.ts';
import {childOf, type Entry, entryOf, type Node} from './yaml/node.ts';
import type {ProblemLog} from './yaml/problem-log.ts';
import {valueLocation} from './yaml/value-location.ts';

export interface ResourceReader {
  readonly log: ProblemLog;
  readonly from: Interpolator;
  /** Names under `accounts:`, also of those that are wrong in themselves; empty when the file has none. */
  readonly accounts: readonly string[];
}

export function readResources(
  values: Readonly<Record<string, unknown>> | undefined,
  node: Node | undefined,
  reader: ResourceReader,
): Readonly<Record<string, Resource>> {
  const resources: Record<string, Resource> = {};
  for (const [name, value] of Object.entries(values ?? {})) {
    const entry = entryOf(node, name);
    if (entry === undefined) continue;
    const resource = readResource(name, value as Json, entry, reader);
    if (resource !== null) resources[name] = resource;
  }
  return resources;
}

function readResource(name: string, value: Json, entry: Entry, reader: ResourceReader): Resource | null {
  const where = valueLocation(entry.value, entry.keyStart, `resources.${name}`, reader.log, reader.from);
  const kind = kindOf(entry.value);
  if (kind === null) {
    where.error(
      [],
      'key',
      `resources.${name} is not a resource: give it \`loadBalancer\`, \`hostedZone\`, \`api\`, or \`cluster\` and \`service\``,
    );
    return null;
  }
  const {whole, parts} = validateParts<z.ZodObject>(RESOURCE_SCHEMAS[kind], value, where);
  const account = accountNameOf(name, parts.account as string | undefined, entry, reader);
  return whole === undefined ? null : ({...whole, kind, name, account, region: whole.region ?? null} as Resource);
}

function kindOf(node: Node): ResourceKind | null {
  if (entryOf(node, 'loadBalancer')) return 'loadBalancer';
  if (entryOf(node, 'hostedZone')) return 'hostedZone';
  if (entryOf(node, 'api')) return 'api';
  return entryOf(node, 'cluster') || entryOf(node, 'service') ? 'service' : null;
}

function accountNameOf(
  name: string,
  account: string | undefined,
  entry: Entry,
  {accounts, log, from}: ResourceReader,
): string {
  if (account === undefined) {
    if (accounts.length > 1)
      log.error(
        entry.keyStart,
        `resources.${name} does not say in which account it is: ${accounts.join(', ')}; add \`account\``,
      );
    return accounts[0] ?? DEFAULT_ACCOUNT;
  }
  const node = childOf(entry.value, 'account');
  if (!accounts.includes(account) && !(node !== undefined && from.isUnset(node))) {
    log.error(node?.start ?? entry.keyStart, withDidYouMean(`unknown account ${quote(account)}`, account, accounts));
  }
  return account;
}
