import type {EcrFacts, EcrImage, EcrName} from '../../../model/facts/aws-facts.ts';
import {unlessAbsent} from '../absent.ts';
import {accountRegionName} from '../account-name.ts';
import type {Connection} from '../call.ts';
import type {Clients} from '../connections.ts';
import type {Scope} from '../scope.ts';
import {shapeOf} from '../shape.ts';

const ACTION = 'ecr:DescribeImages';

/** Manifests that list others: of Docker, and of OCI. */
const LISTS = ['application/vnd.docker.distribution.manifest.list.v2+json', 'application/vnd.oci.image.index.v1+json'];

export function ecrFacts({at, to, fact}: Scope): EcrFacts {
  return {
    async ecrImage(where, image) {
      const {account} = at(where);
      const {region} = image;
      const key = `aws:${account.name}:${region}`;
      const accountRegion = {account, region, key, name: accountRegionName(account, region)};
      return fact(accountRegion, `ecrImage:${nameOf(image)}`, (aborted) =>
        unlessAbsent(
          ['ImageNotFoundException', 'RepositoryNotFoundException'],
          () => describeImage(to('ecr', accountRegion), image, aborted),
          () => null,
        ),
      );
    },
  };
}

/** `444444444444/jessica-service:2026-11-19`, or with `@sha256:…`. */
function nameOf({registryId, repository, by}: EcrName): string {
  return `${registryId}/${repository}${'tag' in by ? `:${by.tag}` : `@${by.digest}`}`;
}

async function describeImage(
  ecr: Connection<Clients['ecr']>,
  {registryId, repository: repositoryName, by}: EcrName,
  signal: AbortSignal,
): Promise<EcrImage> {
  const {DescribeImagesCommand} = await import('@aws-sdk/client-ecr');
  const {required} = shapeOf(ACTION);
  const imageIds = ['tag' in by ? {imageTag: by.tag} : {imageDigest: by.digest}];
  // Without the filter an archived image would be as one that is not there.
  const filter = {imageStatus: 'ANY'} as const;
  const answer = await ecr.call(
    ACTION,
    signal,
    new DescribeImagesCommand({registryId, repositoryName, imageIds, filter}),
  );
  const found = required(required(answer.imageDetails, 'imageDetails')[0], 'imageDetails[]');
  return {
    digest: required(found.imageDigest, 'imageDetails[].imageDigest'),
    status: found.imageStatus ?? 'ACTIVE',
    isList: LISTS.includes(found.imageManifestMediaType ?? ''),
  };
}
