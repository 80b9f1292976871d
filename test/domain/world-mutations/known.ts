import type {AwsFactKind} from '../../../src/model/facts/recorded/facts-by-key.ts';

/** A field that no mutation changes, as nothing that is claimed of a world depends on it. */
export interface Undecisive {
  readonly fact: AwsFactKind;
  /** Separated by spaces. */
  readonly fields: string;
  readonly because: string;
}

/** A mutation that the shipped checklist does not notice in the lab's healthy world. */
export interface Survives {
  readonly fact: AwsFactKind;
  /** Separated by spaces. */
  readonly fields: string;
  /** Where: in `key place`. Null: in no place is it noticed. */
  readonly at: RegExp | null;
  /** Why the claim still holds there, or that nothing asks. */
  readonly because: string;
}

export interface Known {
  readonly undecisive: readonly Undecisive[];
  readonly survivors: readonly Survives[];
}
