import {readdirSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {STSClient} from '@aws-sdk/client-sts';
import type {AwsWorld} from '../../../src/lab/aws-world.ts';
import type {AwsFacts} from '../../../src/model/facts/aws-facts.ts';
import type {Service} from '../../../src/probes/aws/connections.ts';
import type {PlainFacts} from '../aws-answers.ts';
import type {Answers, Played} from './played.ts';

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

const FOLDER = join(import.meta.dirname, 'services');
const load = createRequire(import.meta.url);

/** Every service that is played: each file of the folder. */
const PLAYED: readonly Played<never>[] = readdirSync(FOLDER).map((file) => load(join(FOLDER, file)).PLAYED);

/** By the SDK's class. */
const SERVICES: Readonly<Record<string, Service>> = Object.assign(
  {STSClient: 'sts'},
  ...PLAYED.map(({clients}) => clients),
);

/** Actions that AWS asks for within another: no call sends them. */
export const WITHIN: Readonly<Record<string, readonly string[]>> = Object.assign(
  {},
  ...PLAYED.map(({within}) => within),
);

/** A way to ask for each fact in the healthy world. */
export const EVERY_FACT: Readonly<Record<keyof AwsFacts, (facts: PlainFacts) => Promise<unknown>>> = Object.assign(
  {},
  ...PLAYED.map(({asks}) => asks),
);

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
