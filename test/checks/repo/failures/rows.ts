import {readFileSync} from 'node:fs';
import type {Looking} from './look.ts';

/** Something in a repository that is not what a plan says, or does not tell. */
export interface RepositoryRow extends Looking {
  readonly what: string;
  readonly status: 'fail' | 'error';
}

const PLAN = JSON.parse(readFileSync(new URL('../../../probes/repo/fixtures/plan.json', import.meta.url), 'utf8'));

const RULE = (priority: string, more = '') =>
  `resource "aws_lb_listener_rule" "sse" {\n  priority = ${priority}\n${more}}\n`;
const CALL = (source: string, more = '') => `module "alb" {\n  source = "${source}"\n${more}}\n`;

/** The rule with priority 90. */
function code(what: string, status: RepositoryRow['status'], files: Looking['files']): RepositoryRow {
  const params = {files: 'infra/*.tf', type: 'aws_lb_listener_rule', name: 'sse', attributes: {priority: 90}};
  return {what, status, files, check: 'repo/terraform-declares', params};
}

function plan(
  what: string,
  status: RepositoryRow['status'],
  content: string | Buffer,
  attributes: object = {priority: 90},
): RepositoryRow {
  const params = {plan: 'plan.json', type: 'aws_lb_listener_rule', name: 'sse', attributes};
  return {what, status, files: {'plan.json': content}, check: 'repo/terraform-declares', params};
}

function changedPlan(members: object): string {
  return JSON.stringify({...PLAN, ...members});
}

function changedRule(change: object): string {
  const changes = PLAN.resource_changes.map((one: {name: string}) => (one.name === 'sse' ? {...one, change} : one));
  return changedPlan({resource_changes: changes});
}

function heading(
  what: string,
  status: RepositoryRow['status'],
  content: string | Buffer,
  path = 'README.md',
): RepositoryRow {
  return {what, status, files: {[path]: content}, check: 'repo/file-contains', params: {path, heading: 'Rollback'}};
}

function text(what: string, status: RepositoryRow['status'], content: string | Buffer): RepositoryRow {
  const params = {path: 'README.md', text: 'idle timeout'};
  return {what, status, files: {'README.md': content}, check: 'repo/file-contains', params};
}

export const REPOSITORY_ROWS: readonly RepositoryRow[] = [
  code('the rule is declared with priority 900', 'fail', {'infra/main.tf': RULE('900')}),
  code('the rule is declared with a local that is 900', 'fail', {
    'infra/main.tf': `locals {\n  first = 900\n}\n${RULE('local.first')}`,
  }),
  code('an override file declares another priority', 'fail', {
    'infra/main.tf': RULE('90'),
    'infra/prod_override.tf': RULE('900'),
  }),
  code('a file of values sets another priority than the default', 'fail', {
    'infra/main.tf': `variable "priority" {\n  default = 90\n}\n${RULE('var.priority')}`,
    'infra/prod.auto.tfvars': 'priority = 900\n',
  }),
  code('terraform.tfvars has what is expected, and the file of values of an environment has not', 'error', {
    'infra/main.tf': `variable "priority" {}\n${RULE('var.priority')}`,
    'infra/terraform.tfvars': 'priority = 90\n',
    'infra/env/prod.tfvars': 'priority = 900\n',
  }),
  code('a variable of the root module has a default, which may be set otherwise', 'error', {
    'infra/main.tf': `variable "priority" {\n  default = 90\n}\n${RULE('var.priority')}`,
  }),
  code('count is 0', 'fail', {'infra/main.tf': RULE('90', '  count = 0\n')}),
  code('for_each goes through nothing', 'fail', {'infra/main.tf': RULE('90', '  for_each = {}\n')}),
  code('count rests on a variable that nothing sets', 'error', {
    'infra/main.tf': `variable "on" {}\n${RULE('90', '  count = var.on ? 1 : 0\n')}`,
  }),
  code('count rests on something in the account', 'error', {
    'infra/main.tf': RULE('90', '  count = length(data.aws_subnets.all.ids)\n'),
  }),
  code('the module is called with another priority', 'fail', {
    'infra/main.tf': CALL('./alb', '  priority = 900\n'),
    'infra/alb/main.tf': `variable "priority" {}\n${RULE('var.priority')}`,
  }),
  code('the module that declares the rule is called with count = 0', 'fail', {
    'infra/main.tf': CALL('./alb', '  count = 0\n'),
    'infra/alb/main.tf': RULE('90'),
  }),
  {
    ...code('of two environments only one calls the module as expected', 'error', {
      'infra/dev/main.tf': CALL('../alb', '  priority = 90\n'),
      'infra/prod/main.tf': CALL('../alb', '  priority = 900\n'),
      'infra/alb/main.tf': `variable "priority" {}\n${RULE('var.priority')}`,
    }),
    params: {files: 'infra/**/*.tf', type: 'aws_lb_listener_rule', name: 'sse', attributes: {priority: 90}},
  },
  code('the rule may be in a module of a registry', 'error', {
    'infra/main.tf': CALL('terraform-aws-modules/alb/aws'),
  }),
  code('the rule may be in a module of a repository', 'error', {
    'infra/main.tf': CALL('git::https://git.example.com/alb.git?ref=v1'),
  }),
  code('the rule may be in a module whose folder is not there', 'error', {'infra/main.tf': CALL('../modules/alb')}),
  code('the rule is declared in a file with a syntax error', 'error', {
    'infra/main.tf': 'resource "aws_lb" "main" {}\n',
    'infra/sse.tf': 'resource "aws_lb_listener_rule" "sse" {\n  priority =\n}\n',
  }),
  code('the rule was moved to another name', 'fail', {
    'infra/main.tf': `moved {\n  from = aws_lb_listener_rule.sse\n  to = aws_lb_listener_rule.stream\n}\n${RULE('90').replace('"sse"', '"stream"')}`,
  }),
  code('the rule is no longer declared, and forgotten with `removed`', 'fail', {
    'infra/main.tf': 'removed {\n  from = aws_lb_listener_rule.sse\n  lifecycle {\n    destroy = false\n  }\n}\n',
  }),
  code('no file of Terraform matches', 'error', {'infra/main.hcl': ''}),
  plan('the plan has another priority', 'fail', changedRule({actions: ['create'], after: {priority: 900}})),
  plan('the rule is planned to be deleted', 'fail', changedRule({actions: ['delete'], after: null})),
  plan('the plan does not have the rule', 'fail', changedPlan({resource_changes: []})),
  plan('the target group is known after the apply', 'error', changedPlan({}), {
    action: {target_group_arn: 'arn:aws:elasticloadbalancing:…'},
  }),
  plan(
    'the priority is sensitive',
    'error',
    changedRule({actions: ['create'], after: {priority: 90}, after_sensitive: {priority: true}}),
  ),
  plan('the plan ended with an error', 'error', changedPlan({errored: true})),
  plan('the plan is of a target', 'error', changedPlan({complete: false})),
  plan('the plan only refreshes', 'error', changedPlan({resource_changes: undefined})),
  plan('the plan is of a format to come', 'error', changedPlan({format_version: '2.0'})),
  plan('the plan is the one that Terraform saved', 'error', Buffer.from('PK\u0003\u0004')),
  plan(
    'the plan is the log of its making',
    'error',
    '{"@level":"info","@message":"Terraform 1.11.4"}\n{"@level":"info"}\n',
  ),
  plan('the plan was written by PowerShell, in UTF-16', 'error', Buffer.from('\uFEFF{}', 'utf16le')),
  plan('in place of a plan there is the state as it is stored', 'error', '{"version": 4, "lineage": "a"}'),
  heading('the heading is in `<pre>`', 'fail', '# Service\n\n<pre>\n# Rollback\n</pre>\n'),
  heading('the heading is in a fence in a list', 'fail', '# Service\n\n- x\n\n  ```sh\n  # Rollback\n  ```\n'),
  heading('the heading is in a comment', 'fail', '# Service\n\n<!--\n# Rollback\n-->\n'),
  heading('the heading is a comment of a shell script', 'error', '# Rollback\n', 'rollback.sh'),
  heading('the README is UTF-16 without a mark', 'error', Buffer.from('# Rollback\n', 'utf16le')),
  heading('the README is a pointer of Git LFS', 'error', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\n'),
  text('the text is only in a comment', 'fail', '# Service\n\n<!-- TODO: idle timeout -->\n'),
  text('the text is written otherwise', 'fail', '# Service\n\nIdle timeout: 60 s\n'),
  {...text('the file is missing', 'fail', ''), files: {'readme.md': 'idle timeout'}},
];
