import {execFileSync} from 'node:child_process';
import {cp, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect} from 'chai';
import {ACCOUNTS, administratorOf, REGION} from './support/aws-identities.ts';
import {type AwsWorld, buildWorld} from './support/aws-world.ts';
import {type Moto, startMoto} from './support/moto.ts';
import {run} from './support/run.ts';
import {findTerraform, type Terraform, terraformIn} from './support/terraform.ts';
import {ROOT, runTool} from './support/tool.ts';

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
  ['expire_after', '24', 'A time like 24h'],
];

// Without Terraform and its provider nothing is claimed here: no test stands for it. Its code is read in test/deploy.
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
    const outputs = ['load_balancer', 'heap'].map((name) => `output "${name}" {\n  value = local.${name}\n}\n`);
    await writeFile(path.join(folder, 'outputs.tf'), outputs.join(''));
  });

  after(() => rm(folder, {recursive: true, force: true}));

  /** Nothing is made of them but outputs. */
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
