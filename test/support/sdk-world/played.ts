import type {AwsWorld} from '../../../src/lab/aws-world.ts';
import type {AwsFacts} from '../../../src/model/facts/aws-facts.ts';
import type {Clients} from '../../../src/probes/aws/connections.ts';
import type {PlainFacts} from '../aws-answers.ts';

/** By operation: what AWS answers to an input. */
export type Answers = Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => object>>;

/** One service of a world as its API reports it, and a request for each of its facts in the healthy one. */
export interface Played<F extends keyof AwsFacts> {
  /** The SDK's classes that it answers for. */
  readonly clients: Readonly<Record<string, keyof Clients>>;
  answers(world: AwsWorld): {readonly [S in keyof Clients]?: Answers};
  /** Actions that AWS asks for within another: no call sends them. */
  readonly within?: Readonly<Record<string, readonly string[]>>;
  readonly asks: {readonly [K in F]: (facts: PlainFacts) => Promise<unknown>};
}

/** AWS omits absent members instead of setting them to null. */
export function dateOf(text: string | null): Date | undefined {
  return text === null ? undefined : new Date(text);
}
