import {STSClient} from '@aws-sdk/client-sts';
import type {AwsWorld} from '../../../src/lab/aws-world.ts';
import type {AwsFacts} from '../../../src/model/facts/aws-facts.ts';
import type {Service} from '../../../src/probes/aws/connections.ts';
import type {PlainFacts} from '../aws-answers.ts';
import {PLAYED_ACM} from './acm.ts';
import {PLAYED_APIGATEWAY} from './apigateway.ts';
import {PLAYED_CLOUDWATCH} from './cloudwatch.ts';
import {PLAYED_EC2} from './ec2.ts';
import {PLAYED_ECS} from './ecs.ts';
import {PLAYED_ELBV2} from './elbv2.ts';
import type {Answers} from './played.ts';
import {PLAYED_ROUTE53} from './route53.ts';
import {PLAYED_WAFV2} from './wafv2.ts';

/** One call that reaches AWS: `ecs:DescribeServices` and what it was given. */
export interface Call {
  readonly service: Service;
  /** The command without `Command` behind it. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** One of the SDK's commands. */
export interface Command {
  readonly input: Call['input'];
}

/** The IAM action behind a call: all of API Gateway is read with one. */
export function actionOf({service, operation}: Pick<Call, 'service' | 'operation'>): string {
  if (service !== 'apigateway' && service !== 'apigatewayv2') return `${service}:${operation}`;
  return `apigateway:${operation.startsWith('Get') ? 'GET' : operation}`;
}

/** Answers a call in the place of AWS. */
export type Answering = (call: Call, asAws: () => object) => Promise<object>;

/** By the SDK's class. */
const SERVICES: Readonly<Record<string, Service>> = {
  ACMClient: 'acm',
  APIGatewayClient: 'apigateway',
  ApiGatewayV2Client: 'apigatewayv2',
  CloudWatchClient: 'cloudwatch',
  EC2Client: 'ec2',
  ECSClient: 'ecs',
  ElasticLoadBalancingV2Client: 'elasticloadbalancing',
  Route53Client: 'route53',
  STSClient: 'sts',
  WAFV2Client: 'wafv2',
};

const PLAYED = [
  PLAYED_ACM,
  PLAYED_APIGATEWAY,
  PLAYED_CLOUDWATCH,
  PLAYED_EC2,
  PLAYED_ECS,
  PLAYED_ELBV2,
  PLAYED_ROUTE53,
  PLAYED_WAFV2,
] as const;

/** Actions that AWS asks for within another: no call sends them. */
export const WITHIN: Readonly<Record<string, readonly string[]>> = Object.assign(
  {},
  ...PLAYED.map(({within}) => within),
);

/** A way to ask for each fact in the healthy world. */
export const EVERY_FACT: {readonly [F in keyof AwsFacts]: (facts: PlainFacts) => Promise<unknown>} = {
  ...PLAYED_ACM.asks,
  ...PLAYED_APIGATEWAY.asks,
  ...PLAYED_CLOUDWATCH.asks,
  ...PLAYED_EC2.asks,
  ...PLAYED_ECS.asks,
  ...PLAYED_ELBV2.asks,
  ...PLAYED_ROUTE53.asks,
  ...PLAYED_WAFV2.asks,
};

/** What was sent; `client` is the name of the SDK's class that sends it. */
export function callOf(client: string, command: Command): Call {
  const service = SERVICES[client];
  if (service === undefined) throw new Error(`no world answers for ${client}`);
  return {service, operation: command.constructor.name.replace(/Command$/, ''), input: command.input};
}

/** What AWS answers in a world. */
export function answersIn(world: AwsWorld): (call: Call) => object {
  const answers: Partial<Record<Service, Answers>> = Object.assign(
    {sts: {GetCallerIdentity: () => ({Account: world.platform.id, Arn: world.platform.arn})}},
    ...PLAYED.map((service) => service.answers(world)),
  );
  return ({service, operation, input}) => {
    const answer = answers[service]?.[operation];
    if (answer === undefined) throw new Error(`no world answers ${service}:${operation}`);
    return answer(input);
  };
}

export interface SdkWorld {
  /** Real clients again. */
  restore(): void;
}

/** The one class that every client of the SDK extends; what it sends is all that ever leaves. */
const CLIENT: {send: unknown} = Object.getPrototypeOf(STSClient.prototype);

/**
 * A world behind the SDK's clients, which answers as AWS would. `answer` may answer differently, late or not at all.
 */
export function playSdkWorld(world: AwsWorld, answer: Answering = async (_call, asAws) => asAws()): SdkWorld {
  const asAws = answersIn(world);
  const before = CLIENT.send;
  CLIENT.send = async function (this: object, command: Command): Promise<object> {
    const call = callOf(this.constructor.name, command);
    return answer(call, () => asAws(call));
  };
  return {
    restore() {
      CLIENT.send = before;
    },
  };
}
