import type {ListenerRule} from '../model/facts/aws-facts.ts';
import type {AwsWorld} from './aws-world.ts';

/**
 * Variables of the shipped checklist that the lab sets: its heartbeat and idle timeout are short, so that a run can wait for
 * a cut, and its Terraform code is the one beside the checklist.
 */
export const LAB_VARS = {heartbeat: '1s', terraformFiles: 'lab/terraform/*.tf'} as const;

/** What a world of the lab is started from. */
export interface LabSetup {
  readonly aws: AwsWorld;
  /** The rules that the edge routes by, if not the recorded ones: AWS says one thing, the wire another. */
  readonly rulesInForce?: readonly ListenerRule[];
  readonly server: {
    /** How often streams send a comment; 0 for never. */
    readonly heartbeatMs: number;
    /** The value of BASE_PATH, if it is not what everything else expects. */
    readonly basePath?: string;
    /** Ways in which every request is misbehaved with: `serve --list-faults`. */
    readonly faults?: readonly string[];
  };
}
