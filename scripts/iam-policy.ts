import type {AnyCheck} from '../src/model/check.ts';

export interface IamPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: 'Allow';
    readonly Action: readonly string[];
    readonly Resource: '*';
  }[];
}

/** Asked once for every account, before the first item, to make sure that the account is the one that is meant. */
const WHO_ARE_WE = 'sts:GetCallerIdentity';

/** What all checks together may call. Most of these actions know no resource-level permissions: hence every resource. */
export function iamPolicy(checks: readonly Pick<AnyCheck, 'iam'>[]): IamPolicy {
  const actions = new Set([WHO_ARE_WE, ...checks.flatMap((check) => check.iam)]);
  return {
    Version: '2012-10-17',
    Statement: [{Sid: 'MigrateCheckReads', Effect: 'Allow', Action: [...actions].sort(), Resource: '*'}],
  };
}
