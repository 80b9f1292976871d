import type {z} from 'zod';
import type {World} from './facts/world.ts';
import type {Verdict} from './outcome.ts';

/** What a check touches: it decides what the failure of an item is worth when the checklist does not say. */
export type Touches = 'aws' | 'wire' | 'repo';

export interface CheckDocs {
  /** What goes wrong when the claim is false. */
  readonly why: string;
  /** What to do when it fails. */
  readonly fix: string;
  /** A command that shows the same to a person; `<param>` is replaced by the item's parameter. */
  readonly byHand: string;
  readonly links: readonly string[];
}

export interface Check<Params extends z.ZodObject = z.ZodObject> {
  /** The file's path below `src/checks`, a claim that can be true. */
  readonly id: string;
  readonly title: string;
  readonly docs: CheckDocs;
  /** Exactly the IAM actions that `run` can use. */
  readonly iam: readonly string[];
  readonly touches: Touches;
  readonly params: Params;
  /** Judges facts. Throws {@link CannotTell} when it can't know; never catches, retries or formats. */
  run(params: z.output<Params>, world: World): Promise<Verdict>;
}

/** A check whose params are not known at compile time: what the registry holds. */
export type AnyCheck = Omit<Check, 'run'> & {run(params: never, world: World): Promise<Verdict>};

/** A check as its file writes it: its params are made when they are first asked for. */
export type CheckDefinition<Params extends z.ZodObject> = Omit<Check<Params>, 'params'> & {params(): Params};

/**
 * Ties the type of `params` to the argument of `run`. A start loads every check and uses a few: making the schemas of
 * all takes longer than the rest of loading them.
 */
export function defineCheck<Params extends z.ZodObject>({params, ...rest}: CheckDefinition<Params>): Check<Params> {
  let made: Params | undefined;
  return {
    ...rest,
    get params() {
      made ??= params();
      return made;
    },
  };
}
