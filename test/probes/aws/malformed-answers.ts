import {expect} from 'chai';
import {HEALTHY} from '../../../src/lab/aws-world.ts';
import {AwsRefusal, CannotTell} from '../../../src/model/errors.ts';
import type {AwsFacts} from '../../../src/model/facts/aws-facts.ts';
import {createAws} from '../../../src/probes/aws/create-aws.ts';
import {liveFacts} from '../../../src/probes/facts.ts';
import {type PlainFacts, sleeplessClock} from '../../support/aws-answers.ts';
import {damaged, type MemberPath, membersOf, shownPath, WRONG_VALUES} from '../../support/damage.ts';
import {ACCOUNTS, RESOURCES} from '../../support/healthy-resources.ts';
import {MAY_BE_ABSENT} from '../../support/sdk-world/absent-members.ts';
import {actionOf, type Call, EVERY_FACT, playSdkWorld} from '../../support/sdk-world/play.ts';

const WORLD = {...HEALTHY, prefixLists: {'pl-1': ['10.0.0.0/8']}};

type Ask = (facts: PlainFacts) => Promise<unknown>;

/** One answer of AWS as a fact gets it. */
interface Answered {
  readonly action: string;
  readonly operation: string;
  readonly answer: object;
}

/** The values in turn, two for each member; or all of them for each. */
export type Thoroughness = 'in turn' | 'all';

/** Replaces every member of what AWS answers in the healthy world, one at a time. */
export function describeMalformedAnswers(thoroughness: Thoroughness): void {
  const damagedBefore = new Set<string>();
  let turn = 0;
  const wrongValues = () => {
    if (thoroughness === 'all') return WRONG_VALUES;
    const first = turn++ % WRONG_VALUES.length;
    return [first, (first + 3) % WRONG_VALUES.length].map((index) => WRONG_VALUES[index]);
  };

  for (const [fact, ask] of Object.entries(EVERY_FACT) as [keyof AwsFacts, Ask][]) {
    it(`is an error that names action and member: ${fact}`, async () => {
      const {found, answers} = await look(ask);
      for (const {action, operation, answer} of answers.filter((one) => !damagedBefore.has(one.operation))) {
        damagedBefore.add(operation);
        for (const path of membersOf(answer)) {
          for (const wrong of wrongValues()) {
            const {found: now, thrown} = await look(ask, operation, (asAws) => damaged(asAws, path, wrong));
            judge({action, operation, path, wrong, original: at(answer, path), found, now, thrown});
          }
        }
      }
    });
  }
}

interface Case {
  readonly action: string;
  readonly operation: string;
  readonly path: MemberPath;
  readonly wrong: unknown;
  readonly original: unknown;
  readonly found: unknown;
  readonly now: unknown;
  readonly thrown: unknown;
}

function judge({action, operation, path, wrong, original, found, now, thrown}: Case): void {
  const where = `${operation} ${shownPath(path)} = ${JSON.stringify(wrong)}`;
  // A method without its integration is fetched by itself, which the world has no answer for.
  if (thrown instanceof Error && thrown.message === 'no world answers apigateway:GetMethod') return;
  if (thrown !== null) expect(thrown, where).to.be.instanceOf(CannotTell);
  const isAbsent = wrong === null || wrong === undefined;
  if (isAbsent && typeof path.at(-1) === 'string') {
    const allowed = MAY_BE_ABSENT[operation]?.includes(shownPath(path)) ?? false;
    if (thrown === null && !allowed) expect(now, `${where} is taken for something`).to.deep.equal(found);
    return;
  }
  if (kindOf(wrong) === kindOf(original) || wrong === undefined) return;
  // A member of the played world that the SDK does not know.
  if (thrown === null && JSON.stringify(now) === JSON.stringify(found)) return;
  expect(thrown, where).to.be.instanceOf(AwsRefusal);
  expect((thrown as AwsRefusal).action, where).to.equal(action);
  expect((thrown as AwsRefusal).message, where).to.include(shownPath(path));
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'list' : value instanceof Date ? 'time' : typeof value;
}

function at(answer: unknown, path: MemberPath): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], answer);
}

async function look(ask: Ask, damage: string | null = null, change: (asAws: object) => object = (asAws) => asAws) {
  const answers: Answered[] = [];
  let isDamaged = false;
  const sdk = playSdkWorld(WORLD, async (call: Call, asAws) => {
    const operation = `${call.service}:${call.operation}`;
    const answer = asAws();
    answers.push({action: actionOf(call), operation, answer});
    if (operation !== damage || isDamaged) return answer;
    isDamaged = true;
    return change(answer);
  });
  const clock = sleeplessClock();
  const aws = createAws({accounts: ACCOUNTS, resources: RESOURCES, store: liveFacts(clock), clock});
  const facts = aws.facts({signal: new AbortController().signal, factsNotBefore: Number.NEGATIVE_INFINITY});
  try {
    return {found: await ask(facts as PlainFacts), thrown: null, answers};
  } catch (thrown) {
    return {found: null, thrown, answers};
  } finally {
    aws.close();
    sdk.restore();
  }
}
