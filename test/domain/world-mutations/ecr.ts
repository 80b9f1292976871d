import type {Known} from './known.ts';

export const ECR_KNOWN: Known = {
  undecisive: [
    {
      fact: 'ecrPlatforms',
      fields: '[].digest [].platform',
      because: 'are of lists of images; the lab has none',
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
      fields: ' digest status isList',
      at: null,
      because: 'is asked by ecs/runs-image and ecs/previous-revision-is-runnable, of which the checklist has no item',
    },
  ],
};
