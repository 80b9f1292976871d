import type {Known} from './known.ts';

export const ECR_KNOWN: Known = {
  undecisive: [
    {
      fact: 'ecrPlatforms',
      fields: '[].digest [].platform',
      because: 'are of a list of images that no tag of the lab names',
    },
    {
      fact: 'ecrCacheRules',
      fields: '[].prefix [].upstream',
      because: 'matter for an image that is not there; in the lab all are',
    },
  ],
  survivors: [
    {
      fact: 'ecrImage',
      // The whole fact is the field without a name.
      fields: ' digest',
      at: /@sha256:/,
      because: 'is asked by digest only where a task runs another image than the one that has the tag',
    },
    {
      fact: 'ecrImage',
      fields: 'status',
      at: /:2026-11-19|@sha256:/,
      because:
        'is of the image that was pulled; whether another task could pull it is claimed of the revision before alone',
    },
    {
      fact: 'ecrImage',
      fields: 'digest',
      at: /:2026-11-05/,
      because: 'is of the revision before, whose image was never compared: a pass says so',
    },
    {
      fact: 'ecrImage',
      fields: 'isList',
      at: null,
      because: 'only says whether a task may name the digest of another platform; the digests are equal',
    },
  ],
};
