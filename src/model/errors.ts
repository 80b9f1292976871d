/** Why a claim could not be judged, or a command not run. Anything else that is thrown is a bug of ours (exit 70). */

/** Could not tell: becomes status `error`, never `pass` and never `fail`. */
export class CannotTell extends Error {
  override readonly name: string = 'CannotTell';
  /** What a person can do so that the next attempt can tell. */
  readonly fix: string;
  /** Can be tried again at once (throttled, a transient error of the service), as opposed to refused for good. */
  readonly transient: boolean;
  /** Nothing that becomes true meanwhile makes another attempt tell: who asks is not let in, for one. */
  readonly permanent: boolean;
  /** What it has in common with others that could not tell, in words that are the same for each; null: nothing known. */
  readonly commonCause: string | null;
  /** Its texts may be shown: secrets were taken out of what is from outside when the sentence was made of it. */
  readonly isShown: boolean;

  constructor(what: string, fix: string, options: CannotTellOptions = {}) {
    super(what, options.cause === undefined ? undefined : {cause: options.cause});
    this.fix = fix;
    this.transient = options.transient ?? false;
    this.permanent = options.permanent ?? false;
    this.commonCause = options.commonCause ?? null;
    this.isShown = options.isShown ?? false;
  }
}

export interface CannotTellOptions {
  readonly cause?: unknown;
  readonly transient?: boolean;
  readonly permanent?: boolean;
  readonly commonCause?: string | null;
  readonly isShown?: boolean;
}

/** AWS would not answer: denied, throttled for good, expired, unreachable. Names the action, so that it can be granted. */
export class AwsRefusal extends CannotTell {
  override readonly name = 'AwsRefusal';
  /** The IAM action, for example `elasticloadbalancing:DescribeRules`. */
  readonly action: string;
  /** AWS's own error code, for example `AccessDeniedException`. */
  readonly code: string;

  constructor(action: string, code: string, what: string, fix: string, options: CannotTellOptions = {}) {
    super(what, fix, options);
    this.action = action;
    this.code = code;
  }
}

/**
 * Nothing came back over the wire before response headers: a time-out or a missing route. Whether that is the target's
 * fault (`fail`) or ours (`error`) is for the runner to find out by asking the item's control.
 */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  /** The URL or host and port that did not answer. */
  readonly target: string;
  /** How far it got. */
  readonly phase: 'resolve' | 'connect' | 'tls' | 'headers';

  constructor(target: string, phase: NoAnswer['phase'], what: string, options: {cause?: unknown} = {}) {
    super(what, options.cause === undefined ? undefined : {cause: options.cause});
    this.target = target;
    this.phase = phase;
  }
}

/**
 * The caller asked for something that cannot be done: exit 2, no stack. `where` is a file position, a flag, or a path.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code: string;
  readonly where: string | null;

  constructor(message: string, options: {code?: string; where?: string; cause?: unknown} = {}) {
    super(message, options.cause === undefined ? undefined : {cause: options.cause});
    this.code = options.code ?? 'usage';
    this.where = options.where ?? null;
  }
}

/** A report that was asked for could not be written once its run was over: exit 70, no stack. */
export class ReportLost extends Error {
  override readonly name = 'ReportLost';
}

/** One line for a person out of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.message === '') return thrown.errors.map(messageOf).join('; ');
  return thrown instanceof Error ? thrown.message : String(thrown);
}
