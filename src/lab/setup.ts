import type {ListenerRule} from '../model/facts/aws-facts.ts';
import type {AwsWorld} from './aws-world.ts';

/**
 * What the shipped checklist says otherwise of real worlds. The lab's heartbeat and idle timeout are short, so that a cut
 * can be waited for.
 */
export const LAB_VARS = {heartbeat: '1s'} as const;

/** What a world of the lab is started from. */
export interface LabSetup {
  readonly aws: AwsWorld;
  /** The rules the edge routes by, where they are not those recorded: AWS says one thing, the wire another. */
  readonly rulesInForce?: readonly ListenerRule[];
  readonly server: {
    /** How often streams send a comment; 0 for never. */
    readonly heartbeatMs: number;
    /** What BASE_PATH says, when it is not what everything else expects. */
    readonly basePath?: string;
  };
}
