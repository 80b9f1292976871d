import * as acm from '@aws-sdk/client-acm';
import * as apiGateway from '@aws-sdk/client-api-gateway';
import * as apiGatewayV2 from '@aws-sdk/client-apigatewayv2';
import * as cloudWatch from '@aws-sdk/client-cloudwatch';
import * as ec2 from '@aws-sdk/client-ec2';
import * as ecs from '@aws-sdk/client-ecs';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import * as route53 from '@aws-sdk/client-route-53';
import * as sts from '@aws-sdk/client-sts';
import {mockClient} from 'aws-sdk-client-mock';
import type {AwsWorld} from '../../../src/lab/aws-world.ts';
import type {Answers} from './answers.ts';
import {elbv2Answers} from './elbv2.ts';
import {httpAnswers, restAnswers} from './gateway.ts';
import {monitoringAnswers} from './monitoring.ts';
import {namesAnswers} from './names.ts';
import {networkAnswers} from './network.ts';
import {serviceAnswers} from './service.ts';

/** One call that reaches AWS: `ecs:DescribeServices` and what it was given. */
export interface Call {
  readonly service: Service;
  /** The command without `Command` behind it. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

const SDKS = {
  acm: {sdk: acm, client: acm.ACMClient},
  apigateway: {sdk: apiGateway, client: apiGateway.APIGatewayClient},
  apigatewayv2: {sdk: apiGatewayV2, client: apiGatewayV2.ApiGatewayV2Client},
  cloudwatch: {sdk: cloudWatch, client: cloudWatch.CloudWatchClient},
  ec2: {sdk: ec2, client: ec2.EC2Client},
  ecs: {sdk: ecs, client: ecs.ECSClient},
  elasticloadbalancing: {sdk: elbv2, client: elbv2.ElasticLoadBalancingV2Client},
  route53: {sdk: route53, client: route53.Route53Client},
  sts: {sdk: sts, client: sts.STSClient},
} as const;

export type Service = keyof typeof SDKS;

export interface SdkWorld {
  /** Real clients again. */
  restore(): void;
}

/**
 * A world of the lab behind the SDK's clients: what they send is answered as AWS would. `answer` may answer otherwise,
 * late or not at all.
 */
export function playSdkWorld(
  world: AwsWorld,
  answer: (call: Call, asAws: () => object) => Promise<object> = async (_call, asAws) => asAws(),
): SdkWorld {
  const answers: Readonly<Record<Service, Answers>> = {
    acm: namesAnswers(world),
    apigateway: restAnswers(world),
    apigatewayv2: httpAnswers(world),
    cloudwatch: monitoringAnswers(world),
    ec2: networkAnswers(world),
    ecs: serviceAnswers(world),
    elasticloadbalancing: elbv2Answers(world),
    route53: namesAnswers(world),
    sts: {GetCallerIdentityCommand: () => ({Account: world.platform.id, Arn: world.platform.arn})},
  };
  const mocks = Object.entries(SDKS).map(([name, {sdk, client}]) => {
    const service = name as Service;
    const mock = mockClient(client as never);
    for (const [command, asAws] of Object.entries(answers[service])) {
      const Command = (sdk as unknown as Record<string, never>)[command];
      if (Command === undefined) continue;
      const operation = command.replace(/Command$/, '');
      mock.on(Command).callsFake((input) => answer({service, operation, input}, () => asAws(input)));
    }
    return mock;
  });
  return {
    restore() {
      for (const mock of mocks) mock.restore();
    },
  };
}
