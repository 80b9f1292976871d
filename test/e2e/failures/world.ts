import {ACMClient} from '@aws-sdk/client-acm';
import {APIGatewayClient} from '@aws-sdk/client-api-gateway';
import {ApiGatewayV2Client} from '@aws-sdk/client-apigatewayv2';
import {CloudWatchClient} from '@aws-sdk/client-cloudwatch';
import {EC2Client} from '@aws-sdk/client-ec2';
import {ECRClient} from '@aws-sdk/client-ecr';
import {ECSClient} from '@aws-sdk/client-ecs';
import {ElasticLoadBalancingV2Client} from '@aws-sdk/client-elastic-load-balancing-v2';
import {Route53Client} from '@aws-sdk/client-route-53';
import {Route53DomainsClient} from '@aws-sdk/client-route-53-domains';
import {SNSClient} from '@aws-sdk/client-sns';
import {WAFV2Client} from '@aws-sdk/client-wafv2';
import {
  type Certificates,
  createEdge,
  createTargetGroups,
  type Edge,
  HOST,
  requestCertificate,
  type TargetGroups,
} from '../support/aws-edge.ts';
import {
  ACCOUNTS,
  type AccountName,
  administratorOf,
  createReader,
  READER_ACTIONS,
  REGION,
  writeIdentities,
} from '../support/aws-identities.ts';
import {createNetwork, type Network} from '../support/aws-network.ts';
import {createZone} from '../support/aws-zone.ts';
import {tuneLoadBalancer, tuneTargetGroup} from './edge.ts';
import {createGateway, type Gateway} from './gateway.ts';
import {createMonitoring} from './monitoring.ts';
import {createGuards, type Guards} from './network.ts';
import {createTasks, keepTasksRunning} from './service.ts';
import {createNames, type Names} from './zones.ts';

/** The administrator's clients: what breaks the world and mends it. */
export interface Clients {
  readonly acm: ACMClient;
  readonly apiGateway: APIGatewayClient;
  readonly apiGatewayV2: ApiGatewayV2Client;
  readonly cloudWatch: CloudWatchClient;
  readonly ec2: EC2Client;
  readonly ecr: ECRClient;
  readonly ecs: ECSClient;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly waf: WAFV2Client;
  /** In the account of the zones; all others are in that of the service. */
  readonly route53: Route53Client;
  /** Of that account too. */
  readonly domains: Route53DomainsClient;
  readonly sns: SNSClient;
}

/** The finished migration, with everything that its checks look at, in the emulator. */
export interface World extends Clients {
  readonly endpoint: string;
  readonly network: Network;
  readonly guards: Guards;
  readonly targetGroups: TargetGroups;
  readonly certificates: Certificates;
  readonly edge: Edge;
  readonly names: Names;
  readonly gateway: Gateway;
  /** What a process needs to read in both accounts. */
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

export async function buildWorld(endpoint: string): Promise<World> {
  const administrators = {
    platform: await administratorOf(endpoint, ACCOUNTS.platform),
    dns: await administratorOf(endpoint, ACCOUNTS.dns),
  };
  const clients = clientsOf(endpoint, administrators);
  const {acm, ec2, elb} = clients;
  await keepTasksRunning(endpoint);

  const network = await createNetwork(ec2);
  const guards = await createGuards(ec2, network);
  const targetGroups = await createTargetGroups(elb, network.vpcId);
  const certificates = {
    wildcard: await requestCertificate(acm, '*.georgi.io'),
    mcp: await requestCertificate(acm, HOST),
  };
  const edge = await createEdge(elb, network, targetGroups, certificates, 'internet-facing');
  await tuneLoadBalancer(elb, edge, targetGroups);
  await tuneTargetGroup(elb, targetGroups.sse);
  await createTasks({...clients, network, guards, targetGroups});
  const names = await createNames(clients, await createZone(clients), edge, certificates);
  const gateway = await createGateway(clients, network, guards);
  await createMonitoring(clients, edge, targetGroups);

  const operator = (name: AccountName) => createReader(endpoint, ACCOUNTS[name], administrators[name], READER_ACTIONS);
  const identities = await writeIdentities({platform: await operator('platform'), dns: await operator('dns')});
  return {
    ...clients,
    endpoint,
    network,
    guards,
    targetGroups,
    certificates,
    edge,
    names,
    gateway,
    env: identities.env,
    close: async () => {
      for (const client of Object.values(clients)) client.destroy();
      await identities.remove();
    },
  };
}

function clientsOf(
  endpoint: string,
  administrators: Record<AccountName, Awaited<ReturnType<typeof administratorOf>>>,
): Clients {
  const configuration = {endpoint, region: REGION, credentials: administrators.platform};
  return {
    acm: new ACMClient(configuration),
    apiGateway: new APIGatewayClient(configuration),
    apiGatewayV2: new ApiGatewayV2Client(configuration),
    cloudWatch: new CloudWatchClient(configuration),
    ec2: new EC2Client(configuration),
    ecr: new ECRClient(configuration),
    ecs: new ECSClient(configuration),
    elb: new ElasticLoadBalancingV2Client(configuration),
    waf: new WAFV2Client(configuration),
    route53: new Route53Client({...configuration, credentials: administrators.dns}),
    domains: new Route53DomainsClient({...configuration, region: 'us-east-1', credentials: administrators.dns}),
    sns: new SNSClient(configuration),
  };
}
