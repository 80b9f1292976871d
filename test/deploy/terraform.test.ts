import {cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parse} from '@cdktn/hcl2json';
import {expect} from 'chai';
import {readableFolders} from '../../src/checklist/readable-folders.ts';
import {terraformDeclares} from '../../src/checks/repo/terraform-declares.ts';
import {variableOf} from '../../src/cli/flag-environment.ts';
import Serve from '../../src/commands/serve.ts';
import {DEFAULT_LIMITS} from '../../src/mcp-server/limits.ts';
import type {Json} from '../../src/model/outcome.ts';
import {createRepo} from '../../src/probes/repo/repo.ts';
import {attempt, passingStore} from '../support/attempt.ts';
import {worldOf} from '../support/wire-facts.ts';

const FOLDER = join(import.meta.dirname, '../../deploy/terraform');
const LISTENER =
  'arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/app/central-alb/50dc6c495c0c9188/f2f7dc8efc522ab2';
const TARGET_GROUP = `\${aws_lb_target_group.reference.arn}`;

interface Expected {
  readonly type: string;
  readonly name: string;
  readonly attributes: {readonly [name: string]: Json};
}

const forward = (priority: string, values: string[]) => ({
  listener_arn: `\${var.listener_arn}`,
  priority,
  action: {type: 'forward', target_group_arn: TARGET_GROUP},
  condition: [{host_header: {values: [`\${var.host}`]}}, {path_pattern: {values}}],
});
const alarm = (metric_name: string) => ({
  namespace: 'AWS/ApplicationELB',
  metric_name,
  dimensions: {
    TargetGroup: `\${aws_lb_target_group.reference.arn_suffix}`,
    LoadBalancer: `\${local.load_balancer}`,
  },
});
const below = (...paths: string[]) => paths.map((path) => `\${var.base_path}${path}`);

const HEALTH_CHECK = {interval: 10, timeout: 5, unhealthy_threshold: 2};

/** What is taken for a variable, and what is refused, so far as its regular expressions say. */
const VALUES: Readonly<Record<string, {readonly good: readonly string[]; readonly bad: readonly string[]}>> = {
  listener_arn: {
    good: [LISTENER, LISTENER.replace('arn:aws:', 'arn:aws-cn:'), LISTENER.replace('arn:aws:', 'arn:aws-us-gov:')],
    bad: ['', LISTENER.replace('/app/', '/net/'), LISTENER.replace(':listener/', ':loadbalancer/').slice(0, -17)],
  },
  load_balancer_security_group_id: {good: ['sg-0123456789abcdef0'], bad: ['', 'central-alb', 'sg-1, sg-2']},
  vpc_id: {good: ['vpc-0123456789abcdef0'], bad: ['', 'main']},
  subnet_ids: {good: ['subnet-0123456789abcdef0'], bad: ['', 'vpc-0123456789abcdef0']},
  cluster: {
    good: ['main', 'arn:aws:ecs:eu-central-1:111122223333:cluster/main'],
    bad: ['', 'arn:aws:ecs:eu-central-1:111122223333:service/main/reference'],
  },
  image: {
    good: [`registry.example.com:5000/reference@sha256:${'0'.repeat(64)}`, 'reference:1.0'],
    bad: ['', 'reference', 'registry.example.com:5000/reference', 'reference@sha256:0123', 'a b:1'],
  },
  host: {good: ['mcp.run.georgi.io'], bad: ['', 'https://mcp.run.georgi.io', 'mcp.run.georgi.io:443', '*.georgi.io']},
  base_path: {
    good: ['', '/jessica-service', '/a/b.c'],
    bad: ['/', '/jessica-service/', 'jessica-service', '/a//b', '/a/..', '/jessica*', '/a?b', '/a b'],
  },
  bearer_token_secret_arn: {
    good: [
      'arn:aws:secretsmanager:eu-central-1:111122223333:secret:reference/token-AbCdEf',
      'arn:aws-us-gov:ssm:us-gov-west-1:111122223333:parameter/reference/token',
    ],
    bad: [
      'a-token-of-a-test',
      'arn:aws:secretsmanager:eu-central-1:111122223333:secret:reference/*',
      'arn:aws:secretsmanager:eu-central-1:111122223333:secret:token-AbCdEf:key::',
    ],
  },
  allow_origins: {
    good: ['*', 'https://app.example.com', 'http://localhost:3000'],
    bad: ['', 'app.example.com', 'https://app.example.com/', 'https://a\nhttps://b'],
  },
  limits: {good: ['streams=500', 'session-idle=10m'], bad: ['streams=', 'streams=many', 'streams=1\nsessions=1']},
  environment: {good: ['MIGRATE_CHECK_LOG'], bad: ['', '1A', 'A-B', 'A=B']},
  expire_after: {good: ['24h', '90m'], bad: ['', '24', '0h', '1 day']},
};

/** What the way to the server stands on. */
const EXPECTED: readonly Expected[] = [
  {
    type: 'aws_lb_target_group',
    name: 'reference',
    attributes: {
      target_type: 'ip',
      port: 8000,
      protocol_version: 'HTTP1',
      deregistration_delay: `\${var.deregistration_delay}`,
      health_check: {path: '/ready', matcher: '200', ...HEALTH_CHECK},
    },
  },
  {
    type: 'aws_lb_listener_rule',
    name: 'mcp',
    attributes: forward(`\${var.rule_priority}`, below('/mcp', '/mcp/*', '/ws', '/events')),
  },
  {
    type: 'aws_lb_listener_rule',
    name: 'service',
    attributes: forward(`\${var.rule_priority + 1}`, below('/api/*', '/health', '/ready')),
  },
  {
    type: 'aws_security_group',
    name: 'task',
    attributes: {
      ingress: {from_port: 8000, to_port: 8000, security_groups: [`\${var.load_balancer_security_group_id}`]},
    },
  },
  {
    type: 'aws_vpc_security_group_egress_rule',
    name: 'load_balancer',
    attributes: {
      count: `\${var.load_balancer_egress ? 1 : 0}`,
      security_group_id: `\${var.load_balancer_security_group_id}`,
      referenced_security_group_id: `\${aws_security_group.task.id}`,
      ip_protocol: 'tcp',
      from_port: 8000,
      to_port: 8000,
    },
  },
  {
    type: 'aws_ecs_service',
    name: 'reference',
    attributes: {
      desired_count: `\${var.desired_count}`,
      load_balancer: {target_group_arn: TARGET_GROUP, container_name: 'reference', container_port: 8000},
    },
  },
  {
    type: 'aws_ecs_task_definition',
    name: 'reference',
    attributes: {
      network_mode: 'awsvpc',
      requires_compatibilities: ['FARGATE'],
      cpu: `\${var.cpu}`,
      memory: `\${var.memory}`,
      runtime_platform: {operating_system_family: 'LINUX', cpu_architecture: `\${var.cpu_architecture}`},
    },
  },
  {
    type: 'aws_iam_role_policy',
    name: 'bearer_token',
    attributes: {
      count: `\${var.bearer_token_secret_arn == null ? 0 : 1}`,
      role: `\${aws_iam_role.execution.id}`,
    },
  },
  {
    type: 'aws_iam_role_policy_attachment',
    name: 'execution',
    attributes: {
      role: `\${aws_iam_role.execution.name}`,
      policy_arn: `arn:\${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy`,
    },
  },
  {
    type: 'aws_cloudwatch_metric_alarm',
    name: 'unhealthy',
    attributes: {
      ...alarm('HealthyHostCount'),
      period: 60,
      evaluation_periods: `\${local.replacement_minutes}`,
      treat_missing_data: `\${var.desired_count > 0 ? "breaching" : "notBreaching"}`,
      actions_enabled: `\${var.desired_count > 0}`,
    },
  },
  {type: 'aws_cloudwatch_metric_alarm', name: 'target_errors', attributes: alarm('HTTPCode_Target_5XX_Count')},
  {type: 'aws_cloudwatch_metric_alarm', name: 'connection_errors', attributes: alarm('TargetConnectionErrorCount')},
];

const terraformIn = (folder: string) =>
  createRepo({folders: readableFolders(folder, []), noteFile: () => {}, store: passingStore()}).terraform(attempt());

/** Parsed once: every test but one is about the same files. */
const shippedCode = terraformIn(FOLDER).code(['*.tf']);
const shippedResources = shippedCode.then(({modules}) =>
  modules.flatMap(({files}) => files.flatMap(({resources}) => resources)),
);
const shippedFiles = new Map<string, ReturnType<typeof parse>>();

async function judge(terraform: ReturnType<typeof terraformIn>, expected: Expected) {
  return await terraformDeclares.run(
    terraformDeclares.params.parse({files: '*.tf', ...expected}),
    worldOf({terraform}),
  );
}

/** The blocks of one kind in a file: by name, or `locals` by themselves. */
async function blocks(file: string, kind: 'locals' | 'variable') {
  const parsed = shippedFiles.get(file) ?? parse(file, await readFile(join(FOLDER, file), 'utf8'));
  shippedFiles.set(file, parsed);
  return (await parsed)[kind];
}

/** The regular expressions in a piece of HCL; what is asked of them here means the same in RE2 and here. */
function regexesIn(code: Json | undefined): RegExp[] {
  return [...String(code).matchAll(/\bregex\(("(?:[^"\\]|\\.)*")/g)].map(
    ([, text]) => new RegExp(JSON.parse(text ?? '')),
  );
}

/** An attribute that is an expression, of the only resource of a type. */
async function textOf(type: string, attribute: string): Promise<string> {
  const [only, ...others] = (await shippedResources).filter((resource) => resource.type === type);
  expect(others).to.deep.equal([]);
  return String(only?.body[attribute]);
}

describe('deploy/terraform', () => {
  for (const expected of EXPECTED) {
    it(`declares ${expected.type}.${expected.name}, by our own check`, async () => {
      expect(await judge({...terraformIn(FOLDER), code: () => shippedCode}, expected)).to.have.property(
        'status',
        'pass',
      );
    });
  }

  it('is told apart from code that lets everybody in', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'migrate-check-deploy-'));
    try {
      await cp(FOLDER, folder, {recursive: true});
      const file = join(folder, 'service.tf');
      const code = await readFile(file, 'utf8');
      const open = code.replace(
        /security_groups = \[var\.load_balancer_security_group_id\]/,
        'cidr_blocks = ["0.0.0.0/0"]',
      );
      expect(open).to.not.equal(code);
      await writeFile(file, open);
      const group = EXPECTED.find(({type}) => type === 'aws_security_group') as Expected;
      expect(await judge(terraformIn(folder), group)).to.have.property('status', 'fail');
    } finally {
      await rm(folder, {recursive: true});
    }
  });

  it('takes the load balancer from the ARN of its listener', async () => {
    const [locals] = await blocks('locals.tf', 'locals');
    const [regex] = regexesIn(locals.load_balancer);
    expect(regex?.exec(LISTENER)?.[1]).to.equal('app/central-alb/50dc6c495c0c9188');
    expect(locals.load_balancer).to.match(/, var\.listener_arn\)\[0\]\}$/);
  });

  for (const [name, {good, bad}] of Object.entries(VALUES)) {
    it(`takes only a ${name} that can work, and says how one is written`, async () => {
      const [{validation}] = (await blocks('variables.tf', 'variable'))[name];
      const [regex, ...others] = regexesIn(validation[0].condition);
      expect(others).to.deep.equal([]);
      for (const value of good) expect(value).to.match(regex ?? /^$/);
      for (const value of bad) expect(value).to.not.match(regex ?? /^/);
      for (const {error_message} of validation) expect(error_message).to.match(/\.$/);
    });
  }

  it("leaves the load balancer's own security group alone, unless it is told to", async () => {
    const {load_balancer_egress: egress} = await blocks('variables.tf', 'variable');
    expect(egress[0]).to.have.property('default', false);
  });

  it('asks for no value that it does not look at', async () => {
    const variables = Object.entries<Json[]>(await blocks('variables.tf', 'variable'));
    const required = variables.filter(([, [variable]]) => !Object.hasOwn(variable as object, 'default'));
    expect(required).to.have.length(6);
    for (const [name, [variable]] of required) expect(variable, name).to.have.property('validation');
  });

  it("leaves beside Node.js's heap what the limits need, as the image does by itself", async () => {
    const [{heap}] = await blocks('locals.tf', 'locals');
    expect(heap).to.equal(`\${floor(var.memory * 5 / 8)}`);
    const {cpu, memory} = await blocks('variables.tf', 'variable');
    expect([cpu[0].default, memory[0].default]).to.deep.equal([256, 1024]);
    const image = await readFile(join(FOLDER, '../Containerfile'), 'utf8');
    expect(image).to.include(`\nENV NODE_OPTIONS=--max-old-space-size=${(1024 * 5) / 8}\n`);
    const beside = 1024 - (1024 * 5) / 8 - (DEFAULT_LIMITS.bodiesBytes + DEFAULT_LIMITS.backlogTotalBytes) / 1024 ** 2;
    expect(beside).to.equal(128);
  });

  it('lets the execution role read the one secret, and the container have it', async () => {
    expect(await textOf('aws_iam_role_policy', 'policy')).to.match(
      /Action += local\.read_secret\s+Resource = var\.bearer_token_secret_arn\s/,
    );
    expect(await textOf('aws_ecs_task_definition', 'container_definitions')).to.match(/\bsecrets += local\.secrets\s/);
  });

  it('gives the server the time that it needs to stop, however that begins', async () => {
    const [locals] = await blocks('locals.tf', 'locals');
    const {drain_delay: drainDelay, grace, stop_timeout: stopTimeout, environment} = locals;
    // Until /ready has been seen red often enough.
    const {interval, timeout, unhealthy_threshold: threshold} = HEALTH_CHECK;
    expect(drainDelay).to.be.at.least(interval * threshold + timeout);
    // ECS kills after stopTimeout, of which Fargate takes 120 at most.
    expect(stopTimeout).to.equal(`\${local.drain_delay + local.grace + 15}`);
    expect(drainDelay + grace + 15).to.be.at.most(120);
    expect(await textOf('aws_ecs_task_definition', 'container_definitions')).to.match(
      /stopTimeout += local.stop_timeout\s/,
    );
    expect(environment).to.include(`MIGRATE_CHECK_DRAIN_DELAY  = "\${local.drain_delay}s"`);
    expect(environment).to.include(`MIGRATE_CHECK_GRACE        = "\${local.grace}s"`);
    // A task that expires is unhealthy: ECS deregisters it, and the cut that follows must not meet what is about to end.
    const [{default: standard, validation}] = (await blocks('variables.tf', 'variable')).deregistration_delay;
    const least = Number(/deregistration_delay >= (\d+) /.exec(validation[0].condition)?.[1]);
    expect(least).to.equal(drainDelay + grace);
    expect(standard).to.be.at.least(least);
  });

  it('sets variables that the server reads, each in one place', async () => {
    const flags = Object.keys(Serve.flags).map(variableOf);
    expect(flags, 'a flag has no variable').to.not.include(null);
    const [{environment}] = await blocks('locals.tf', 'locals');
    const [, before, after] = /merge\(\{(.*)\}, var\.environment, \{(.*)\}\)/s.exec(environment) ?? [];
    const namesIn = (code = '') => [...code.matchAll(/^ *([A-Z_]+) += /gm)].map(([, name]) => name ?? '');
    const fixed = namesIn(after);
    for (const name of [...namesIn(before), ...fixed].filter((each) => each.startsWith('MIGRATE_CHECK_')))
      expect(flags).to.include(name);
    const [{validation}] = (await blocks('variables.tf', 'variable')).environment;
    const refused = [...validation[1].condition.matchAll(/"([A-Z_]+)"/g)].map(([, name]) => name);
    // Those that are set elsewhere: by the image, by the secret, and under another name.
    const elsewhere = ['HOST', 'PORT', 'BEARER_TOKEN', 'BASE_PATH'].map((flag) => `MIGRATE_CHECK_${flag}`);
    expect(refused.sort()).to.deep.equal([...fixed, ...elsewhere].sort());
    for (const name of refused) expect(validation[1].error_message).to.include(name?.replace('MIGRATE_CHECK_', ''));
  });

  it('has no rule with more values than a load balancer takes', async () => {
    const rules = (await shippedResources).filter(({type}) => type === 'aws_lb_listener_rule');
    expect(rules).to.have.length(2);
    for (const {name, body} of rules) {
      const values = JSON.stringify(body).match(/"values":\[(.*?)\]/g) ?? [];
      const count = values.reduce((sum, list) => sum + list.split(',').length, 0);
      expect(count, name).to.be.within(2, 5);
    }
  });
});
