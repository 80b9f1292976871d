import {execFileSync} from 'node:child_process';
import {cp, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect} from 'chai';
import {ACCOUNTS, administratorOf, REGION} from './support/aws-identities.ts';
import {type AwsWorld, buildWorld} from './support/aws-world.ts';
import {type Moto, startMoto} from './support/moto.ts';
import {run} from './support/run.ts';
import {startServer} from './support/server-process.ts';
import {findTerraform, type Terraform, terraformIn} from './support/terraform.ts';
import {BIN, ROOT, runTool} from './support/tool.ts';

const found = findTerraform();

/** Everything goes to the emulator. */
const PROVIDER = `provider "aws" {
  region                      = "${REGION}"
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
  skip_credentials_validation = true
}
`;

const IMAGE = `registry.example.com/migrate-check-reference@sha256:${'0'.repeat(64)}`;

/** What has to be given, and no more. */
const GIVEN = {
  listener_arn:
    'arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/app/central-alb/50dc6c495c0c9188/f2f7dc8efc522ab2',
  load_balancer_security_group_id: 'sg-0123456789abcdef0',
  vpc_id: 'vpc-0123456789abcdef0',
  subnet_ids: ['subnet-0123456789abcdef0'],
  cluster: 'main',
  image: IMAGE,
};

const SECRET = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:reference/token-AbCdEf';
const PARAMETER = 'arn:aws:ssm:eu-central-1:111122223333:parameter/reference/token';

const REFUSED: readonly (readonly [name: string, value: unknown, why: string])[] = [
  ['listener_arn', GIVEN.listener_arn.replace('/app/', '/net/'), 'a listener of an application load balancer'],
  ['load_balancer_security_group_id', 'central-alb', 'the id of a security group'],
  ['vpc_id', 'main', 'the id of a VPC'],
  ['subnet_ids', [], 'at least one'],
  ['subnet_ids', ['subnet-0', 'main'], 'a list of ids of subnets'],
  ['cluster', '', 'the name or the ARN of an ECS cluster'],
  ['image', 'migrate-check-reference', 'at least its tag'],
  ['host', 'https://mcp.run.georgi.io', 'without a port'],
  ['base_path', '/jessica-service/', 'none at the end'],
  ['base_path', `/${'a'.repeat(120)}`, 'at most 120'],
  ['rule_priority', 50_000, 'from 1 to 49999'],
  ['cpu_architecture', 'arm64', 'X86_64 or ARM64'],
  ['cpu', 300, '256, 512'],
  ['memory', 512, 'do not fit into less'],
  ['memory', 1500, 'A multiple of 1024'],
  ['deregistration_delay', 30, 'from 45 to 3600'],
  ['deregistration_delay', 60.5, 'A whole number'],
  ['bearer_token_secret_arn', 'a-token-of-a-test', 'Never the token itself'],
  ['bearer_token_secret_arn', `${SECRET}:token::`, 'no key of a JSON document'],
  ['allow_origins', ['https://app.example.com/page'], 'without a path'],
  ['limits', {streams: 'many'}, 'a time like 30s'],
  ['limits', {'streams=5\nsessions': '5'}, 'under the name of a limit'],
  ['environment', {'A-B': ''}, 'no digit first'],
  ['environment', {MIGRATE_CHECK_BEARER_TOKEN: 'a-token-of-a-test'}, 'a variable of their own'],
  ['environment', {NODE_OPTIONS: ''}, 'other parts depend on them'],
  ['expire_after', '24', 'A time like 24h'],
];

// Without Terraform and its provider these tests are skipped. Its code is read in test/deploy.
if (found === null)
  console.error('e2e: no terraform with the AWS provider on this machine: deploy/terraform is not applied');
else describe('e2e: deploy/terraform, applied to the AWS emulator', () => applied(found));

// Variables and what follows from them need no provider.
const binary = ['terraform', 'tofu'].find(isThere);
if (binary === undefined)
  console.error('e2e: no terraform on this machine: the variables of deploy/terraform are not set');
else describe('e2e: the variables of deploy/terraform', () => set(binary));

function isThere(command: string): boolean {
  try {
    execFileSync(command, ['version'], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
}

function set(command: string): void {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'migrate-check-variables-'));
    const from = path.join(ROOT, 'deploy/terraform');
    for (const file of ['variables.tf', 'locals.tf']) await cp(path.join(from, file), path.join(folder, file));
    const outputs = [
      'load_balancer',
      'heap',
      'environment',
      'secrets',
      'read_secret',
      'stop_timeout',
      'replacement_minutes',
    ].map((name) => `output "${name}" {\n  value = local.${name}\n}\n`);
    await writeFile(path.join(folder, 'outputs.tf'), outputs.join(''));
  });

  after(() => rm(folder, {recursive: true, force: true}));

  /** They only become outputs. */
  async function withValues(values: Readonly<Record<string, unknown>>) {
    await writeFile(path.join(folder, 'terraform.tfvars.json'), JSON.stringify({...GIVEN, ...values}));
    const env = {TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1', HOME: folder};
    const {code, stdout, stderr} = await run(command, [`-chdir=${folder}`, 'apply', '-auto-approve', '-json'], env);
    const events = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    const refused = events.flatMap(({diagnostic}) => (diagnostic?.severity === 'error' ? [diagnostic.detail] : []));
    if (code !== 0 && refused.length === 0) throw new Error(`${command} ended with ${code}:\n${stdout}${stderr}`);
    return {refused: refused.join('\n'), outputs: events.findLast(({type}) => type === 'outputs')?.outputs};
  }

  it('take what has to be given, and find the load balancer in it', async () => {
    const {refused, outputs} = await withValues({});
    expect(refused).to.equal('');
    expect(outputs.load_balancer.value).to.equal('app/central-alb/50dc6c495c0c9188');
  });

  it("bound Node.js's heap by the task's memory", async () => {
    expect((await withValues({})).outputs.heap.value).to.equal(640);
    expect((await withValues({memory: 4096})).outputs.heap.value).to.equal(2560);
  });

  it('start the server as they say, with a token that only its secret names', async () => {
    const {refused, outputs} = await withValues({
      allow_origins: ['https://app.example.com', 'https://other.example.com'],
      limits: {streams: 500, 'session-idle': '10m'},
      environment: {MIGRATE_CHECK_LOG: 'off', MIGRATE_CHECK_FORWARDED_HOPS: '2'},
      bearer_token_secret_arn: SECRET,
    });
    expect(refused).to.equal('');
    expect(outputs.secrets.value).to.deep.equal([{name: 'MIGRATE_CHECK_BEARER_TOKEN', valueFrom: SECRET}]);
    expect(outputs.environment.value).to.include({
      MIGRATE_CHECK_LIMIT: 'session-idle=10m\nstreams=500',
      MIGRATE_CHECK_FORWARDED_HOPS: '2',
      MIGRATE_CHECK_DRAIN_DELAY: '25s',
      MIGRATE_CHECK_GRACE: '20s',
    });
    expect(outputs.stop_timeout.value).to.equal(60);
    const env = {
      ...outputs.environment.value,
      ...{MIGRATE_CHECK_HOST: '127.0.0.1', MIGRATE_CHECK_PORT: '0', MIGRATE_CHECK_JSON: '1'},
      MIGRATE_CHECK_BEARER_TOKEN: 'a-token-of-a-test',
    };
    const server = await startServer(process.execPath, [BIN, 'serve'], {ready: /"url":"([^"]+)"/, env});
    try {
      const ask = async (headers: Record<string, string>) => {
        const {status, headers: answered} = await fetch(`${server.ready[1]}/api/v1/status`, {headers});
        return [status, answered.get('access-control-allow-origin')];
      };
      const Authorization = 'Bearer a-token-of-a-test';
      expect(server.ready[1]).to.match(/\/jessica-service$/);
      expect(await ask({})).to.deep.equal([401, null]);
      for (const Origin of ['https://app.example.com', 'https://other.example.com'])
        expect(await ask({Authorization, Origin})).to.deep.equal([200, Origin]);
      expect((await ask({Authorization, Origin: 'https://elsewhere.example.com'}))[0]).to.equal(403);
      // The target group has no token.
      expect((await fetch(new URL('/ready', server.ready[1]))).status).to.equal(200);
    } finally {
      // Asked to end, it would wait for its load balancer first.
      await server.close('SIGKILL');
    }
  });

  it('give a replacement its time before they call a target group unhealthy', async () => {
    expect((await withValues({})).outputs.replacement_minutes.value).to.equal(5);
    expect((await withValues({deregistration_delay: 301})).outputs.replacement_minutes.value).to.equal(10);
  });

  it('read a secret, a parameter, or nothing', async () => {
    expect((await withValues({})).outputs.secrets.value).to.deep.equal([]);
    expect((await withValues({bearer_token_secret_arn: SECRET})).outputs.read_secret.value).to.equal(
      'secretsmanager:GetSecretValue',
    );
    expect((await withValues({bearer_token_secret_arn: PARAMETER})).outputs.read_secret.value).to.equal(
      'ssm:GetParameters',
    );
  });

  for (const [name, value, why] of REFUSED) {
    it(`refuse ${JSON.stringify(value)} for ${name} before AWS is asked`, async () => {
      expect((await withValues({[name]: value})).refused).to.include(why);
    });
  }
}

function applied(terraform: Terraform): void {
  let moto: Moto;
  let world: AwsWorld;
  let folder: string;
  let env: NodeJS.ProcessEnv;

  before(async () => {
    moto = await startMoto();
    world = await buildWorld(moto.url);
    folder = await mkdtemp(path.join(tmpdir(), 'migrate-check-terraform-'));
    await cp(path.join(ROOT, 'deploy/terraform'), folder, {recursive: true});
    await writeFile(path.join(folder, 'emulator.tf'), PROVIDER);
    const {accessKeyId, secretAccessKey, sessionToken = ''} = await administratorOf(moto.url, ACCOUNTS.platform);
    env = {
      AWS_ENDPOINT_URL: moto.url,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
      AWS_REGION: REGION,
    };
    await terraformIn(folder, terraform, ['init', '-backend=false', `-plugin-dir=${terraform.plugins}`]);
  });

  after(async () => {
    await world?.close();
    await moto?.close();
    if (folder !== undefined) await rm(folder, {recursive: true, force: true});
  });

  function variables(): string[] {
    const {edge, network} = world;
    return Object.entries({
      listener_arn: edge.listenerArn,
      load_balancer_security_group_id: network.securityGroupId,
      vpc_id: network.vpcId,
      subnet_ids: JSON.stringify(network.subnetIds),
      cluster: 'main',
      image: IMAGE,
    }).map(([name, value]) => `-var=${name}=${value}`);
  }

  it('is valid', async () => {
    expect(JSON.parse(await terraformIn(folder, terraform, ['validate', '-json']))).to.include({valid: true});
  });

  it('leads its paths to the reference server, by our own check, and leaves the others alone', async () => {
    await terraformIn(folder, terraform, ['apply', '-auto-approve', '-no-color', ...variables()], env);
    for (const [at, targetGroup] of [
      ['/mcp', 'migrate-check-reference'],
      ['/mcp/other', 'migrate-check-reference'],
      ['/ws', 'migrate-check-reference'],
      ['/events', 'migrate-check-reference'],
      ['/api/v1/echo', 'migrate-check-reference'],
      ['/ready', 'migrate-check-reference'],
      // The rule of the real service is there already, and wins.
      ['/mcp/sse/stream', 'jessica-service-sse'],
    ]) {
      const request = {host: 'mcp.run.georgi.io', path: `/jessica-service${at}`};
      const judged = JSON.stringify({alb: 'central-alb', request, targetGroup});
      const {code, stderr} = await runTool(
        ['check', 'alb/rule-routes-request', '--with-json', judged, '--endpoint-url', moto.url, '--region', REGION],
        {env},
      );
      expect(code, `${at}\n${stderr}`).to.equal(0);
    }
  });

  it('has nothing left to change, and can be taken away', async () => {
    await terraformIn(folder, terraform, ['plan', '-detailed-exitcode', '-no-color', ...variables()], env);
    await terraformIn(folder, terraform, ['destroy', '-auto-approve', '-no-color', ...variables()], env);
  });
}
