import type {AwsWorld} from '../../../src/lab/aws-world.ts';
import type {World} from './world.ts';

/** One thing that is wrong, and what has to notice. */
export interface Breakage {
  /** What is so in that world; unique. */
  readonly fault: string;
  /** Numbers of `known-failures.ts` that this is a case of. */
  readonly known: readonly number[];
  /** Items of checklist.yaml that fail because of it, in the file's order. No other item does. */
  readonly fails: readonly string[];
  /** Items that then cannot tell, and say so: neither their claim nor its opposite is known in that world. */
  readonly cannotTell?: readonly string[];
}

/** Mends what was broken. */
export type Mend = () => Promise<unknown>;

/** Made in the emulator by the calls that somebody would have made by mistake. */
export interface EmulatedBreakage extends Breakage {
  readonly breaks: (world: World) => Promise<Mend>;
}

/** What the emulator does not know, told by a recording of the lab. */
export interface RecordedBreakage extends Breakage {
  /** The right world, changed in one thing. */
  readonly breaks: (world: AwsWorld) => AwsWorld;
}

/** What the lab does not know either: an answer of AWS, changed on its way to the SDK's clients. */
export interface MockedBreakage extends Breakage {
  /** The name of the SDK's command, without `Command`. */
  readonly operation: string;
  readonly breaks: (answer: object) => object;
}

/** One thing that is not as most have it, and right. */
interface UnusualWorld {
  /** What is so in that world; unique. */
  readonly what: string;
}

export interface EmulatedUnusual extends UnusualWorld {
  readonly makes: EmulatedBreakage['breaks'];
}

export interface RecordedUnusual extends UnusualWorld {
  readonly makes: RecordedBreakage['breaks'];
}

export interface MockedUnusual extends UnusualWorld {
  readonly operation: string;
  readonly makes: MockedBreakage['breaks'];
}
