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

export interface EcrFacts {
  /**
   * With the credentials of the service's account, in the region of the registry, which may be another account's.
   * Null when there is no such image, or no such repository.
   */
  ecrImage(where: ResourceRef<'service'>, image: EcrName): Promise<EcrImage | null>;
}

export const ECR = {
  prefix: 'ecr',
  commands: ['ecr'],
  askedWhere: ['service'],
  actions: {ecrImage: ['ecr:DescribeImages']},
  // Images name registries of other accounts and regions.
  scopes: {'ecr:DescribeImages': {sid: 'ReadImages', resources: ['arn:<partition>:ecr:*:*:repository/*']}},
} as const satisfies AwsService<keyof EcrFacts>;
