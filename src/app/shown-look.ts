import {AwsRefusal, CannotTell, NoAnswer} from '../model/errors.ts';
import type {World} from '../model/facts/world.ts';
import type {Json, Verdict} from '../model/outcome.ts';
import {redactText} from '../model/text/redact.ts';
import type {KnownSecrets} from '../model/text/secrets/known-secrets.ts';
import {withoutOutsideSecrets} from '../model/text/secrets/outside-words.ts';
import {standInsFor} from '../model/text/secrets/stand-in.ts';
import {type AnswersOf, noteAnswers, sameAnswers} from './answers-noted.ts';

type Params = Readonly<Record<string, unknown>>;
type Run = (params: Params, world: World) => Promise<Verdict>;

/**
 * Runs a check on the facts as they are, so that no secret changes a verdict, and takes the secrets out of what it says. Only
 * where there are some in it, the check judges a second time, with stand-ins for them, to know its own words from the
 * secret's: see `withoutOutsideSecrets`.
 */
export async function runShown(run: Run, params: Params, world: World, secrets: KnownSecrets): Promise<Verdict> {
  const answers: AnswersOf = new Map();
  const found = await outcomeOf(() => run(params, noteAnswers(world, answers)));
  const texts = textsOf(found);
  if (!holdsSecret(texts, secrets)) return settled(found);
  const again = await outcomeOf(async () => {
    const standIns = standInsFor(secrets);
    return run(standIns(params), sameAnswers(world, answers, standIns));
  });
  const isSame = again.status === found.status;
  return settled(withTexts(found, withoutOutsideSecrets(texts, isSame ? textsOf(again) : null, secrets), secrets));
}

/** Of one run of a check. */
type Outcome = {readonly status: string} & ({readonly verdict: Verdict} | {readonly thrown: unknown});

async function outcomeOf(judge: () => Promise<Verdict>): Promise<Outcome> {
  try {
    const verdict = await judge();
    return {status: verdict.status, verdict};
  } catch (thrown) {
    return {status: thrown instanceof Error ? thrown.name : 'thrown', thrown};
  }
}

function settled(outcome: Outcome): Verdict {
  if ('verdict' in outcome) return outcome.verdict;
  throw outcome.thrown;
}

/** What it says to people. */
function textsOf(outcome: Outcome): Json {
  if ('verdict' in outcome) {
    const {status: _, ...texts} = outcome.verdict;
    return texts as unknown as Json;
  }
  const {thrown} = outcome;
  if (thrown instanceof CannotTell) {
    const {isShown, message, fix, commonCause} = thrown;
    return isShown ? {} : {message, fix, commonCause};
  }
  if (thrown instanceof NoAnswer) return {message: thrown.message, target: thrown.target};
  // A bug of ours, or the end of its time.
  return thrown instanceof Error && thrown.constructor !== DOMException ? {message: thrown.message} : {};
}

function holdsSecret(value: Json, secrets: KnownSecrets): boolean {
  if (typeof value === 'string') return redactText(value, secrets) !== value;
  if (typeof value === 'number') return secrets.find(String(value)).length > 0;
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).some(([key, member]) => holdsSecret(key, secrets) || holdsSecret(member, secrets));
}

function withTexts(outcome: Outcome, shown: Json, secrets: KnownSecrets): Outcome {
  if ('verdict' in outcome) {
    return {...outcome, verdict: {...outcome.verdict, ...(shown as object)}};
  }
  const {message, fix = '', target = '', commonCause = null} = shown as Readonly<Record<string, string>>;
  const {thrown} = outcome;
  if (message === undefined) return outcome;
  if (thrown instanceof AwsRefusal) {
    const {action, code, transient, permanent, cause} = thrown;
    const options = {transient, permanent, commonCause, isShown: true, cause};
    return {...outcome, thrown: new AwsRefusal(action, redactText(code, secrets), message, fix, options)};
  }
  if (thrown instanceof CannotTell) {
    // Its cause may be the end of the item's time, which is what it is then.
    const {transient, permanent, cause} = thrown;
    const options = {transient, permanent, commonCause, isShown: true, cause};
    return {...outcome, thrown: new CannotTell(message, fix, options)};
  }
  if (thrown instanceof NoAnswer) return {...outcome, thrown: new NoAnswer(target, thrown.phase, message)};
  if (thrown instanceof Error) {
    // It is printed with its stack, which begins with the message.
    thrown.stack = redactText(thrown.stack ?? '', secrets);
    thrown.message = message;
  }
  return outcome;
}
