import {RECORDED_AT} from '../../src/lab/worlds/names.ts';
import type {AnyCheck} from '../../src/model/check.ts';
import type {World} from '../../src/model/facts/world.ts';
import type {Json, Verdict} from '../../src/model/outcome.ts';
import {createAws} from '../../src/probes/aws/create-aws.ts';
import {liveFacts} from '../../src/probes/facts.ts';
import {sleeplessClock} from '../support/aws-answers.ts';
import {type Call, playSdkWorld} from '../support/sdk-world/play.ts';
import {ACCOUNTS, RESOURCES, WORLD} from './subjects.ts';

/** Answers a call in the place of AWS; `giveUp` ends the item's time. */
export type Fault = (call: Call, asAws: () => object, giveUp: () => void) => Promise<object>;

export const asAwsDoes: Fault = async (_call, asAws) => asAws();

export type Outcome = {readonly verdict: Verdict} | {readonly thrown: unknown};

/** One look at the healthy world through the real probes, with the calls it made. */
export async function lookAt(
  check: AnyCheck,
  params: Readonly<Record<string, Json>>,
  fault: Fault = asAwsDoes,
): Promise<{outcome: Outcome; calls: readonly Call[]}> {
  const calls: Call[] = [];
  const controller = new AbortController();
  const giveUp = () => controller.abort(new DOMException("the item's time is over", 'TimeoutError'));
  const sdk = playSdkWorld(WORLD, (call, asAws) => {
    calls.push(call);
    return fault(call, asAws, giveUp);
  });
  const clock = sleeplessClock();
  const aws = createAws({accounts: ACCOUNTS, resources: RESOURCES, store: liveFacts(clock), clock});
  try {
    const facts = aws.facts({signal: controller.signal, factsNotBefore: Number.NEGATIVE_INFINITY});
    const world = {now: new Date(RECORDED_AT), aws: facts} as World;
    const parsed = check.params.parse(params);
    return {outcome: {verdict: await check.run(parsed as never, world)}, calls};
  } catch (thrown) {
    return {outcome: {thrown}, calls};
  } finally {
    aws.close();
    sdk.restore();
  }
}
