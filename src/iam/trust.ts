import type {Account} from '../model/checklist.ts';
import {isTakenAs, type Role, type Taker} from './roles.ts';
import {partitionOf} from './scope.ts';
import {condition, identifier, listArgument, principals, statement, text, variable} from './terraform-text.ts';

/** The Terraform name of the role that CI starts with where the checklist has none. No account's begins like it. */
export const START_ROLE = 'ci_migrate_check';

/** Who may take a role. */
export interface Trust {
  readonly statements: readonly string[];
  /** Whether it names the data `aws_caller_identity` of the role's account. */
  readonly needsAccountId: boolean;
  /** ARNs of roles that are made elsewhere: their variables, each with what it is. */
  readonly given: ReadonlyMap<string, string>;
  /** Whether people may take it as well, as they start runs with credentials of their own. */
  readonly isTakenByPeople: boolean;
}

/** @param all every role of the checklist; @param made those that are made beside this one */
export function trustOf({account, takers}: Role, all: readonly Role[], made: readonly Role[]): Trust {
  const trusts = takers.map((taker) => trustInOne(taker, account, all, made));
  return {
    statements: [...new Set(trusts.flatMap(({statements}) => statements))],
    needsAccountId: trusts.some(({needsAccountId}) => needsAccountId),
    given: new Map(trusts.flatMap(({given}) => [...given])),
    isTakenByPeople: trusts.some(({isTakenByPeople}) => isTakenByPeople),
  };
}

function trustInOne(taker: Taker, account: Account, all: readonly Role[], made: readonly Role[]): Trust {
  switch (taker.kind) {
    case 'token':
      return tokenTrust(identifier(account.name), account);
    case 'account': {
      const by = all.find(({policies}) => policies.some((one) => one.account.name === taker.name));
      const name = identifier(by?.account.name ?? taker.name);
      const isStart = by !== undefined && isTakenAs('token', by);
      if (by !== undefined && made.includes(by)) {
        return roleTrust(taker, `aws_iam_role.migrate_check_${name}.arn`, isStart);
      }
      const what = `ARN of the role in account ${taker.name} that goes on from there`;
      return roleTrust(taker, `var.migrate_check_${name}_arn`, isStart, [`migrate_check_${name}_arn`, what]);
    }
    case 'profile': {
      const name = `profile_${identifier(taker.profile)}_arn`;
      return roleTrust(taker, `var.${name}`, true, [name, `ARN of the role or user of profile ${taker.profile}`]);
    }
    case 'start': {
      const home = all.find((role) => isTakenAs('start', role));
      if (home !== undefined && made.includes(home)) return roleTrust(taker, `aws_iam_role.${START_ROLE}.arn`, true);
      const name = `${START_ROLE}_arn`;
      return roleTrust(taker, `var.${name}`, true, [name, 'ARN of the role that CI starts with']);
    }
  }
}

/** Who may take the role that CI starts with. */
export function startTrust(home: Account): Trust {
  return tokenTrust(START_ROLE, home);
}

/** The variables that these take, and the role that CI starts with. */
export function variablesOf(trusts: readonly Trust[]): string[] {
  const given = new Map(trusts.flatMap((trust) => [...trust.given]));
  return [
    ...(trusts.some(({needsAccountId}) => needsAccountId) ? [CI_SUBJECT, CI_OIDC_HOST] : []),
    ...(trusts.some(({isTakenByPeople}) => isTakenByPeople) ? [PEOPLE] : []),
    ...[...given].map(([name, what]) => variable(name, what, 'string')),
  ];
}

const CI_SUBJECT = variable(
  'ci_subject',
  'Whose token may take the role, such as repo:OWNER/NAME:ref:refs/heads/main, or repo:OWNER/NAME:environment:prod',
  'string',
);

const CI_OIDC_HOST = variable(
  'ci_oidc_host',
  'The OpenID Connect provider that the account knows',
  'string',
  text('token.actions.githubusercontent.com'),
);

const PEOPLE = variable(
  'people_arns',
  'ARNs of roles and users that start runs as CI does, such as those of people',
  'list(string)',
  '[]',
);

function tokenTrust(identity: string, {region}: Account): Trust {
  const id = `\${data.aws_caller_identity.${identity}.account_id}`;
  const issuer = `"arn:${partitionOf(region)}:iam::${id}:oidc-provider/\${var.ci_oidc_host}"`;
  const parts = [
    listArgument('actions', [text('sts:AssumeRoleWithWebIdentity')]),
    principals('Federated', `[${issuer}]`),
    condition('StringEquals', `\${var.ci_oidc_host}:aud`, ['"sts.amazonaws.com"']),
    condition('StringEquals', `\${var.ci_oidc_host}:sub`, ['var.ci_subject']),
  ];
  return {statements: [statement(parts)], needsAccountId: true, given: new Map(), isTakenByPeople: false};
}

function roleTrust(
  {externalId}: Taker,
  by: string,
  isTakenByPeople: boolean,
  given?: readonly [name: string, what: string],
): Trust {
  const parts = [
    listArgument('actions', [text('sts:AssumeRole')]),
    principals('AWS', isTakenByPeople ? `concat([${by}], var.people_arns)` : `[${by}]`),
    ...(externalId === null ? [] : [condition('StringEquals', 'sts:ExternalId', [text(externalId)])]),
  ];
  return {
    statements: [statement(parts)],
    needsAccountId: false,
    given: new Map(given === undefined ? [] : [given]),
    isTakenByPeople,
  };
}
