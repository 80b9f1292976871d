import {cp, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect} from 'chai';
import {ACCOUNTS, administratorOf, REGION} from './support/aws-identities.ts';
import {type AwsWorld, buildWorld} from './support/aws-world.ts';
import {type Moto, startMoto} from './support/moto.ts';
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

// Without Terraform and its provider nothing is claimed here: no test stands for it. Its code is read in test/deploy.
if (found === null)
  console.error('e2e: no terraform with the AWS provider on this machine: deploy/terraform is not applied');
else describe('e2e: deploy/terraform, applied to the AWS emulator', () => applied(found));

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
      image: 'registry.example.com/migrate-check-reference@sha256:0000',
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
