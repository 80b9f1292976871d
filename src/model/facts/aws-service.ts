import type {ResourceKind} from '../resource-ref.ts';

/** What it takes to ask a service of AWS for its facts. */
export interface AwsService<Fact extends string> {
  /** The prefix of its IAM actions. */
  readonly prefix: string;
  /** What the AWS command line calls it. */
  readonly commands: readonly string[];
  /** The kinds of resource in whose account and region it is asked. */
  readonly askedWhere: readonly ResourceKind[];
  /** The IAM actions behind each fact, those of other services too. */
  readonly actions: Readonly<Record<Fact, readonly string[]>>;
  /**
   * By action of this service: what a policy narrows it to, which is as narrow as AWS allows and as wide as any answer needs.
   * One that is not here can't be narrowed, except to a region.
   */
  readonly scopes: Readonly<Record<string, ActionScope>>;
}

/**
 * The resources that one action is allowed for, with placeholders for what the checklist says: `<partition>`, `<region>`,
 * `<account>`, `<cluster>`, `<service>` (with its cluster) and the names of the item's parameters.
 */
export interface ActionScope {
  /** The `Sid` of the statement it belongs to. */
  readonly sid: string;
  readonly resources: readonly string[];
  /** Where AWS knows no narrower resource than all of them. */
  readonly condition?: ScopeCondition;
  /** In place of where its service is asked. */
  readonly askedWhere?: readonly ResourceKind[];
}

export interface ScopeCondition {
  readonly operator: 'ArnLike' | 'StringEquals';
  readonly key: string;
  readonly value: string;
}
