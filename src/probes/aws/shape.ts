import {AwsRefusal} from '../../model/errors.ts';

/** How a mapping refuses an answer from AWS that lacks a documented member. */
export interface Shape {
  /** `what` continues the sentence "the answer …". */
  refuse(what: string): never;
  /** The member itself, or a refusal that names the action and the member. */
  required<T>(value: T | null | undefined, member: string): T;
  /** One of these words; an unknown one must not be taken for any of them. */
  oneOf<const W extends string>(value: string | undefined, words: readonly W[], member: string): W;
}

export function shapeOf(action: string): Shape {
  const refuse = (what: string): never => {
    throw new AwsRefusal(
      action,
      'UnknownShape',
      `${action}: the answer ${what}`,
      'check that the endpoint is AWS and nothing in between rewrites it; if it is, this version is too old for it',
    );
  };
  return {
    refuse,
    required: (value, member) => value ?? refuse(`lacks the member ${member}`),
    oneOf: (value, words, member) =>
      words.find((word) => word === value) ??
      refuse(
        value === undefined
          ? `lacks the member ${member}`
          : `has ${member} "${value}", not one of ${words.map((word) => `"${word}"`).join(', ')}`,
      ),
  };
}
