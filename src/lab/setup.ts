import type {AwsWorld} from './aws-world.ts';

/** What a world of the lab is started from. */
export interface LabSetup {
  readonly aws: AwsWorld;
  readonly server: {
    /** How often streams send a comment; 0 for never. */
    readonly heartbeatMs: number;
  };
}
