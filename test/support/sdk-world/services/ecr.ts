import {REGISTRY} from '../../../../src/lab/worlds/ecs.ts';
import {REGION} from '../../../../src/lab/worlds/names.ts';
import type {EcrFacts} from '../../../../src/model/facts/aws-facts.ts';
import type {Played} from '../played.ts';

export const PLAYED: Played<keyof EcrFacts> = {
  clients: {ECRClient: 'ecr'},
  answers: ({ecrImages}) => ({
    ecr: {
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
  },
};
