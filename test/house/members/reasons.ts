/** Why nobody reads these members of AWS's answers, or fields of facts, although AWS says them. */
export interface Reason {
  /** The shape, as the SDK or the fact's file names it. */
  readonly of: string;
  /** Separated by spaces; those of one shape that stay unread for one reason. */
  readonly unread: string;
  /** Why they cannot change a verdict. Reviewed as code is: "not needed" is none. */
  readonly because: string;
}

export interface Reasons {
  /** Clients whose answers these are about: `acm` of `@aws-sdk/client-acm`. */
  readonly members: Readonly<Record<string, readonly Reason[]>>;
  /** Of the types in `src/model/facts/aws/<service>.ts`. */
  readonly fields: readonly Reason[];
}

/** Rows that hold for more than one shape. */
export const SAYS = {
  names: 'names the thing itself, and is not asked of it',
  past: 'says when something happened, not what is the case now',
  tags: 'are labels of the account: AWS does nothing because of them',
} as const;
