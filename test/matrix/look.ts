import {type AwsWorld, HEALTHY} from '../../src/lab/aws-world.ts';
import {RECORDED_AT} from '../../src/lab/worlds/names.ts';
import type {AnyCheck} from '../../src/model/check.ts';
import {CannotTell} from '../../src/model/errors.ts';
import type {World} from '../../src/model/facts/world.ts';
import type {Json, Verdict} from '../../src/model/outcome.ts';
import {rulesSnapshotText} from '../../src/model/rules-snapshot.ts';
import {createAws} from '../../src/probes/aws/create-aws.ts';
import {liveFacts} from '../../src/probes/facts.ts';
import {PLATFORM, sleeplessClock} from '../support/aws-answers.ts';
import {resourcesOf} from '../support/healthy-resources.ts';
import {legacyAt, mcpProbe} from '../support/mcp-facts.ts';
import {SILENT_NAMES} from '../support/name-looks.ts';
import {type Call, playSdkWorld} from '../support/sdk-world/play.ts';

/** Answers a call instead of AWS; `giveUp` ends the item's time. */
export type Fault = (call: Call, asAws: () => object, giveUp: () => void) => Promise<object>;

const asAwsDoes: Fault = async (_call, asAws) => asAws();

export type Outcome = {readonly verdict: Verdict} | {readonly thrown: unknown};

/** One attempt in the healthy world with these changes, through the real probes, with the calls it made. */
export async function lookAt(
  check: AnyCheck,
  params: Readonly<Record<string, Json>>,
  changes: Partial<AwsWorld>,
  fault: Fault = asAwsDoes,
): Promise<{outcome: Outcome; calls: readonly Call[]}> {
  const calls: Call[] = [];
  const controller = new AbortController();
  const giveUp = () => controller.abort(new DOMException("the item's time is over", 'TimeoutError'));
  const played = {...HEALTHY, ...changes};
  const sdk = playSdkWorld(played, (call, asAws) => {
    calls.push(call);
    return fault(call, asAws, giveUp);
  });
  const clock = sleeplessClock();
  const resources = resourcesOf(played);
  const aws = createAws({
    accounts: {platform: PLATFORM},
    // The played world has one caller, so one account.
    resources: {...resources, zone: {...resources.zone, account: 'platform'}},
    store: liveFacts(clock),
    clock,
  });
  try {
    const facts = aws.facts({signal: controller.signal, factsNotBefore: Number.NEGATIVE_INFINITY});
    const files = {
      read: async (path: string) => ({path, text: committedText(path)}),
      markdown: async (path: string) => ({path, headings: null, comments: null}),
    };
    // All is well on the wire: what AWS does not say is the question.
    const mcp = mcpProbe(({url}) => legacyAt(url));
    const world = {now: new Date(RECORDED_AT), aws: facts, dns: {addresses: noAnswer}, names: SILENT_NAMES, mcp, files};
    const parsed = check.params.parse(params);
    return {outcome: {verdict: await check.run(parsed as never, world as Partial<World> as World)}, calls};
  } catch (thrown) {
    return {outcome: {thrown}, calls};
  } finally {
    aws.close();
    sdk.restore();
  }
}

/** The files of the repository that a check compares AWS with; null: there is none. */
function committedText(path: string): string | null {
  return path === 'listener-rules.json' ? rulesSnapshotText(HEALTHY.listener, HEALTHY.listenerRules) : null;
}

/** What AWS leaves open stays open. */
async function noAnswer(name: string): Promise<never> {
  throw new CannotTell(`DNS did not say whether ${name} exists`, 'ask again');
}
