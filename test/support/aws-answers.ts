import {ACMClient} from '@aws-sdk/client-acm';
import {APIGatewayClient} from '@aws-sdk/client-api-gateway';
import {ApiGatewayV2Client} from '@aws-sdk/client-apigatewayv2';
import {CloudWatchClient} from '@aws-sdk/client-cloudwatch';
import {EC2Client} from '@aws-sdk/client-ec2';
import {ECSClient} from '@aws-sdk/client-ecs';
import {ElasticLoadBalancingV2Client, type LoadBalancer} from '@aws-sdk/client-elastic-load-balancing-v2';
import {Route53Client} from '@aws-sdk/client-route-53';
import {SNSClient} from '@aws-sdk/client-sns';
import {GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts';
import {mockClient} from 'aws-sdk-client-mock';
import {HEALTHY} from '../../src/lab/aws-world.ts';
import type {Account, Resource} from '../../src/model/checklist.ts';
import type {Clock} from '../../src/model/clock.ts';
import type {AwsFacts} from '../../src/model/facts/aws-facts.ts';
import {type Aws, createAws} from '../../src/probes/aws/create-aws.ts';
import {liveFacts} from '../../src/probes/facts.ts';
import {RESOURCES as BY_ACCOUNT} from './healthy-resources.ts';
import {answersIn, type Command, callOf} from './sdk-world/play.ts';

const asAws = answersIn(HEALTHY);

function mockClients() {
  return {
    elb: mockClient(ElasticLoadBalancingV2Client),
    acm: mockClient(ACMClient),
    apigateway: mockClient(APIGatewayClient),
    apigatewayv2: mockClient(ApiGatewayV2Client),
    cloudwatch: mockClient(CloudWatchClient),
    ec2: mockClient(EC2Client),
    ecs: mockClient(ECSClient),
    route53: mockClient(Route53Client),
    sns: mockClient(SNSClient),
    sts: mockClient(STSClient),
  };
}

type Mocks = ReturnType<typeof mockClients>;

/**
 * The SDK's clients without a network. Call `reset` before each test: they are only mocked from the first test on, as
 * suites that are merely loaded would get in the way of those that play the world.
 */
export function mockedSdk() {
  let mocks: Mocks | null = null;
  const sdk = {
    /** Answers as AWS would in the healthy world, until a test says otherwise. */
    reset() {
      mocks ??= mockClients();
      Object.assign(sdk, mocks);
      for (const client of Object.values(mocks)) {
        client.reset();
        // Each client has its own types; here all are answered alike.
        const send = client.send as unknown as {callsFake(fake: (command: Command) => Promise<object>): void};
        send.callsFake(async function (this: object, command: Command) {
          return asAws(callOf(this.constructor.name, command));
        });
      }
      mocks.sts.on(GetCallerIdentityCommand).resolves(CALLER);
    },
    restore() {
      for (const client of Object.values(mocks ?? {})) client.restore();
      mocks = null;
    },
  };
  return sdk as typeof sdk & Mocks;
}

export const CALLER = {Account: '444444444444', Arn: 'arn:aws:sts::444444444444:assumed-role/migrate-check/run'};

/** Sleeps take no time and are recorded. */
export function sleeplessClock(): Clock & {readonly sleptMs: number[]} {
  const sleptMs: number[] = [];
  let nowMs = 0;
  return {
    sleptMs,
    now: () => new Date('2026-11-22T12:00:00Z'),
    monotonicMs: () => nowMs,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      sleptMs.push(ms);
      nowMs += ms;
    },
  };
}

export const PLATFORM: Account = {
  name: 'platform',
  id: '444444444444',
  region: 'eu-central-1',
  profile: null,
  roleArn: null,
  externalId: null,
  via: null,
};

/** Those of the healthy world, all in the one account whose caller is mocked. */
export const RESOURCES = {...BY_ACCOUNT, zone: {...BY_ACCOUNT.zone, account: 'platform'}};

/** Facts by plain names: a test has no checklist that says of which kind a name is. */
export type PlainFacts = {
  readonly [Fact in keyof AwsFacts]: AwsFacts[Fact] extends (where: never, ...more: infer More) => infer Answer
    ? (where: string, ...more: More) => Answer
    : never;
};

export interface Probe {
  readonly aws: Aws;
  readonly facts: PlainFacts;
  readonly clock: ReturnType<typeof sleeplessClock>;
}

export function probe(
  resources: Readonly<Record<string, Resource>> = RESOURCES,
  accounts: Readonly<Record<string, Account>> = {platform: PLATFORM},
  signal = new AbortController().signal,
): Probe {
  const clock = sleeplessClock();
  const aws = createAws({accounts, resources, store: liveFacts(clock), clock});
  return {aws, clock, facts: aws.facts({signal, factsNotBefore: Number.NEGATIVE_INFINITY}) as PlainFacts};
}

/** A service exception as the SDK throws it. */
export function refusedWith(name: string, message = 'no', httpStatusCode = 400): Error {
  return Object.assign(new Error(message), {name, $fault: 'client', $metadata: {httpStatusCode}});
}

export function sdkLoadBalancer(name: string, members: Partial<LoadBalancer> = {}): LoadBalancer {
  return {
    LoadBalancerArn: `arn:aws:elasticloadbalancing:eu-central-1:444444444444:loadbalancer/app/${name}/1`,
    LoadBalancerName: name,
    DNSName: `${name}-1.eu-central-1.elb.amazonaws.com`,
    CanonicalHostedZoneId: 'Z215JYRZR1TBD5',
    Scheme: 'internet-facing',
    Type: 'application',
    State: {Code: 'active'},
    IpAddressType: 'ipv4',
    VpcId: 'vpc-1',
    AvailabilityZones: [{ZoneName: 'eu-central-1a', SubnetId: 'subnet-a'}],
    SecurityGroups: ['sg-1'],
    ...members,
  };
}
