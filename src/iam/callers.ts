import type {Account, Checklist} from '../model/checklist.ts';

/**
 * The account whose credentials take the role of this one: that of `via`, else the one that has no role of its own and
 * the same `profile`, or like this one none. Null where it has no role, and where nothing in the checklist says whose
 * those credentials are.
 */
export function callerOf(account: Account, accounts: Checklist['accounts']): Account | null {
  if (account.roleArn === null) return null;
  if (account.via !== null) return accounts[account.via] ?? null;
  const starts = Object.values(accounts).filter(({roleArn}) => roleArn === null);
  return starts.find(({profile}) => profile === account.profile) ?? null;
}
