import type {Account} from '../model/checklist.ts';
import type {AccountPolicy, IamPolicy, IamStatement} from './policy.ts';
import {accountIdOf, isTakenAs, type Role, rolesOf} from './roles.ts';
import {anyWhereUnset} from './scope.ts';
import {type Argument, block, comment, condition, identifier, listArgument, statement, text} from './terraform-text.ts';
import {START_ROLE, startTrust, type Trust, trustOf, variablesOf} from './trust.ts';

/**
 * Policies as Terraform, each with its role. CI takes the role that a run starts with by an OpenID Connect token (GitHub's
 * as the example), so that no key is kept anywhere. A role that the checklist names with `roleArn` trusts whose credentials
 * take it: the account of `via`, or the one whose credentials those of its profile or the default ones are. Where the
 * default ones are of no account, CI gets a role to start with that may only take such roles.
 *
 * @param all the policies of every account that the checklist looks at
 * @param asked those to make; what they trust and is not among them is a variable
 */
export function policiesAsTerraform(all: readonly AccountPolicy[], asked = all): string {
  const roles = rolesOf(all);
  const names = new Set(asked.map(({account}) => account.name));
  const made = roles.filter(({policies}) => policies.some(({account}) => names.has(account.name)));
  const trusts = made.map((role) => trustOf(role, roles, made));
  const started = roles.filter((role) => isTakenAs('start', role));
  const [home] = started;
  const start = home !== undefined && made.includes(home) ? [{home, trust: startTrust(home.account)}] : [];
  const providerOf = providersOf(made);
  return `${[
    ...doubtsOf(roles),
    ...variablesOf([...start.map(({trust}) => trust), ...trusts]),
    ...start.map(({home: {account}, trust}) => startBlocks(account, started, trust, providerOf(account))),
    ...made.map((role, at) => roleBlocks(role, trusts[at] as Trust, providerOf(role.account))),
  ].join('\n\n')}\n`;
}

/** A run has one set of default credentials. */
function doubtsOf(roles: readonly Role[]): string[] {
  const bare = roles.filter((role) => isTakenAs('token', role) && role.account.profile === null);
  if (bare.length < 2) return [];
  const names = bare.map(({account}) => account.name).join(', ');
  return [
    [
      comment(
        `The accounts ${names} say neither \`profile\` nor \`roleArn\`, and the default credentials are of one of`,
      ),
      comment('them only: say in the checklist how the others are reached, and print this again.'),
    ].join('\n'),
  ];
}

/** The provider of each AWS account, by the name of the first that is in it; none where all is in one. */
function providersOf(made: readonly Role[]): (account: Account) => Argument[] {
  const keyOf = (account: Account) => accountIdOf(account) ?? account.name;
  const names = new Map<string, string>();
  for (const {account} of made) if (!names.has(keyOf(account))) names.set(keyOf(account), account.name);
  if (names.size < 2) return () => [];
  return (account) => [['provider', `aws.${identifier(names.get(keyOf(account)) ?? account.name)}`]];
}

function roleBlocks({account, policies}: Role, trust: Trust, provider: readonly Argument[]): string {
  const name = identifier(account.name);
  const role = `migrate_check_${name}`;
  const numbers = policies.map((one) => `${one.account.name}${one.account.id === null ? '' : ` (${one.account.id})`}`);
  return [
    [
      comment(`Account ${numbers.join(', ')}`),
      ...(trust.needsAccountId ? [callerIdentity(name, provider), ''] : []),
      document(`migrate_check_trust_${name}`, trust.statements),
    ].join('\n'),
    block('resource', 'aws_iam_role', role, [
      ...provider,
      ...roleName(account),
      ['assume_role_policy', `data.aws_iam_policy_document.migrate_check_trust_${name}.json`],
    ]),
    ...policies.flatMap((one, at) => {
      const own = identifier(one.account.name);
      const policy = at === 0 ? 'migrate-check-reads' : `migrate-check-reads-${own}`;
      return [
        document(`migrate_check_${own}`, statementsOf(one.policy)),
        rolePolicy(`migrate_check_${own}`, policy, role, provider),
      ];
    }),
  ].join('\n\n');
}

/** A role that the checklist names is made under that name. */
function roleName({roleArn}: Account): Argument[] {
  if (roleArn === null) return [['name', text('migrate-check')]];
  const [, path = '/', name = ''] = /:role(\/(?:.*\/)?)(.*)$/.exec(roleArn) ?? [];
  return [['name', text(name)], ...(path === '/' ? [] : [['path', text(path)] as const])];
}

function startBlocks(account: Account, started: readonly Role[], trust: Trust, provider: readonly Argument[]): string {
  const arns = started.flatMap((role) =>
    role.account.roleArn === null ? [] : [text(anyWhereUnset(role.account.roleArn))],
  );
  return [
    [
      comment(`What CI starts with, in account ${account.name}: it may only take roles`),
      callerIdentity(START_ROLE, provider),
      '',
      document(`trust_${START_ROLE}`, trust.statements),
    ].join('\n'),
    block('resource', 'aws_iam_role', START_ROLE, [
      ...provider,
      ['name', text('migrate-check-start')],
      ['assume_role_policy', `data.aws_iam_policy_document.trust_${START_ROLE}.json`],
    ]),
    document(START_ROLE, [
      statement([
        `    sid = ${text('AssumeNextRole')}`,
        listArgument('actions', [text('sts:AssumeRole')]),
        listArgument('resources', arns),
      ]),
    ]),
    rolePolicy(START_ROLE, 'migrate-check-takes-roles', START_ROLE, provider),
  ].join('\n\n');
}

function callerIdentity(name: string, provider: readonly Argument[]): string {
  return block('data', 'aws_caller_identity', name, provider);
}

function document(name: string, statements: readonly string[]): string {
  return block('data', 'aws_iam_policy_document', name, statements.join('\n\n'));
}

function rolePolicy(name: string, policy: string, role: string, provider: readonly Argument[]): string {
  return block('resource', 'aws_iam_role_policy', name, [
    ...provider,
    ['name', text(policy)],
    ['role', `aws_iam_role.${role}.id`],
    ['policy', `data.aws_iam_policy_document.${name}.json`],
  ]);
}

function statementsOf({Statement}: IamPolicy): string[] {
  return Statement.map(statementOf);
}

function statementOf({Sid, Action, Resource, Condition = {}}: IamStatement): string {
  const conditions = Object.entries(Condition).flatMap(([test, keys]) =>
    Object.entries(keys).map(([key, values]) => condition(test, key, values.map(text))),
  );
  return statement([
    `    sid = ${text(Sid)}`,
    listArgument('actions', Action.map(text)),
    listArgument('resources', Resource === '*' ? ['"*"'] : Resource.map(text)),
    ...conditions,
  ]);
}
