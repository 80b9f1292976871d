/** Amazon ECR as plain values. */

import type {ResourceRef} from '../../resource-ref.ts';
import type {AwsService} from '../aws-service.ts';

/** One image of a private registry, by its tag or its digest. */
export interface EcrName {
  /** The account that the registry belongs to. */
  readonly registryId: string;
  readonly region: string;
  readonly repository: string;
  readonly by: {readonly tag: string} | {readonly digest: string};
}

export interface EcrImage {
  /** `sha256:…` of its manifest. */
  readonly digest: string;
  /** `ACTIVE`, `ARCHIVED` (it cannot be pulled) or `ACTIVATING`. */
  readonly status: string;
  /** Its manifest lists an image for each platform, and a task may name the digest of one of these. */
  readonly isList: boolean;
}

/** One of the images that a list names. */
export interface EcrPlatform {
  /** `sha256:…` of its own manifest. */
  readonly digest: string;
  /** `linux/amd64`; null where the list does not say, as of what attests an image and is none. */
  readonly platform: string | null;
}

/** What ECR fetches from another registry when it is pulled. */
export interface EcrCacheRule {
  /** Of repositories: without the slash behind it, or `ROOT` for all that no other rule is for. */
  readonly prefix: string;
  /** `public.ecr.aws`, … */
  readonly upstream: string;
}

export interface EcrFacts {
  /**
   * With the credentials of the service's account, in the region of the registry, which may be another account's.
   * Null when there is no such image, or no such repository.
   */
  ecrImage(where: ResourceRef<'service'>, image: EcrName): Promise<EcrImage | null>;
  /** What the list of this digest names. Null when there is no such image, or no such repository. */
  ecrPlatforms(where: ResourceRef<'service'>, list: EcrName): Promise<readonly EcrPlatform[] | null>;
  /** The pull-through cache rules of a registry in a region. */
  ecrCacheRules(
    where: ResourceRef<'service'>,
    registry: Pick<EcrName, 'registryId' | 'region'>,
  ): Promise<readonly EcrCacheRule[]>;
}

export const ECR = {
  prefix: 'ecr',
  commands: ['ecr'],
  askedWhere: ['service'],
  actions: {
    ecrImage: ['ecr:DescribeImages'],
    ecrPlatforms: ['ecr:BatchGetImage'],
    ecrCacheRules: ['ecr:DescribePullThroughCacheRules'],
  },
  // Images name registries of other accounts and regions. A manifest is not the image: its layers need other actions.
  scopes: {
    'ecr:BatchGetImage': {sid: 'ReadImages', resources: ['arn:<partition>:ecr:*:*:repository/*']},
    'ecr:DescribeImages': {sid: 'ReadImages', resources: ['arn:<partition>:ecr:*:*:repository/*']},
  },
} as const satisfies AwsService<keyof EcrFacts>;
