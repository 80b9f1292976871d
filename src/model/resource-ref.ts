/** The kinds of `resources:` a parameter can name. */
export const RESOURCE_KINDS = ['loadBalancer', 'hostedZone', 'service', 'api'] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

declare const kindOfRef: unique symbol;

/**
 * The name of a resource in the checklist (`alb`, `zone`), with the kind that it has there: a fact about an API cannot be
 * asked of a load balancer. Only the compiler knows the kind; at run time it is the plain name.
 *
 * `account` is not a resource of a checklist: it stands for an account and region of which some list is read (`trace`).
 */
export type ResourceRef<Kind extends ResourceKind | 'account'> = string & {readonly [kindOfRef]: Kind};

/** How facts name a resource that the checklist, or a trace, has. */
export function refTo<Kind extends ResourceKind>(resource: {readonly kind: Kind; readonly name: string}) {
  return resource.name as ResourceRef<Kind>;
}

/** A name under which nothing but an account and a region is meant. */
export function accountRef(name: string) {
  return name as ResourceRef<'account'>;
}
