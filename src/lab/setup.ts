import type {CertificateDates} from '../mcp-server/wire/certificate-authority.ts';
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
  /** What every address presents in place of the certificates that AWS reports: these were issued apart from them. */
  readonly presents?: {readonly names?: readonly string[]; readonly dates?: CertificateDates};
  /** Every address answers to TLS 1.0, whatever policy AWS reports. */
  readonly speaksOldTls?: boolean;
  /** How the last of the load balancer's addresses differs from the others, which are alike. */
  readonly oddAddress?: OddAddress;
  /** What DNS says otherwise than the records of the world. */
  readonly names?: NamesSetup;
  readonly server: {
    /** How often streams send a comment; 0 for never. */
    readonly heartbeatMs: number;
    /** How often WebSockets are pinged; 0 for never. By default a third of the idle timeout. */
    readonly pingMs?: number;
    /** The value of BASE_PATH, if it is not what everything else expects. */
    readonly basePath?: string;
    /** How many processes there are, each with sessions of its own, which get requests in turn; default 1. */
    readonly homes?: number;
    /** Ways in which every request is misbehaved with: `serve --list-faults`. */
    readonly faults?: readonly string[];
  };
  /** How the service on a developer's machine differs from what it should be there. */
  readonly local?: {
    /** BASE_PATH where the service is started with that of the world, and where with another. */
    readonly basePath?: string;
    readonly otherBasePath?: string;
    readonly faults?: readonly string[];
  };
}

export interface NamesSetup {
  /** The last name server of the zone has these records still. */
  readonly lastServerHas?: Pick<AwsWorld, 'records'>;
  /** What one of two resolvers has kept from before. */
  readonly resolverKeeps?: {
    readonly name: string;
    readonly zone: string;
    /** Null: that there is no such name. */
    readonly address: string | null;
    readonly seconds: number;
  };
}

/** What is at an address of the load balancer that differs from its others. */
export type OddAddress =
  /** Nothing listens there. */
  | {readonly is: 'refusing'}
  /** Connections are accepted, and nothing is ever said on them. */
  | {readonly is: 'silent'}
  | {readonly is: 'routing-by'; readonly rules: readonly ListenerRule[]}
  /** Its certificates were issued apart from those of the others, for the same names if no others are given. */
  | {readonly is: 'presenting'; readonly names?: readonly string[]; readonly dates?: CertificateDates};
