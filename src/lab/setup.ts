import type {ListenerRule} from '../model/facts/aws-facts.ts';
import type {AwsWorld} from './aws-world.ts';

/**
 * Variables of the shipped checklist that differ in the lab. Its heartbeat and idle timeout are short, so that a run
 * can wait for a cut.
 */
export const LAB_VARS = {heartbeat: '1s'} as const;

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
  };
}
