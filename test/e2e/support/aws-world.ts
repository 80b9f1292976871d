import {ACMClient} from '@aws-sdk/client-acm';
import {EC2Client} from '@aws-sdk/client-ec2';
import {ECSClient} from '@aws-sdk/client-ecs';
import {ElasticLoadBalancingV2Client} from '@aws-sdk/client-elastic-load-balancing-v2';
import {Route53Client} from '@aws-sdk/client-route-53';
import {
  createEdge,
  createTargetGroups,
  deleteLoadBalancer,
  type Edge,
  HOST,
  putRestBeforeStreams,
  removeCertificate,
  requestCertificate,
  type TargetGroups,
} from './aws-edge.ts';
import {
  ACCOUNTS,
  type AccountName,
  administratorOf,
  createReader,
  type Identities,
  READER_ACTIONS,
  REGION,
  writeIdentities,
} from './aws-identities.ts';
import {closeHttps, createNetwork, type Network} from './aws-network.ts';
import {createService} from './aws-service.ts';
import {changeAlias, createZone} from './aws-zone.ts';

/** The faults that can be made in AWS; the sixth scenario, an idle stream that is cut, is the proxy's. */
export type AwsFault =
  | 'record-missing'
  | 'certificate-too-short'
  | 'internal-load-balancer'
  | 'port-closed'
  | 'rule-order';

/** A finished migration in two accounts, built by AWS's own create calls. */
export interface AwsWorld {
  /** What a process needs to read in both accounts. */
  readonly env: NodeJS.ProcessEnv;
  readonly network: Network;
  readonly targetGroups: TargetGroups;
  readonly edge: Edge;
  readonly zoneId: string;
  /** Each makes one thing wrong, by the call somebody would have made by mistake. */
  readonly breaks: Readonly<Record<AwsFault, () => Promise<void>>>;
  /** Deletes the files it wrote; what lives in the emulator goes with the emulator. */
  close(): Promise<void>;
}

export interface AwsWorldOptions {
  /** IAM actions that the reader of each account is allowed, once the emulator asks for permissions. */
  readonly allowed?: Partial<Record<AccountName, readonly string[]>>;
}

export async function buildWorld(endpoint: string, options: AwsWorldOptions = {}): Promise<AwsWorld> {
  const platform = await administratorOf(endpoint, ACCOUNTS.platform);
  const dns = await administratorOf(endpoint, ACCOUNTS.dns);
  const configuration = {endpoint, region: REGION, credentials: platform};
  const ec2 = new EC2Client(configuration);
  const elb = new ElasticLoadBalancingV2Client(configuration);
  const acm = new ACMClient(configuration);
  const route53 = new Route53Client({...configuration, credentials: dns});

  const network = await createNetwork(ec2);
  const targetGroups = await createTargetGroups(elb, network.vpcId);
  const certificates = {
    wildcard: await requestCertificate(acm, '*.georgi.io'),
    mcp: await requestCertificate(acm, HOST),
  };
  const edge = await createEdge(elb, network, targetGroups, certificates, 'internet-facing');
  await createService(new ECSClient(configuration), network, targetGroups);
  const zoneId = await createZone(route53);
  await changeAlias(route53, zoneId, edge, 'CREATE');

  const identities = await createIdentities(endpoint, {platform, dns}, options);
  return {
    env: identities.env,
    network,
    targetGroups,
    edge,
    zoneId,
    breaks: {
      'record-missing': () => changeAlias(route53, zoneId, edge, 'DELETE'),
      'certificate-too-short': () => removeCertificate(elb, edge, certificates),
      // A scheme can't be changed: somebody made it anew, and the record follows it.
      'internal-load-balancer': async () => {
        await deleteLoadBalancer(elb, edge);
        const internal = await createEdge(elb, network, targetGroups, certificates, 'internal');
        await changeAlias(route53, zoneId, internal, 'UPSERT');
      },
      'port-closed': () => closeHttps(ec2, network),
      'rule-order': () => putRestBeforeStreams(elb, edge),
    },
    close: async () => {
      for (const client of [ec2, elb, acm, route53]) client.destroy();
      await identities.remove();
    },
  };
}

async function createIdentities(
  endpoint: string,
  administrators: Record<AccountName, Parameters<typeof createReader>[2]>,
  {allowed}: AwsWorldOptions,
): Promise<Identities> {
  const operator = (name: AccountName) =>
    createReader(endpoint, ACCOUNTS[name], administrators[name], allowed?.[name] ?? READER_ACTIONS);
  return writeIdentities({platform: await operator('platform'), dns: await operator('dns')});
}
