import {type Account, type Checklist, DEFAULT_ACCOUNT} from '../model/checklist.ts';

interface Settings {
  readonly checklist: Pick<Checklist, 'accounts'>;
  /** For accounts that name none. */
  readonly region: string | null;
  readonly profile: string | null;
}

/** These accounts and those they are reached through, with region and profile of the command line where the checklist leaves them open. */
export function accountsFor(names: readonly string[], {checklist, region, profile}: Settings): Record<string, Account> {
  const unnamed = {id: null, region: null, profile: null, roleArn: null, externalId: null, via: null};
  return Object.fromEntries(
    withSources(names, checklist.accounts).map((name) => {
      const account = checklist.accounts[name] ?? {...unnamed, name: DEFAULT_ACCOUNT};
      // An account reached through another one gets its credentials from there.
      const own = account.profile ?? (account.via === null ? profile : null);
      return [name, {...account, region: account.region ?? region, profile: own}];
    }),
  );
}

/** With the accounts that they are reached through: the caller there is checked against the checklist as well. */
function withSources(names: readonly string[], accounts: Checklist['accounts']): readonly string[] {
  const all = new Set(names);
  // A set is iterated in order of insertion, so accounts added here are visited as well.
  for (const name of all) {
    const via = accounts[name]?.via;
    if (via) all.add(via);
  }
  return [...all];
}
