import {AwsRefusal, CannotTell, NoAnswer} from '../model/errors.ts';
import type {StandIns} from '../model/text/secrets/stand-in.ts';

/** Answers by the name of the function that was asked, in the order of asking. */
export type AnswersOf = Map<string, Answer[]>;
type Answer = {readonly asked: readonly unknown[]; readonly outcome: Promise<unknown>};

type Ask = (...asked: unknown[]) => Promise<unknown>;

/**
 * The same functions, at any depth of `asking`, with their answers noted in `answers`. `about` distinguishes them from
 * the same functions about something else.
 */
export function noteAnswers<T extends object>(asking: T, answers: AnswersOf, about = ''): T {
  return eachQuestion(asking, (name, ask) => async (...asked) => {
    const outcome = ask(...asked);
    const known = answers.get(name) ?? [];
    answers.set(name, known);
    known.push({asked: [about, ...asked], outcome});
    return outcome;
  });
}

/**
 * The same functions for a second run: they are asked with stand-ins for secrets, and give the noted answers, with
 * stand-ins too. They reject when something else is asked.
 */
export function sameAnswers<T extends object>(asking: T, answers: AnswersOf, standIns: StandIns, about = ''): T {
  const left = new Map(
    [...answers].map(([name, known]) => [name, Map.groupBy(known, ({asked}) => JSON.stringify(standIns(asked)))]),
  );
  return eachQuestion(asking, (name) => async (...asked) => {
    const known = left.get(name)?.get(JSON.stringify([about, ...asked]));
    const answer = known === undefined || known.length === 1 ? known?.[0] : known.shift();
    if (answer === undefined) throw new Error(`${name} was asked something else`);
    try {
      return standIns(await answer.outcome);
    } catch (thrown) {
      throw withStandInsIn(thrown, standIns);
    }
  });
}

function withStandInsIn(thrown: unknown, standIns: StandIns): unknown {
  if (thrown instanceof NoAnswer) return new NoAnswer(standIns(thrown.target), thrown.phase, standIns(thrown.message));
  if (!(thrown instanceof CannotTell) || thrown.isShown) return thrown;
  const {message, fix, transient, permanent, commonCause} = thrown;
  const options = {transient, permanent, commonCause: standIns(commonCause)};
  return thrown instanceof AwsRefusal
    ? new AwsRefusal(thrown.action, thrown.code, standIns(message), standIns(fix), options)
    : new CannotTell(standIns(message), standIns(fix), options);
}

function eachQuestion<T extends object>(asking: T, replacing: (name: string, ask: Ask) => Ask, path = ''): T {
  return Object.fromEntries(
    Object.entries(asking).map(([member, value]: [string, unknown]) => {
      const name = `${path}.${member}`;
      if (typeof value === 'function') return [member, replacing(name, value as Ask)];
      const isGroup = value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;
      return [member, isGroup ? eachQuestion(value, replacing, name) : value];
    }),
  ) as T;
}
