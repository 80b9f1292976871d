import {z} from 'zod';
import {
  actionsOf,
  type FactName,
  narrowWorld,
  type Touches,
  touchesOf,
  type World,
  type WorldOf,
} from './facts/world.ts';
import type {Verdict} from './outcome.ts';
import type {ResourceKind, ResourceRef} from './resource-ref.ts';

/** What the file of a check needs to judge; what it takes is in `params.ts`. */
export {CannotTell} from './errors.ts';
export {adviceOn, type Evidence, type Fault, fail, pass, type Verdict} from './outcome.ts';

/** What the file of a check writes down. */
export interface CheckDefinition<Params extends ParamSchemas, Fact extends FactName> {
  /** The file's path below `src/checks`, a claim that can be true. */
  readonly id: string;
  readonly title: string;
  /** What goes wrong when the claim is false. */
  readonly why: string;
  /** What to do when it fails, whatever the reason: for `explain`. A failure brings the advice that fits its reason. */
  readonly fix: string;
  /** A command that shows the same to a person; `<param>` is replaced by the item's parameter. */
  readonly byHand: string;
  readonly links: readonly string[];
  /**
   * For a check of the wire: why its failure does not mean rollback where the checklist does not say, as users are served all
   * the same. A clause.
   */
  readonly holdsBecause?: string;
  /** What its failure is about, where the facts would say otherwise: see `touchesOf`. */
  readonly touches?: Touches;
  /** What `run` may ask for. It is handed just these; the IAM actions, and what the check touches, follow from them. */
  readonly facts: readonly Fact[];
  /** Made when they are first asked for: a start loads every check and uses a few. */
  params(): Params;
  /** Judges facts. Throws {@link CannotTell} when it cannot know; never catches, retries or formats. */
  run(params: z.output<ObjectOf<Params>>, world: WorldOf<Fact>): Promise<Verdict>;
}

/** A schema for each param; a whole strict object where one param depends on another. */
type ParamSchemas = z.ZodObject | z.core.$ZodLooseShape;
type ObjectOf<Params extends ParamSchemas> = Params extends z.ZodObject
  ? Params
  : Params extends z.core.$ZodLooseShape
    ? z.ZodObject<Params, z.core.$strict>
    : never;

/** Params with plain names of resources: the caller of a check has read them from a checklist. */
type Named<Params> = {readonly [Name in keyof Params]: PlainName<Params[Name]>};
type PlainName<Value> = Value extends ResourceRef<ResourceKind> ? string : Value;

/** A check as the rest of the code sees it. */
export interface Check<Params extends z.ZodObject = z.ZodObject>
  extends Omit<CheckDefinition<Params, FactName>, 'params' | 'run' | 'touches'> {
  readonly params: Params;
  /** The IAM actions behind `facts`, sorted. */
  readonly iam: readonly string[];
  /** What the failure of an item is worth when the checklist does not say. */
  readonly touches: Touches;
  /** Narrows the world to `facts`, and judges. */
  run(params: Named<z.output<Params>>, world: World): Promise<Verdict>;
}

/** A check whose params are not known at compile time: what the registry holds. */
export type AnyCheck = Omit<Check, 'run'> & {run(params: never, world: World): Promise<Verdict>};

/**
 * Ties the types of `params` and `facts` to the arguments of `run`. Making the schemas of all checks takes longer than the
 * rest of loading them.
 */
export function defineCheck<Params extends ParamSchemas, const Fact extends FactName>({
  params,
  ...definition
}: CheckDefinition<Params, Fact>): Check<ObjectOf<Params>> {
  const {facts, run} = definition;
  let made: ObjectOf<Params> | undefined;
  return {
    ...definition,
    iam: actionsOf(facts),
    touches: definition.touches ?? touchesOf(facts),
    get params() {
      made ??= objectOf(params());
      return made;
    },
    run: (given, world) => run(given as z.output<ObjectOf<Params>>, narrowWorld(world, facts)),
  };
}

function objectOf<Params extends ParamSchemas>(params: Params): ObjectOf<Params> {
  return (params instanceof z.ZodObject ? params : z.strictObject(params as z.core.$ZodLooseShape)) as ObjectOf<Params>;
}
