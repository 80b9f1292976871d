import type {AwsWorld} from '../../../src/lab/aws-world.ts';

/** A world that is built in another way than the lab's, and right: no item of the shipped checklist may say otherwise. */
export interface UnusualWorld {
  readonly name: string;
  /** What is unusual in it. */
  readonly title: string;
  readonly aws: AwsWorld;
  /** Items about AWS that are not green there, and why that is right: what they ask for is another thing in this world. */
  readonly notGreen?: Readonly<Record<string, {readonly status: 'fail' | 'error'; readonly because: string}>>;
}
