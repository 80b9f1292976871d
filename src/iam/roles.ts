import type {Account} from '../model/checklist.ts';
import {callerOf} from './callers.ts';
import type {AccountPolicy} from './policy.ts';

/** One role of AWS: accounts of a checklist that differ in their region, say, may all be reached by the same. */
export interface Role {
  /** The first of the accounts that are reached by it. */
  readonly account: Account;
  readonly policies: readonly AccountPolicy[];
  /** Those of each of these accounts. */
  readonly takers: readonly Taker[];
}

/** Whose credentials take a role, and the external id that they bring. */
export type Taker = {readonly externalId: string | null} & Source;

type Source =
  /** CI, with a token: a run starts with this role. */
  | {readonly kind: 'token'}
  /** The credentials of another account of the checklist, by its name. */
  | {readonly kind: 'account'; readonly name: string}
  /** Those of a profile that no account is. */
  | {readonly kind: 'profile'; readonly profile: string}
  /** The default ones, which are of no account. CI needs a role to start with, which may only take such roles. */
  | {readonly kind: 'start'};

/** The policies by the role that they belong to, in their order. */
export function rolesOf(policies: readonly AccountPolicy[]): Role[] {
  const accounts = Object.fromEntries(policies.map(({account}) => [account.name, account]));
  const groups = Map.groupBy(policies, ({account: {roleArn, profile, id}}) => roleArn ?? JSON.stringify([profile, id]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const takers = group.map(({account}) => ({...sourceOf(account, accounts), externalId: account.externalId}));
    return [{account: first.account, policies: group, takers}];
  });
}

/** Whether a run may start with it, or how else it is taken. */
export function isTakenAs(kind: Taker['kind'], {takers}: Role): boolean {
  return takers.some((taker) => taker.kind === kind);
}

function sourceOf(account: Account, accounts: Readonly<Record<string, Account>>): Source {
  if (account.via !== null) return {kind: 'account', name: account.via};
  if (account.roleArn === null) return {kind: 'token'};
  const caller = callerOf(account, accounts);
  if (caller !== null) return {kind: 'account', name: caller.name};
  return account.profile === null ? {kind: 'start'} : {kind: 'profile', profile: account.profile};
}

/** The number of the AWS account where the role is, as far as the checklist tells. */
export function accountIdOf({id, roleArn}: Account): string | null {
  return roleArn?.split(':')[4] ?? id;
}
