import type {EcrCacheRule, EcrName} from '../../model/facts/aws-facts.ts';

/**
 * What a container definition calls an image: `[registry/]repository[:tag][@digest]`.
 * Source: the ECR user guide (registries, endpoints), the reference grammar of the distribution project.
 */
export interface ImageReference {
  /** Without tag and digest. */
  readonly name: string;
  /** `latest` where neither tag nor digest is named; null where there is a digest alone. */
  readonly tag: string | null;
  /** `sha256:…` */
  readonly digest: string | null;
  /** Null where the image is in another registry than a private one of ECR. */
  readonly ecr: Pick<EcrName, 'registryId' | 'region' | 'repository'> | null;
}

/** `<account>.dkr.ecr.<region>.amazonaws.com`, its FIPS endpoint, and the dual-stack one below `on.aws`. */
const ECR_NAME =
  /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn)\/(.+)$/;

export function readImageReference(image: string): ImageReference {
  const [named = '', digest = null] = image.split('@');
  // A colon before the last slash is that of a port.
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const name = colon === -1 ? named : named.slice(0, colon);
  const tag = colon === -1 ? null : named.slice(colon + 1);
  const [, registryId, region, repository] = ECR_NAME.exec(name) ?? [];
  const isEcr = registryId !== undefined && region !== undefined && repository !== undefined;
  return {
    name,
    tag: tag ?? (digest === null ? 'latest' : null),
    digest,
    ecr: isEcr ? {registryId, region, repository} : null,
  };
}

/**
 * The rule by which ECR fetches an image of this repository from another registry when it is pulled; null where there is none.
 * Source: the ECR user guide, customizing repository prefixes for pull-through cache.
 */
export function cacheRuleFor(repository: string, rules: readonly EcrCacheRule[]): EcrCacheRule | null {
  const own = rules
    .filter(({prefix}) => repository.startsWith(`${prefix}/`))
    .toSorted((a, b) => b.prefix.length - a.prefix.length);
  return own[0] ?? rules.find(({prefix}) => prefix === 'ROOT') ?? null;
}
