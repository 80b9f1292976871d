import type {AwsFacts} from '../../../src/model/facts/aws-facts.ts';
import type {MockedSdk, PlainFacts} from '../aws-answers.ts';

/** One service as the mocked SDK plays it, with one way to ask for each of its facts. */
export interface PlayedService<F extends keyof AwsFacts> {
  /** An answer to every operation. */
  answer(sdk: MockedSdk): void;
  readonly asks: {readonly [K in F]: (facts: PlainFacts) => Promise<unknown>};
  /** The key of each fact that is looked up by these, in `platform`. */
  readonly keys: readonly string[];
  /** The IAM actions behind the calls that were made, each as often as it was. */
  sent(sdk: MockedSdk): string[];
  /** By IAM action: the operation refuses from now on. */
  readonly refuse: Readonly<Record<string, (sdk: MockedSdk, refusal: Error) => unknown>>;
}

interface Sent {
  calls(): readonly {readonly args: readonly {readonly constructor: {readonly name: string}}[]}[];
}

/** Of a service whose actions are called as its operations are. */
export function actionsSent(service: string, client: unknown): string[] {
  return operationsSent(client).map((operation) => `${service}:${operation}`);
}

export function operationsSent(client: unknown): string[] {
  return (client as Sent).calls().map((call) => call.args[0]?.constructor.name.replace(/Command$/, '') ?? '');
}
