import {LIST_DIGEST} from '../../../../src/lab/worlds/ecr.ts';
import {REGISTRY} from '../../../../src/lab/worlds/ecs.ts';
import {REGION} from '../../../../src/lab/worlds/names.ts';
import type {EcrFacts} from '../../../../src/model/facts/aws-facts.ts';
import type {Played} from '../played.ts';

export const PLAYED: Played<keyof EcrFacts> = {
  clients: {ECRClient: 'ecr'},
  answers: ({ecrImages, ecrPlatforms, ecrCacheRules}) => ({
    ecr: {
      DescribePullThroughCacheRules: () => ({
        pullThroughCacheRules: ecrCacheRules.map(({prefix, upstream}) => ({
          ecrRepositoryPrefix: prefix,
          upstreamRegistryUrl: upstream,
        })),
      }),
      BatchGetImage: ({repositoryName, imageIds}) => {
        const [{imageDigest} = {}] = imageIds as {imageDigest?: string}[];
        const platforms = ecrPlatforms[`${repositoryName}@${imageDigest}`] ?? null;
        if (platforms === null) return {images: [], failures: [{failureCode: 'ImageNotFound'}]};
        const manifests = platforms.map(({digest, platform}) => {
          const [os, architecture, variant] = (platform ?? 'unknown/unknown').split('/');
          return {digest, platform: {os, architecture, variant}};
        });
        return {images: [{imageManifest: JSON.stringify({schemaVersion: 2, manifests})}]};
      },
      DescribeImages: ({repositoryName, imageIds}) => {
        const [{imageTag, imageDigest} = {}] = imageIds as {imageTag?: string; imageDigest?: string}[];
        const name = `${repositoryName}${imageTag === undefined ? `@${imageDigest}` : `:${imageTag}`}`;
        const image = ecrImages[name] ?? null;
        if (image === null) throw Object.assign(new Error(`no ${name}`), {name: 'ImageNotFoundException'});
        const imageManifestMediaType = `application/vnd.oci.image.${image.isList ? 'index' : 'manifest'}.v1+json`;
        return {imageDetails: [{imageDigest: image.digest, imageStatus: image.status, imageManifestMediaType}]};
      },
    },
  }),
  asks: {
    ecrImage: (facts) =>
      facts.ecrImage('service', {
        registryId: REGISTRY,
        region: REGION,
        repository: 'jessica-service',
        by: {tag: '2026-11-19'},
      }),
    ecrCacheRules: (facts) => facts.ecrCacheRules('service', {registryId: REGISTRY, region: REGION}),
    ecrPlatforms: (facts) =>
      facts.ecrPlatforms('service', {
        registryId: REGISTRY,
        region: REGION,
        repository: 'jessica-service',
        by: {digest: LIST_DIGEST},
      }),
  },
};
