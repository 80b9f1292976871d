import type {EcrCacheRule, EcrImage, EcrPlatform} from '../../model/facts/aws-facts.ts';
import {IMAGE_DIGEST, REGISTRY} from './ecs.ts';
import {REGION} from './names.ts';
import {keyed, type Recorded} from './recorded.ts';

export interface EcrWorld {
  /** By repository and tag, or repository and digest: what the registry of the account has in the region; null: has not. */
  readonly ecrImages: Readonly<Record<string, EcrImage | null>>;
  /** What those of them name that are lists; null: there is no such list. */
  readonly ecrPlatforms: Readonly<Record<string, readonly EcrPlatform[] | null>>;
  /** Of that registry. */
  readonly ecrCacheRules: readonly EcrCacheRule[];
}

/** Of the list that names the image that runs, and that no tag names. */
export const LIST_DIGEST = `sha256:${'5b'.repeat(32)}`;

const RUNNING: EcrImage = {digest: IMAGE_DIGEST, status: 'ACTIVE', isList: false};

/** The image that runs, and the one before. */
export const ECR: EcrWorld = {
  ecrPlatforms: {[`jessica-service@${LIST_DIGEST}`]: [{digest: IMAGE_DIGEST, platform: 'linux/amd64'}]},
  ecrCacheRules: [],
  ecrImages: {
    'jessica-service:2026-11-19': RUNNING,
    [`jessica-service@${IMAGE_DIGEST}`]: RUNNING,
    'jessica-service:2026-11-05': {
      digest: 'sha256:a40d6e8c1b2f3957de86b0c4a1f2e3d4958675849302a1b2c3d4e5f60718293a',
      status: 'ACTIVE',
      isList: false,
    },
  },
};

export function ecrRecorded({ecrImages, ecrPlatforms, ecrCacheRules}: EcrWorld): Recorded {
  const key = (kind: string, name: string) => `aws:platform:${REGION}:${kind}:${REGISTRY}/${name}`;
  return {
    ...keyed(
      Object.entries(ecrImages),
      ([name]) => key('ecrImage', name),
      ([, image]) => image,
    ),
    ...keyed(
      Object.entries(ecrPlatforms),
      ([name]) => key('ecrPlatforms', name),
      ([, platforms]) => platforms,
    ),
    [`aws:platform:${REGION}:ecrCacheRules:${REGISTRY}`]: ecrCacheRules,
  };
}
