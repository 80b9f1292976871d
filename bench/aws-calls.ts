/**
 * 500 items about one load balancer, one zone, one service and one API, with every answer of AWS 50 ms late: how many
 * calls that takes, compared with the minimum that AWS's batches and pages allow, and how long, compared with the
 * longest chain of dependent calls. Prints one JSON document.
 */
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {runChecklist} from '../src/app/run-checklist.ts';
import {loadChecklist} from '../src/checklist/load.ts';
import {CHECKS} from '../src/checks/index.ts';
import {HEALTHY} from '../src/lab/aws-world.ts';
import type {Checklist} from '../src/model/checklist.ts';
import {type Call, playSdkWorld} from '../test/support/sdk-world/play.ts';
import {awsChecklist} from './inputs.ts';

const ANSWER_MS = 50;
const ITEMS = 500;
const RUNS = 7;

/** The interval between rate-limited calls: Route 53 is called four times a second. */
const ROUTE53_PACE_MS = 250;
const PACED = new Set(['ListResourceRecordSets', 'GetHostedZone', 'GetDNSSEC']);

/**
 * What each operation has to wait for, because its input is in that answer. An operation that appears twice gets its
 * second input from a later answer (the groups of the load balancer, and those of the tasks).
 */
const AFTER: Readonly<Record<string, readonly string[]>> = {
  GetCallerIdentity: [],
  ListHostedZones: ['GetCallerIdentity'],
  GetDomainDetail: ['ListHostedZones'],
  // None needs what the one before it says: they follow each other at the pace of Route 53.
  ListResourceRecordSets: ['ListHostedZones'],
  GetHostedZone: ['ListResourceRecordSets'],
  GetDNSSEC: ['GetHostedZone'],
  DescribeLoadBalancers: ['GetCallerIdentity'],
  DescribeLoadBalancerAttributes: ['DescribeLoadBalancers'],
  DescribeListeners: ['DescribeLoadBalancers'],
  DescribeListenerCertificates: ['DescribeListeners'],
  DescribeCertificate: ['DescribeListenerCertificates'],
  DescribeRules: ['DescribeListeners'],
  DescribeTargetGroups: ['GetCallerIdentity'],
  DescribeTargetHealth: ['DescribeTargetGroups'],
  DescribeTargetGroupAttributes: ['DescribeTargetGroups'],
  DescribeServices: ['GetCallerIdentity'],
  DescribeTaskDefinition: ['DescribeServices'],
  ListServiceDeployments: ['GetCallerIdentity'],
  DescribeServiceDeployments: ['ListServiceDeployments'],
  ListTasks: ['GetCallerIdentity'],
  DescribeTasks: ['ListTasks'],
  DescribeNetworkInterfaces: ['DescribeTasks'],
  DescribeSecurityGroups: ['DescribeNetworkInterfaces'],
  DescribeSubnets: ['DescribeNetworkInterfaces'],
  DescribeNetworkAcls: ['DescribeNetworkInterfaces'],
  DescribeRouteTables: ['DescribeSubnets'],
  GetRestApis: ['GetCallerIdentity'],
  GetApis: ['GetCallerIdentity'],
  GetVpcLinks: ['GetCallerIdentity'],
  GetMetricData: ['DescribeLoadBalancers'],
};

/**
 * The minimum number of calls for this checklist, by the sizes of AWS's batches and pages: each list fits one page and
 * each batch one call, except certificates, which are described one by one.
 */
const LEAST: Readonly<Record<string, number>> = {
  sts: 1,
  // Zones, records, name servers and signing of the one that answers.
  route53: 4,
  route53domains: 1,
  acm: HEALTHY.listenerCertificates.length,
  // Load balancers, attributes, listeners, certificates, rules, target groups, one group's health and attributes.
  elasticloadbalancing: 8,
  // Interfaces, groups, subnets, ACLs, routes. One more of three lists is requested early instead of waiting.
  ec2: 5,
  // Service, task definition, deployments (list and description), tasks (list and description).
  ecs: 6,
  // The APIs and the VPC links of either generation.
  apigateway: 2,
  apigatewayv2: 2,
  cloudwatch: 1,
};

function chainMs(operation: string): number {
  const before = Math.max(0, ...(AFTER[operation] ?? []).map(chainMs));
  const wait = PACED.has(operation) ? ROUTE53_PACE_MS - ANSWER_MS : 0;
  return before + wait + ANSWER_MS;
}

/** One run of the checklist in the lab's healthy world. */
async function run(checklist: Checklist, answerMs: number): Promise<{wallMs: number; calls: readonly Call[]}> {
  const calls: Call[] = [];
  const sdk = playSdkWorld(HEALTHY, async (call, asAws) => {
    calls.push(call);
    await new Promise((resolve) => setTimeout(resolve, answerMs));
    return asAws();
  });
  try {
    const beganMs = performance.now();
    const {report} = await runChecklist({
      checklist,
      waivers: [],
      signOffs: [],
      source: {
        mode: 'live',
        overrides: {endpointUrl: null, resolve: [], connectTo: [], caFile: null, dnsServer: []},
        ca: null,
      },
      stage: null,
      selection: {only: [], skip: [], tags: [], withNeeds: true},
      concurrency: 16,
      bail: false,
      region: 'eu-central-1',
      profile: null,
      vantage: 'bench',
      record: false,
      emit: () => {},
      signal: new AbortController().signal,
    });
    const wallMs = performance.now() - beganMs;
    const wrong = report.items.find(({status}) => status !== 'pass');
    if (wrong !== undefined) throw new Error(`${wrong.id}: ${wrong.status}, ${wrong.summary}`);
    return {wallMs, calls};
  } finally {
    sdk.restore();
  }
}

async function readChecklist(): Promise<Checklist> {
  const folder = await mkdtemp(join(tmpdir(), 'migrate-check-bench-'));
  try {
    const file = join(folder, 'aws.yaml');
    await writeFile(file, awsChecklist(ITEMS));
    const options = {environment: null, vars: {}, varFiles: [], processEnv: {}};
    const {checklist, problems} = await loadChecklist({file, checks: CHECKS, ...options});
    if (checklist === null) throw new Error(problems.map(({message}) => message).join('\n'));
    return checklist;
  } finally {
    await rm(folder, {recursive: true});
  }
}

const checklist = await readChecklist();
// Compiled once, as in a run that takes as long as real ones do.
await run(checklist, 0);
const runs = [];
for (let i = 0; i < RUNS; i++) runs.push(await run(checklist, ANSWER_MS));
const counted = Map.groupBy(runs[0]?.calls ?? [], ({service}) => service);
const unknown = (runs[0]?.calls ?? []).find(({operation}) => AFTER[operation] === undefined);
if (unknown !== undefined) throw new Error(`it is not known what ${unknown.operation} waits for`);
console.log(
  JSON.stringify({
    items: ITEMS,
    calls: Object.entries(LEAST).map(([service, least]) => ({
      service,
      calls: counted.get(service as Call['service'])?.length ?? 0,
      least,
    })),
    chainMs: Math.max(...Object.keys(AFTER).map(chainMs)),
    // Waiting only gets longer on a busy machine, so the shortest run is the most accurate.
    wallMs: Math.min(...runs.map(({wallMs}) => wallMs)),
  }),
);
