import type {AwsFactKind} from '../../model/facts/recorded/facts-by-key.ts';
import type {Json} from '../../model/outcome.ts';

/**
 * One way in which a world can be wrong: a field of a fact of AWS says something else. A checklist whose statuses stay as they
 * are does not look at it, or does not judge what it sees.
 */
export interface WorldMutation {
  readonly fact: AwsFactKind;
  /**
   * Where in the fact's value: `[].healthCheck.path` is that of each element; `{idle_timeout.timeout_seconds}` is this key of a
   * map, also where AWS's default applies because it is not there.
   */
  readonly field: string;
  /** Says what is there instead. */
  readonly wrong: Json | Wrong;
  /** What is no longer true, as a sentence. */
  readonly breaks: string;
}

/**
 * @param was what is there; `null` for a key that a map does not have.
 * @param around the object that the field is in.
 * @returns what is there instead; `undefined` where the mutation makes no sense.
 */
export type Wrong = (was: Json, around: Readonly<Record<string, Json>>) => Json | undefined;

/** One mutation at one of the places that its field is at. */
export interface MutatedFact {
  /** `[2].actions[0].type` */
  readonly place: string;
  readonly was: Json;
  readonly becomes: Json;
  /** The whole value of the fact, with that one difference. */
  readonly value: Json;
}

type Step = {readonly each: true} | {readonly each: false; readonly key: string; readonly inMap: boolean};

function stepsOf(field: string): Step[] {
  return [...field.matchAll(/\[\]|\{([^}]*)\}|[^.[{]+/g)].map(({0: step, 1: key}) =>
    step === '[]' ? {each: true} : {each: false, key: key ?? step, inMap: key !== undefined},
  );
}

/** The value with the mutation, once for every place; places where nothing would change are left out. */
export function mutatedFacts({field, wrong}: WorldMutation, value: Json): MutatedFact[] {
  return at(stepsOf(field), value, {}, wrong);
}

type Members = Readonly<Record<string, Json>>;

function at(steps: readonly Step[], value: Json, around: Members, wrong: Json | Wrong): MutatedFact[] {
  const [step, ...rest] = steps;
  if (step === undefined) {
    const becomes = typeof wrong === 'function' ? wrong(value, around) : wrong;
    const isSame = becomes === undefined || JSON.stringify(becomes) === JSON.stringify(value);
    return isSame ? [] : [{place: '', was: value, becomes, value: becomes}];
  }
  if (step.each) {
    if (!Array.isArray(value)) return [];
    return value.flatMap((element: Json, i) =>
      at(rest, element, around, wrong).map((mutated) => ({
        ...mutated,
        place: `[${i}]${mutated.place}`,
        value: value.with(i, mutated.value),
      })),
    );
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
  const members = value as Members;
  const {key, inMap} = step;
  if (!Object.hasOwn(members, key) && !inMap) return [];
  return at(rest, members[key] ?? null, members, wrong).map((mutated) => ({
    ...mutated,
    place: `${inMap ? `{${key}}` : `.${key}`}${mutated.place}`,
    value: {...members, [key]: mutated.value},
  }));
}
