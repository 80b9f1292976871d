import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fromIni, fromTemporaryCredentials} from '@aws-sdk/credential-providers';
import {expect} from 'chai';
import {ACCOUNTS, READER_ROLE, REGION} from './support/aws-identities.ts';
import {type AwsWorld, buildWorld} from './support/aws-world.ts';
import {given} from './support/given.ts';
import {type Moto, startMoto} from './support/moto.ts';
import {copyChecklist} from './support/shipped-checklist.ts';
import {runReport, runTool} from './support/tool.ts';

const role = (account: keyof typeof ACCOUNTS) => `arn:aws:iam::${ACCOUNTS[account]}:role/${READER_ROLE}`;

/** As the recipe for two accounts in docs/checklist.md has them. */
const RECIPE = {
  platform: '# what CI has taken',
  dns: `roleArn: ${role('dns')}\n    via: platform`,
};

describe('e2e: the role of one account, taken with that of another', function () {
  this.timeout(120_000);
  let moto: Moto;
  let folder: string;
  let world: AwsWorld;

  before(async () => {
    moto = await startMoto();
    folder = await mkdtemp(path.join(tmpdir(), 'migrate-check-two-accounts-'));
    await copyChecklist(folder, RECIPE);
  });

  afterEach(() => world?.close());

  after(async () => {
    await moto?.close();
    await rm(folder, {recursive: true, force: true});
  });

  async function printedActions(): Promise<{platform: string[]; dns: string[]}> {
    const {stdout} = await runTool(['iam', '--json'], {cwd: folder});
    const policies: Record<string, {Statement: {Action: string[]}[]}> = JSON.parse(stdout);
    const actionsIn = (name: string) => given(policies[name]).Statement.flatMap(({Action}) => Action);
    return {platform: actionsIn('platform'), dns: actionsIn('dns')};
  }

  /** The record, which is in one account, and its load balancer, which is in the other, as the platform's role. */
  async function look(allowed: {platform: string[]; dns: string[]}) {
    await moto.reset();
    world = await buildWorld(moto.url, {allowed});
    const {env} = world;
    const take = fromTemporaryCredentials({
      masterCredentials: fromIni({
        profile: 'default',
        filepath: given(env.AWS_SHARED_CREDENTIALS_FILE),
        configFilepath: given(env.AWS_CONFIG_FILE),
      }),
      params: {RoleArn: role('platform'), RoleSessionName: 'ci'},
      clientConfig: {endpoint: moto.url, region: REGION},
    });
    const {accessKeyId, secretAccessKey, sessionToken} = await take();
    await moto.requirePermissions();
    const {report} = await runReport(
      [
        '--stage',
        'ready',
        '--only',
        'dns-record',
        '--no-needs',
        '--endpoint-url',
        moto.url,
        '--var',
        'terraformFiles=-',
      ],
      {
        cwd: folder,
        env: {
          AWS_EC2_METADATA_DISABLED: 'true',
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: secretAccessKey,
          AWS_SESSION_TOKEN: sessionToken,
        },
      },
    );
    return given(report.items.find(({id}) => id === 'dns-record'));
  }

  it('needs no more than `iam` prints for each', async () => {
    const {status, summary} = await look(await printedActions());
    expect(status, summary ?? '').to.equal('pass');
  });

  it('is an error that names the permission where the first may not take the second', async () => {
    const {platform, dns} = await printedActions();
    const {status, summary} = await look({platform: platform.filter((action) => action !== 'sts:AssumeRole'), dns});
    expect([status, summary]).to.deep.include('error');
    expect(summary).to.include('sts:AssumeRole');
  });
});
