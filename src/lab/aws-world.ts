import {RECORDING_VERSION, type Recording} from '../model/facts/fact-store.ts';
import type {Json} from '../model/outcome.ts';
import {ACM, type AcmWorld, acmRecorded} from './worlds/acm.ts';
import {API_GATEWAY, type ApiGatewayWorld, apiGatewayRecorded} from './worlds/apigateway.ts';
import {CLOUDWATCH, type CloudWatchWorld, cloudWatchRecorded} from './worlds/cloudwatch.ts';
import {EC2, type Ec2World, ec2Recorded} from './worlds/ec2.ts';
import {ECR, type EcrWorld, ecrRecorded} from './worlds/ecr.ts';
import {ECS, type EcsWorld, ecsRecorded} from './worlds/ecs.ts';
import {ELBV2, type Elbv2World, elbv2Recorded} from './worlds/elbv2.ts';
import {ROUTE53, type Route53World, route53Recorded} from './worlds/route53.ts';
import {SNS, type SnsWorld, snsRecorded} from './worlds/sns.ts';
import {WAFV2, type Wafv2World, wafv2Recorded} from './worlds/wafv2.ts';

/**
 * The two AWS accounts of the lab and the tests: one holds the load balancer, the other the DNS zone. Each service has
 * a file with the shape of its part, its state in the healthy world, and the keys it is recorded under.
 */
export interface AwsWorld
  extends AcmWorld,
    ApiGatewayWorld,
    CloudWatchWorld,
    Ec2World,
    EcrWorld,
    EcsWorld,
    Elbv2World,
    Route53World,
    SnsWorld,
    Wafv2World {
  readonly platform: AwsIdentity;
  readonly dns: AwsIdentity;
}

/** What STS says about the caller in an account. */
interface AwsIdentity {
  readonly id: string;
  readonly arn: string;
}

/** The world in which every item of the shipped checklist passes at stage `ready` and after. */
export const HEALTHY: AwsWorld = {
  platform: {id: '444444444444', arn: 'arn:aws:sts::444444444444:assumed-role/migrate-check/lab'},
  dns: {id: '111111111111', arn: 'arn:aws:sts::111111111111:assumed-role/migrate-check/lab'},
  ...ACM,
  ...API_GATEWAY,
  ...CLOUDWATCH,
  ...EC2,
  ...ECR,
  ...ECS,
  ...ELBV2,
  ...ROUTE53,
  ...SNS,
  ...WAFV2,
};

/**
 * The recording that `--record` would write in this world. Account names are those of the shipped checklist.
 * @param recordedAt ISO 8601: when the facts are judged.
 */
export function recordingOf(world: AwsWorld, recordedAt: string): Recording {
  const platform = `aws:platform:${world.loadBalancer.region}`;
  const values = {
    'aws:platform:caller': world.platform,
    'aws:dns:caller': world.dns,
    ...acmRecorded(world, platform),
    ...apiGatewayRecorded(world, platform),
    ...cloudWatchRecorded(world, platform),
    ...ec2Recorded(world, world.loadBalancer, platform),
    ...ecrRecorded(world),
    ...ecsRecorded(world, platform),
    ...elbv2Recorded(world, platform),
    ...route53Recorded(world),
    ...snsRecorded(world, platform),
    ...wafv2Recorded(world, world.loadBalancer.arn, platform),
  };
  const facts = Object.entries(values).map(([key, value]) => [key, {value: asJson(value)}] as const);
  return {
    recordingVersion: RECORDING_VERSION,
    recordedAt,
    tool: 'migrate-check lab',
    facts: Object.fromEntries(facts),
  };
}

/** Facts are plain values, but an interface has no index signature, so the compiler cannot see that they are JSON. */
function asJson(value: unknown): Json {
  return value as Json;
}
