import type {AwsWorld} from '../../../src/lab/aws-world.ts';
import type {Json} from '../../../src/model/outcome.ts';

/** A world that is built in another way than the lab's, and right: no item of the shipped checklist may say otherwise. */
export interface UnusualWorld {
  readonly name: string;
  /** What is unusual in it. */
  readonly title: string;
  readonly aws: AwsWorld;
  /** What a team that has built it this way writes below `with:` instead of what is shipped, by item. */
  readonly with?: Readonly<Record<string, {readonly params: Readonly<Record<string, Json>>; readonly because: string}>>;
  /** Items that are not green there, and why that is right: what they ask for is another thing in this world. */
  readonly notGreen?: Readonly<Record<string, {readonly status: 'fail' | 'error'; readonly because: string}>>;
  /** What can go wrong in this world alone; green would be worth nothing if that were not seen. */
  readonly faults: readonly UnusualFault[];
}

export interface UnusualFault {
  readonly title: string;
  readonly aws: AwsWorld;
  /** The item that says so. */
  readonly item: string;
  /** A part of what it says. */
  readonly says: string;
}
