import type {Account} from '../model/checklist.ts';
import type {AccountPolicy, IamPolicy, IamStatement} from './policy.ts';
import {partitionOf} from './scope.ts';

/**
 * The policies as Terraform, formatted as `terraform fmt` does: for each account a role that CI takes with an OpenID
 * Connect token (GitHub's as the example), so that no key is kept anywhere. A role that is reached `via` another account
 * trusts the role there instead.
 */
export function policiesAsTerraform(policies: readonly AccountPolicy[]): string {
  const several = policies.length > 1;
  const made = new Set(policies.map(({account}) => account.name));
  const elsewhere = new Set(policies.flatMap(({account: {via}}) => (via === null || made.has(via) ? [] : [via])));
  const blocks = policies.map((one) => accountBlocks(one, several, elsewhere));
  return `${[VARIABLES, ...[...elsewhere].map(roleVariable), ...blocks].join('\n\n')}\n`;
}

/** The role of an account that was not asked for is made elsewhere. */
function roleVariable(account: string): string {
  return `variable "${roleVariableName(account)}" {
  description = ${text(`ARN of the role in account ${account} that goes on from there`)}
  type        = string
}`;
}

function roleVariableName(account: string): string {
  return `migrate_check_${identifier(account)}_arn`;
}

const VARIABLES = `variable "ci_subject" {
  description = "Whose token may take the role, such as repo:OWNER/NAME:environment:prod"
  type        = string
}

variable "ci_oidc_host" {
  description = "The OpenID Connect provider that the account knows"
  type        = string
  default     = "token.actions.githubusercontent.com"
}`;

function accountBlocks({account, policy}: AccountPolicy, several: boolean, elsewhere: ReadonlySet<string>): string {
  const name = identifier(account.name);
  const provider: Argument[] = several ? [['provider', `aws.${name}`]] : [];
  const role = `migrate_check_${name}`;
  const trust = `migrate_check_trust_${name}`;
  const blocks = [
    dataBlock('aws_caller_identity', name, several ? aligned(provider) : ''),
    dataBlock('aws_iam_policy_document', trust, trustStatement(account, name, elsewhere)),
    dataBlock('aws_iam_policy_document', role, statementBlocks(policy)),
    block('resource', 'aws_iam_role', role, [
      ...provider,
      // A role that the checklist names is made under that name.
      ['name', text(account.roleArn?.split('/').at(-1) ?? 'migrate-check')],
      ['assume_role_policy', `data.aws_iam_policy_document.${trust}.json`],
    ]),
    block('resource', 'aws_iam_role_policy', role, [
      ...provider,
      ['name', text('migrate-check-reads')],
      ['role', `aws_iam_role.${role}.id`],
      ['policy', `data.aws_iam_policy_document.${role}.json`],
    ]),
  ];
  const title = `# Account ${account.name}${account.id === null ? '' : ` (${account.id})`}`;
  return `${title.replaceAll('\n', ' ')}\n${blocks.join('\n\n')}`;
}

type Argument = readonly [name: string, value: string];

function block(keyword: 'data' | 'resource', type: string, name: string, body: readonly Argument[] | string): string {
  const lines = typeof body === 'string' ? body : aligned(body);
  return `${keyword} "${type}" "${name}" {${lines === '' ? '' : `\n${lines}\n`}}`;
}

function dataBlock(type: string, name: string, body: string): string {
  return block('data', type, name, body);
}

function trustStatement({via, region, externalId}: Account, name: string, elsewhere: ReadonlySet<string>): string {
  if (via !== null) {
    const conditions = externalId === null ? [] : [condition('StringEquals', 'sts:ExternalId', [text(externalId)])];
    const role = elsewhere.has(via)
      ? `var.${roleVariableName(via)}`
      : `aws_iam_role.migrate_check_${identifier(via)}.arn`;
    return statement(['sts:AssumeRole'], 'AWS', role, conditions);
  }
  const id = `\${data.aws_caller_identity.${name}.account_id}`;
  const issuer = `"arn:${partitionOf(region)}:iam::${id}:oidc-provider/\${var.ci_oidc_host}"`;
  return statement(['sts:AssumeRoleWithWebIdentity'], 'Federated', issuer, [
    condition('StringEquals', `\${var.ci_oidc_host}:aud`, ['"sts.amazonaws.com"']),
    condition('StringEquals', `\${var.ci_oidc_host}:sub`, ['var.ci_subject']),
  ]);
}

function statement(
  actions: readonly string[],
  principal: string,
  identifierOf: string,
  conditions: readonly string[],
): string {
  const principals = `    principals {
      type        = "${principal}"
      identifiers = [${identifierOf}]
    }`;
  return `  statement {
${[`    actions = ${list(actions.map(text))}`, principals, ...conditions].join('\n\n')}
  }`;
}

function statementBlocks({Statement}: IamPolicy): string {
  return Statement.map(statementBlock).join('\n\n');
}

/** Blank lines between arguments keep `terraform fmt` from aligning their equals signs. */
function statementBlock({Sid, Action, Resource, Condition = {}}: IamStatement): string {
  const conditions = Object.entries(Condition).flatMap(([test, keys]) =>
    Object.entries(keys).map(([variable, values]) => condition(test, variable, values.map(text))),
  );
  const parts = [
    `    sid = ${text(Sid)}`,
    `    actions = ${list(Action.map(text))}`,
    `    resources = ${list(Resource === '*' ? ['"*"'] : Resource.map(text))}`,
    ...conditions,
  ];
  return `  statement {\n${parts.join('\n\n')}\n  }`;
}

function condition(test: string, variable: string, values: readonly string[]): string {
  const shown = variable.startsWith('${') ? `"${variable}"` : text(variable);
  return `    condition {
      test     = ${text(test)}
      variable = ${shown}
      values   = [${values.join(', ')}]
    }`;
}

/** One value stays on its line; several go one below the other. */
function list(values: readonly string[]): string {
  if (values.length === 1) return `[${values[0]}]`;
  return `[\n${values.map((value) => `      ${value},`).join('\n')}\n    ]`;
}

function aligned(pairs: readonly Argument[]): string {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `  ${name.padEnd(width)} = ${value}`).join('\n');
}

/** A quoted text, in which HCL would read `\${` and `%{` as templates. */
function text(value: string): string {
  return JSON.stringify(value)
    .replaceAll('${', () => '$${')
    .replaceAll('%{', () => '%%{');
}

/** Account names may hold characters that a Terraform name may not. */
function identifier(name: string): string {
  const word = name.replace(/[^A-Za-z0-9_-]/g, '_');
  return /^[A-Za-z_]/.test(word) ? word : `_${word}`;
}
