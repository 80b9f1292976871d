import type {Json} from '../../../src/model/outcome.ts';

/** Code, what is expected of its `terraform_data` of the name x, and what is to come of it. */
export interface TerraformCase {
  readonly files: Readonly<Record<string, string>>;
  readonly input: Json;
  readonly status: 'pass' | 'fail' | 'error';
  /** A part of what is said. */
  readonly says?: string;
  /** Of the plan that Terraform makes of it, where that is another: it has values that the code does not tell. */
  readonly planned?: 'pass' | 'fail';
  /** Terraform does not take it, or would have to fetch something first. */
  readonly isNotPlanned?: true;
}

/** One block. */
const x = (input: string, more = '') => `resource "terraform_data" "x" {\n  input = ${input}\n${more}}\n`;
const locals = (body: string) => `locals {\n${body}\n}\n`;
const one = (input: string, expected: Json, context = ''): TerraformCase => ({
  files: {'main.tf': `${context}${x(input)}`},
  input: expected,
  status: 'pass',
});
const not = (input: string, expected: Json, context = ''): TerraformCase => ({
  ...one(input, expected, context),
  status: 'fail',
});

const ON = 'variable "on" {\n  type = bool\n  default = true\n}\n';
const call = (arguments_: string, name = 'm') => `module "${name}" {\n  source = "./m"\n${arguments_}\n}\n`;
const PRIORITY = 'variable "priority" {\n  type = number\n  default = 90\n}\n';

export const TERRAFORM_CASES: Readonly<Record<string, TerraformCase>> = {
  'a sum': one('1 + 2 * 3', 7),
  'a decimal sum': one('0.1 + 0.2', 0.3),
  'what is negated': one('-(1 + 1)', -2),
  'a remainder': one('17 % 5', 2),
  'a comparison': one('1 < 2 && !(2 <= 1)', true),
  'a text and a number that look the same': one('1 == "1"', false),
  'a conditional': one('true ? "a" : "b"', 'a'),
  'a conditional of two types': one('(true ? 1 : "") == "1"', true),
  'a conditional that takes the other side': not('false ? "a" : "b"', 'a'),
  'a local': one('local.a', 'b', locals('a = "b"')),
  'a local of a local': one('"/$' + '{local.a}/x"', '/b/x', locals('a = local.b\nb = "b"')),
  'an escaped interpolation': one('"a$$' + '{b}"', 'a$' + '{b}'),
  'an escaped interpolation in a local': one('local.a', 'a$' + '{b}%' + '{c}', locals('a = "a$$' + '{b}%%' + '{c}"')),
  'a list': one('[local.a, "c"]', ['b', 'c'], locals('a = "b"')),
  'an entry of a list': one('local.a[1]', 'c', locals('a = ["b", "c"]')),
  'an entry of a map': one('local.a["k"].b', 'c', locals('a = {k = {b = "c"}}')),
  'a map over lines': one(
    '{\n    a = 1\n    "b" = local.b\n    (local.b) : 3\n  }',
    {a: 1, b: 2, 2: 3},
    locals('b = 2'),
  ),
  'a splat': one('local.a[*].b', [1, 2], locals('a = [{b = 1}, {b = 2}]')),
  'a for over a list': one('[for v in ["a", "b"] : upper(v) if v != "a"]', ['B']),
  'a for over a map': one('{for k, v in {b = 1, a = 2} : k => v + 1}', {a: 3, b: 2}),
  'a for over a map as a list': one('[for k, v in {b = 1, a = 2} : "$' + '{k}$' + '{v}"]', ['a2', 'b1']),
  'a heredoc': one('<<-EOT\n    a\n      b\n  EOT\n', 'a\n  b\n'),
  'a heredoc in an expression': one('upper(<<-EOT\n    a\n  EOT\n  )', 'A\n'),
  'JSON of a structure': one('jsonencode({b = [1, "<"], a = null})', '{"a":null,"b":[1,"\\u003c"]}'),
  'JSON by what it means': one(
    'jsonencode([{name = local.n, port = 8000}])',
    [{name: 'a', port: 8000}],
    locals('n = "a"'),
  ),
  'JSON of something else': not('jsonencode([{name = "b"}])', [{name: 'a'}]),
  'JSON of what is known in part': {
    ...one('jsonencode([{name = "a", image = terraform_data.y.output}])', [{name: 'a'}]),
    files: {
      'main.tf': `${x('jsonencode([{name = "a", image = terraform_data.y.output}])')}resource "terraform_data" "y" {}\n`,
    },
    planned: 'fail',
    isNotPlanned: true,
  },
  'merged maps': one('merge({a = 1, b = 1}, {b = 2})', {a: 1, b: 2}),
  'joined texts': one('join(",", concat(["a"], ["b"]))', 'a,b'),
  'a set': one('toset(["b", "a", "b"])', ['a', 'b']),
  'a set of numbers': one('[for n in toset([3, 1, 2]) : n]', [1, 2, 3]),
  'a number without an end': {...one('1 / 3', 0.3333333333333333), status: 'error', planned: 'pass'},
  'a map that Terraform converts': {
    ...one('tomap({a = 1, b = "c"})', {a: '1', b: 'c'}),
    status: 'error',
    planned: 'pass',
  },
  'a letter that has no capital': one('upper("straße")', 'STRAßE'),
  'what may not be there': one('try(local.a.b, "c")', 'c', locals('a = {}')),
  'what may be there': one('lookup(local.a, "b", "c")', 'd', locals('a = {b = "d"}')),
  'a format': one('format("%s-%d%%", "a", 3)', 'a-3%'),
  'a replacement': one('replace("a.b.c", ".", "-")', 'a-b-c'),
  'a length': one('length({a = 1, b = 2})', 2),
  'comments and brackets': one('(\n    # one\n    1 + /* two */ 2 // three\n  )', 3),
  'a name with a hyphen': one('local.a-b', 1, locals('a-b = 1')),
  'a function that is not known here': {
    ...one('sha1("a")', '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8'),
    status: 'error',
    says: 'sha1',
    planned: 'pass',
  },
  'the beginning of a text': {
    files: {'main.tf': x('"/a/$' + '{path.module}"')},
    input: '/b/x',
    status: 'fail',
  },
  'another resource': {
    files: {'main.tf': `${x('terraform_data.y.id')}resource "terraform_data" "y" {}\n`},
    input: 'a',
    status: 'error',
    says: 'terraform_data.y.id',
    isNotPlanned: true,
  },
  'a local that is in itself': {
    ...one('local.a', 'b', locals('a = local.b\nb = local.a')),
    status: 'error',
    isNotPlanned: true,
  },
  'a local that there is not': {...one('local.b', 'b'), status: 'error', says: 'local.b', isNotPlanned: true},

  'the default of a variable': {
    ...one('var.priority', 90, PRIORITY),
    status: 'error',
    says: 'var.priority is 90 unless it is set',
    planned: 'pass',
  },
  'a variable in terraform.tfvars': {
    files: {'main.tf': PRIORITY + x('var.priority'), 'terraform.tfvars': 'priority = 91\n'},
    input: 91,
    status: 'pass',
    says: 'var.priority as terraform.tfvars sets it',
  },
  'a variable in terraform.tfvars, not its default': {
    files: {'main.tf': PRIORITY + x('var.priority'), 'terraform.tfvars': 'priority = "91"\n'},
    input: 90,
    status: 'fail',
  },
  'the last of several files of values': {
    files: {
      'main.tf': PRIORITY + x('var.priority'),
      'terraform.tfvars': 'priority = 91\n',
      'b.auto.tfvars.json': '{"priority": 93}',
      'a.auto.tfvars': 'priority = 92\n',
    },
    input: 93,
    status: 'pass',
  },
  'a file of values that Terraform reads only if it is told to': {
    files: {'main.tf': PRIORITY + x('var.priority'), 'prod.tfvars': 'priority = 91\n'},
    input: 91,
    status: 'error',
    planned: 'fail',
  },
  'a file of values beside terraform.tfvars that says otherwise': {
    files: {
      'main.tf': PRIORITY + x('var.priority'),
      'terraform.tfvars': 'priority = 91\n',
      'env/dev.tfvars': 'priority = 91\n',
      'env/prod.tfvars': 'priority = 900\n',
    },
    input: 91,
    status: 'error',
    says: 'env/prod.tfvars sets it otherwise',
    planned: 'pass',
  },
  'a file of values beside terraform.tfvars that says the same': {
    files: {
      'main.tf': PRIORITY + x('var.priority'),
      'terraform.tfvars': 'priority = 91\n',
      'prod.tfvars': 'priority = 91\nother = 1\n',
    },
    input: 91,
    status: 'pass',
  },
  'a variable that is sensitive': {
    files: {'main.tf': `variable "a" {\n  sensitive = true\n}\n${x('var.a')}`, 'terraform.tfvars': 'a = "hush"\n'},
    input: 'hush',
    status: 'error',
    says: 'var.a is sensitive',
    isNotPlanned: true,
  },

  'count by a local': {
    ...one('1', 1, locals('n = 0')),
    files: {'main.tf': locals('n = 0') + x('1', 'count = local.n\n')},
    status: 'fail',
    says: 'count',
  },
  'count by a conditional': {
    files: {'main.tf': `${ON}${x('1', 'count = var.on ? 1 : 0\n')}`, 'terraform.tfvars': 'on = false\n'},
    input: 1,
    status: 'fail',
  },
  'count by a default': {
    files: {'main.tf': `${ON}${x('1', 'count = var.on ? 1 : 0\n')}`},
    input: 1,
    status: 'error',
    says: 'var.on is true unless it is set',
    planned: 'pass',
  },
  'count by what is the same either way': {
    files: {'main.tf': `${ON}${x('1', 'count = var.on ? 1 : 1\n')}`},
    input: 1,
    status: 'pass',
  },
  'the instances of count': {
    files: {'main.tf': x('90 + count.index', 'count = 3\n')},
    input: 92,
    status: 'pass',
    says: 'x[2]',
  },
  'more than the instances of count': {
    files: {'main.tf': x('90 + count.index', 'count = 3\n')},
    input: 93,
    status: 'fail',
  },
  'the instances of for_each over a set': {
    files: {'main.tf': x('"$' + '{each.key}.$' + '{each.value}"', 'for_each = toset(["a", "b"])\n')},
    input: 'b.b',
    status: 'pass',
    says: 'x["b"]',
  },
  'the instances of for_each over a map': {
    files: {'main.tf': x('each.value.p', 'for_each = {a = {p = 1}, b = {p = 2}}\n')},
    input: 2,
    status: 'pass',
  },
  'for_each over what a condition leaves': {
    files: {'main.tf': x('each.key', 'for_each = {for k, v in {a = true, b = false} : k => v if v}\n')},
    input: 'b',
    status: 'fail',
  },
  'for_each over an empty map of a local': {
    files: {'main.tf': locals('m = {}') + x('1', 'for_each = local.m\n')},
    input: 1,
    status: 'fail',
    says: 'for_each',
  },
  'for_each over what only Terraform knows': {
    files: {'main.tf': x('1', 'for_each = fileset(path.module, "*.none")\n')},
    input: 1,
    status: 'error',
    says: 'path.module',
    planned: 'fail',
  },

  'a resource of a module': {
    files: {'main.tf': call(''), 'm/main.tf': x('1')},
    input: 1,
    status: 'pass',
    says: 'module.m.terraform_data.x',
  },
  'what is passed to a module': {
    files: {'main.tf': call('priority = 91'), 'm/main.tf': PRIORITY + x('var.priority')},
    input: 91,
    status: 'pass',
  },
  'what is passed to a module, converted': {
    files: {'main.tf': call('priority = "91"'), 'm/main.tf': PRIORITY + x('var.priority == 91')},
    input: true,
    status: 'pass',
  },
  'the default of a variable of a module': {
    files: {'main.tf': call(''), 'm/main.tf': PRIORITY + x('var.priority')},
    input: 90,
    status: 'pass',
  },
  'what is passed to a module is not the default': {
    files: {'main.tf': call('priority = 91'), 'm/main.tf': PRIORITY + x('var.priority')},
    input: 90,
    status: 'fail',
  },
  'a variable that is passed to a module': {
    files: {'main.tf': PRIORITY + call('priority = var.priority'), 'm/main.tf': PRIORITY + x('var.priority')},
    input: 90,
    status: 'error',
    planned: 'pass',
  },
  'null that is passed to a module': {
    files: {
      'main.tf': call('priority = null'),
      'm/main.tf': `variable "priority" {\n  default = 90\n  nullable = false\n}\n${x('var.priority')}`,
    },
    input: 90,
    status: 'pass',
  },
  'a module that count leaves out': {
    files: {'main.tf': call('count = 0'), 'm/main.tf': x('1')},
    input: 1,
    status: 'fail',
    says: 'count of module.m',
  },
  'a module that may be left out': {
    files: {'main.tf': `${ON}${call('count = var.on ? 1 : 0')}`, 'm/main.tf': x('1')},
    input: 1,
    status: 'error',
    says: 'count of module.m',
    planned: 'pass',
  },
  'the instances of a module': {
    files: {
      'main.tf': call('for_each = {a = 91, b = 92}\npriority = each.value'),
      'm/main.tf': PRIORITY + x('var.priority'),
    },
    input: 92,
    status: 'pass',
    says: 'module.m["b"].terraform_data.x',
  },
  'a module in a module': {
    files: {
      'main.tf': call(''),
      'm/main.tf': 'module "n" {\n  source = "../n"\n  a = "b"\n}\n',
      'n/main.tf': `variable "a" {}\n${x('var.a')}`,
    },
    input: 'b',
    status: 'pass',
    says: 'module.m.module.n.terraform_data.x',
  },
  'a module of a registry': {
    files: {'main.tf': 'module "vpc" {\n  source  = "terraform-aws-modules/vpc/aws"\n  version = "5.0.0"\n}\n'},
    input: 1,
    status: 'error',
    says: 'module.vpc: its source is terraform-aws-modules/vpc/aws',
    isNotPlanned: true,
  },
  'a module of a registry that count leaves out': {
    files: {'main.tf': 'module "vpc" {\n  source  = "terraform-aws-modules/vpc/aws"\n  count = 0\n}\n'},
    input: 1,
    status: 'fail',
    isNotPlanned: true,
  },
  'a module of a registry beside what is declared': {
    files: {'main.tf': `module "vpc" {\n  source  = "terraform-aws-modules/vpc/aws"\n}\n${x('1')}`},
    input: 1,
    status: 'pass',
    isNotPlanned: true,
  },
  'a module of a registry beside what is declared otherwise': {
    files: {'main.tf': `module "vpc" {\n  source  = "terraform-aws-modules/vpc/aws"\n}\n${x('2')}`},
    input: 1,
    status: 'fail',
    isNotPlanned: true,
  },
  'a module that is not there': {
    files: {'main.tf': call('')},
    input: 1,
    status: 'error',
    says: 'there is no Terraform code in m',
    isNotPlanned: true,
  },
  'a module in itself': {
    files: {'main.tf': 'module "a" {\n  source = "./"\n}\n'},
    input: 1,
    status: 'error',
    isNotPlanned: true,
  },

  'an override of an argument': {files: {'main.tf': x('1'), 'override.tf': x('2')}, input: 2, status: 'pass'},
  'what is overridden': {files: {'main.tf': x('1'), 'a_override.tf': x('2')}, input: 1, status: 'fail'},
  'the last override': {
    files: {
      'main.tf': x('1'),
      'a_override.tf': x('2'),
      'b_override.tf.json': '{"resource": {"terraform_data": {"x": {"input": 3}}}}',
    },
    input: 3,
    status: 'pass',
  },
  'an override that counts': {
    files: {'main.tf': x('1'), 'x_override.tf': 'resource "terraform_data" "x" {\n  count = 0\n}\n'},
    input: 1,
    status: 'fail',
  },
  'an override of a local': {
    files: {'main.tf': locals('a = 1\nb = 1') + x('local.a + local.b'), 'override.tf': locals('a = 2')},
    input: 3,
    status: 'pass',
  },
  'an override of a default in a module': {
    files: {
      'main.tf': call(''),
      'm/main.tf': PRIORITY + x('var.priority'),
      'm/override.tf': 'variable "priority" {\n  default = 91\n}\n',
    },
    input: 91,
    status: 'pass',
  },
  'an override of a call': {
    files: {
      'main.tf': call('priority = 91'),
      'override.tf': 'module "m" {\n  priority = 92\n}\n',
      'm/main.tf': PRIORITY + x('var.priority'),
    },
    input: 92,
    status: 'pass',
  },
  'an override of the source of a call': {
    files: {
      'main.tf': call(''),
      'override.tf': 'module "m" {\n  source = "./n"\n}\n',
      'm/main.tf': x('1'),
      'n/main.tf': x('2'),
    },
    input: 2,
    status: 'pass',
  },
  'an override that cannot be read': {
    files: {'main.tf': x('1'), 'override.tf': 'resource {'},
    input: 1,
    status: 'error',
    isNotPlanned: true,
  },

  'JSON syntax': {
    files: {
      'main.tf.json':
        '{"locals": {"a": 1}, "resource": {"terraform_data": {"x": {"//": "?", "input": "$' + '{local.a}"}}}}',
    },
    input: 1,
    status: 'pass',
  },
  'a block of data': {
    files: {'main.tf': 'data "terraform_remote_state" "x" {\n  backend = "local"\n}\n'},
    input: 1,
    status: 'fail',
    isNotPlanned: true,
  },
  'what is removed': {
    files: {'main.tf': 'removed {\n  from = terraform_data.x\n  lifecycle {\n    destroy = false\n  }\n}\n'},
    input: 1,
    status: 'fail',
  },
  'what is moved': {
    files: {
      'main.tf': `moved {\n  from = terraform_data.x\n  to = terraform_data.y\n}\n${x('1').replace('"x"', '"y"')}`,
    },
    input: 1,
    status: 'fail',
    says: 'but terraform_data.y',
  },
  'a file that cannot be read beside what is declared': {
    files: {'a.tf': 'resource {', 'main.tf': x('1')},
    input: 1,
    status: 'pass',
    isNotPlanned: true,
  },
  'a file that cannot be read': {
    files: {'a.tf': 'resource {'},
    input: 1,
    status: 'error',
    says: 'a.tf:1',
    isNotPlanned: true,
  },
  'code that OpenTofu does not enable': {
    files: {'main.tf': x('1', '  lifecycle {\n    enabled = false\n  }\n')},
    input: 1,
    status: 'fail',
    isNotPlanned: true,
  },
  'what an apply leaves as it is': {
    files: {'main.tf': x('1', '  lifecycle {\n    ignore_changes = [input]\n  }\n')},
    input: 1,
    status: 'pass',
    says: 'ignore_changes',
  },
};
