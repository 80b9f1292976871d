import type {LabSetup} from '../../src/lab/setup.ts';

/**
 * A world in which the claim of a checked item is false, and nothing that comes before it: for every item that no lab
 * scenario fails, and for lines of the plan that claim more. A check that never fails verifies nothing.
 */
export interface Falsehood {
  readonly item: string;
  /** The lines of the plan it is the proof for; without it, all those of the item. */
  readonly plan?: readonly number[];
  /** What is the case in this world. */
  readonly title: string;
  readonly stage: 'analysis' | 'prepare' | 'ready' | 'cutover' | 'cleanup' | 'rollback';
  readonly setup: LabSetup;
  /** A change of the lab's Terraform: in this file, this text is replaced. */
  readonly terraform?: {readonly file: 'central.tf' | 'jessica.tf'; readonly from: string; readonly to: string};
}
