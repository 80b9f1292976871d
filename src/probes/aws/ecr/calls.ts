import type {EcrCacheRule, EcrImage, EcrName, EcrPlatform} from '../../../model/facts/aws-facts.ts';
import type {Connection} from '../call.ts';
import type {Clients} from '../connections.ts';
import {everyPage} from '../pages.ts';
import {shapeOf} from '../shape.ts';
import {toPlatforms} from './manifest-list.ts';

type Ecr = Connection<Clients['ecr']>;

const sdk = () => import('@aws-sdk/client-ecr');

const IMAGES = 'ecr:DescribeImages';
const MANIFESTS = 'ecr:BatchGetImage';
const CACHE_RULES = 'ecr:DescribePullThroughCacheRules';

/** Manifests that list others: of Docker, and of OCI. */
const LISTS = ['application/vnd.docker.distribution.manifest.list.v2+json', 'application/vnd.oci.image.index.v1+json'];

function imageIdsOf({by}: EcrName) {
  return ['tag' in by ? {imageTag: by.tag} : {imageDigest: by.digest}];
}

export async function describeImage(ecr: Ecr, image: EcrName, signal: AbortSignal): Promise<EcrImage> {
  const {DescribeImagesCommand} = await sdk();
  const {required} = shapeOf(IMAGES);
  const {registryId, repository: repositoryName} = image;
  const imageIds = imageIdsOf(image);
  // Without the filter an archived image would be as one that is not there.
  const filter = {imageStatus: 'ANY'} as const;
  const answer = await ecr.call(
    IMAGES,
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

/** Null where there is no such image. */
export async function getPlatforms(ecr: Ecr, list: EcrName, signal: AbortSignal): Promise<EcrPlatform[] | null> {
  const {BatchGetImageCommand} = await sdk();
  const {registryId, repository: repositoryName} = list;
  const imageIds = imageIdsOf(list);
  // Without them AWS may answer with another manifest than that which the digest is of.
  const acceptedMediaTypes = LISTS;
  const answer = await ecr.call(
    MANIFESTS,
    signal,
    new BatchGetImageCommand({registryId, repositoryName, imageIds, acceptedMediaTypes}),
  );
  return toPlatforms(MANIFESTS, answer);
}

export async function listCacheRules(ecr: Ecr, registryId: string, signal: AbortSignal): Promise<EcrCacheRule[]> {
  const {DescribePullThroughCacheRulesCommand} = await sdk();
  const {required} = shapeOf(CACHE_RULES);
  const all = await everyPage(CACHE_RULES, 'pullThroughCacheRules', async (nextToken?: string) => {
    const page = await ecr.call(
      CACHE_RULES,
      signal,
      new DescribePullThroughCacheRulesCommand({registryId, nextToken, maxResults: 1000}),
    );
    return {items: page.pullThroughCacheRules, next: page.nextToken};
  });
  return all.map((from) => ({
    prefix: required(from.ecrRepositoryPrefix, 'pullThroughCacheRules[].ecrRepositoryPrefix'),
    upstream: required(from.upstreamRegistryUrl, 'pullThroughCacheRules[].upstreamRegistryUrl'),
  }));
}
