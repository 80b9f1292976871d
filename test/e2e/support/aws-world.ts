import {ACMClient} from '@aws-sdk/client-acm';
import {APIGatewayClient} from '@aws-sdk/client-api-gateway';
import {ApiGatewayV2Client} from '@aws-sdk/client-apigatewayv2';
import {CloudWatchClient} from '@aws-sdk/client-cloudwatch';
import {EC2Client, RevokeSecurityGroupIngressCommand} from '@aws-sdk/client-ec2';
import {ECRClient} from '@aws-sdk/client-ecr';
import {ECSClient} from '@aws-sdk/client-ecs';
import {ElasticLoadBalancingV2Client} from '@aws-sdk/client-elastic-load-balancing-v2';
import {Route53Client} from '@aws-sdk/client-route-53';
import {Route53DomainsClient} from '@aws-sdk/client-route-53-domains';
import {SNSClient} from '@aws-sdk/client-sns';
import {setLoadBalancerAttributes, setTargetGroupAttributes} from '../failures/edge.ts';
import {createGateway} from '../failures/gateway.ts';
import {createMonitoring, dimensionsOf, putAlarm} from '../failures/monitoring.ts';
import {createGuards, type Guards, officeRule} from '../failures/network.ts';
import {createTasks, keepTasksRunning, registerRevision} from '../failures/service.ts';
import {
  createEdge,
  createTargetGroups,
  deleteLoadBalancer,
  type Edge,
  HOST,
  IDLE_TIMEOUT_SECONDS,
  putRestBeforeStreams,
  removeCertificate,
  requestCertificate,
  type TargetGroups,
  WEBSOCKET_HOST,
} from './aws-edge.ts';
import {addConsole, addTask, closeTasks, moveToUndelegatedZone} from './aws-faults.ts';
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
import {addValidationRecord, changeAlias, createZone} from './aws-zone.ts';

/** The faults that can be made in AWS; an idle stream that is cut is the proxy's. */
export type AwsFault =
  | 'record-missing'
  | 'certificate-too-short'
  | 'internal-load-balancer'
  | 'port-closed'
  | 'rule-order'
  | 'not-delegated'
  | 'exposed'
  | 'two-tasks'
  | 'task-group-closed'
  | 'alarm-on-old';

/** A finished migration in two accounts, built by AWS's own create calls. */
export interface AwsWorld {
  /** What a process needs to read in both accounts. */
  readonly env: NodeJS.ProcessEnv;
  readonly network: Network;
  readonly targetGroups: TargetGroups;
  readonly edge: Edge;
  readonly zoneId: string;
  /** Each breaks one thing, with the call that a person would have made by mistake. */
  readonly breaks: Readonly<Record<AwsFault, () => Promise<void>>>;
  /** Deletes the files it wrote; what lives in the emulator goes with the emulator. */
  close(): Promise<void>;
}

export interface AwsWorldOptions {
  /** IAM actions that the reader of each account is allowed, once the emulator asks for permissions. */
  readonly allowed?: Partial<Record<AccountName, readonly string[]>>;
}

/** Attributes that the checklist requires, set explicitly, as the emulator does not show defaults. */
const LOAD_BALANCER_ATTRIBUTES = {
  'idle_timeout.timeout_seconds': String(IDLE_TIMEOUT_SECONDS),
  'client_keep_alive.seconds': '3600',
  'routing.http2.enabled': 'true',
  'routing.http.drop_invalid_header_fields.enabled': 'false',
  'routing.http.desync_mitigation_mode': 'defensive',
  'access_logs.s3.enabled': 'true',
};

const TARGET_GROUP_ATTRIBUTES = {
  'deregistration_delay.timeout_seconds': '120',
  'stickiness.enabled': 'false',
  'load_balancing.algorithm.type': 'least_outstanding_requests',
};

export async function buildWorld(endpoint: string, options: AwsWorldOptions = {}): Promise<AwsWorld> {
  const platform = await administratorOf(endpoint, ACCOUNTS.platform);
  const dns = await administratorOf(endpoint, ACCOUNTS.dns);
  const configuration = {endpoint, region: REGION, credentials: platform};
  const ec2 = new EC2Client(configuration);
  const elb = new ElasticLoadBalancingV2Client(configuration);
  const ecr = new ECRClient(configuration);
  const ecs = new ECSClient(configuration);
  const acm = new ACMClient(configuration);
  const cloudWatch = new CloudWatchClient(configuration);
  const sns = new SNSClient(configuration);
  const apiGateway = new APIGatewayClient(configuration);
  const apiGatewayV2 = new ApiGatewayV2Client(configuration);
  const route53 = new Route53Client({...configuration, credentials: dns});
  const domains = new Route53DomainsClient({...configuration, region: 'us-east-1', credentials: dns});
  await keepTasksRunning(endpoint);

  const network = await createNetwork(ec2);
  const guards = await guardsWithoutOffice(ec2, network);
  const targetGroups = await createTargetGroups(elb, network.vpcId);
  const certificates = {
    wildcard: await requestCertificate(acm, '*.georgi.io'),
    mcp: await requestCertificate(acm, HOST),
  };
  const createLoadBalancer = async (scheme: 'internet-facing' | 'internal'): Promise<Edge> => {
    const made = await createEdge(elb, network, targetGroups, certificates, scheme);
    await setLoadBalancerAttributes(elb, made, LOAD_BALANCER_ATTRIBUTES);
    return made;
  };
  const edge = await createLoadBalancer('internet-facing');
  await setTargetGroupAttributes(elb, targetGroups.sse, TARGET_GROUP_ATTRIBUTES);
  // The revision that a rollback of the service goes back to.
  await registerRevision(ecs);
  await createTasks({ecr, ecs, elb, network, guards, targetGroups});
  await createGateway({apiGateway, apiGatewayV2}, network, guards);
  await createMonitoring({cloudWatch, sns}, edge, targetGroups);
  const zoneId = await createZone({route53, domains});
  domains.destroy();
  for (const host of [HOST, WEBSOCKET_HOST]) await changeAlias(route53, zoneId, edge, 'CREATE', host);
  await addValidationRecord({acm, route53}, zoneId, certificates.mcp);

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
      // A scheme cannot be changed: the load balancer was recreated, and record and alarms follow it.
      'internal-load-balancer': async () => {
        await deleteLoadBalancer(elb, edge);
        const internal = await createLoadBalancer('internal');
        for (const host of [HOST, WEBSOCKET_HOST]) await changeAlias(route53, zoneId, internal, 'UPSERT', host);
        await createMonitoring({cloudWatch, sns}, internal, targetGroups);
      },
      'port-closed': () => closeHttps(ec2, network, guards.vpcLinkGroupId),
      'rule-order': () => putRestBeforeStreams(elb, edge),
      'not-delegated': () => moveToUndelegatedZone(route53, zoneId, edge),
      exposed: () => addConsole(elb, edge, network.vpcId),
      'two-tasks': () => addTask({ecr, ecs, elb, network, guards, targetGroups}),
      'task-group-closed': () => closeTasks(ec2, guards, network),
      'alarm-on-old': () =>
        putAlarm(cloudWatch, edge, targetGroups.sse, 'errors', {Dimensions: dimensionsOf(edge, targetGroups.api)}),
    },
    close: async () => {
      for (const client of [ec2, ecr, elb, ecs, acm, cloudWatch, apiGateway, apiGatewayV2, route53, sns])
        client.destroy();
      await identities.remove();
    },
  };
}

/** The load balancer of the shipped checklist is open on port 443 alone. */
async function guardsWithoutOffice(ec2: EC2Client, network: Network): Promise<Guards> {
  const guards = await createGuards(ec2, network);
  await ec2.send(
    new RevokeSecurityGroupIngressCommand({
      GroupId: network.securityGroupId,
      IpPermissions: [officeRule(guards.prefixListId)],
    }),
  );
  return guards;
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
