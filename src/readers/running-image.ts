import {type ImageReference, readImageReference} from '../domain/targets/image-reference.ts';
import type {EcrImage, EcrName, EcrPlatform, EcsTask} from '../model/facts/aws-facts.ts';

/** The image that is meant, by one of these. */
export type WantedImage = {readonly digest: string} | {readonly tag: string};

/** What a running task says of the image of one of its containers. */
export interface RunningImage {
  readonly task: string;
  /** As its task definition has it; null when AWS does not say. */
  readonly image: string | null;
  /** Of what was pulled; null when AWS does not say. */
  readonly digest: string | null;
}

export function runningImages(tasks: readonly EcsTask[], container: string): RunningImage[] {
  return tasks.map(({arn, containers}) => {
    const found = containers.find(({name}) => name === container);
    return {task: arn.split('/').at(-1) ?? arn, image: found?.image ?? null, digest: found?.imageDigest ?? null};
  });
}

/** `by name`: it is called so, and its registry is not asked what that means. */
export type ImageFinding =
  | {readonly is: 'wanted' | 'wanted by name'}
  | {readonly is: 'other' | 'unknown'; readonly what: string};

/** What is asked of ECR. */
export interface EcrAsked {
  image(name: EcrName): Promise<EcrImage | null>;
  platforms(list: EcrName): Promise<readonly EcrPlatform[] | null>;
}

/** A tag can be moved, so in ECR it means the image that has it now. */
export async function findImage(running: RunningImage, wanted: WantedImage, ask: EcrAsked): Promise<ImageFinding> {
  const {task, image} = running;
  if (image === null) return {is: 'unknown', what: `AWS does not say the image of task ${task}`};
  const {ecr, tag} = readImageReference(image);
  if ('digest' in wanted) return byDigest(running, wanted.digest, ecr, null, ask);
  if (ecr === null) {
    return tag === wanted.tag ? {is: 'wanted by name'} : {is: 'other', what: `task ${task} runs ${image}`};
  }
  const meant = await ask.image({...ecr, by: {tag: wanted.tag}});
  if (meant !== null) return byDigest(running, meant.digest, ecr, meant, ask);
  const what = `tag ${wanted.tag} is not in ECR repository ${ecr.repository}`;
  if (tag !== wanted.tag) return {is: 'other', what: `task ${task} runs ${image}, and ${what}`};
  return {is: 'unknown', what: `${what} any longer, so which image task ${task} runs is not known`};
}

/**
 * Where a manifest lists images for several platforms, a task may say the digest of the list or of one of these.
 *
 * @param meant what ECR has under the digest that is wanted, where that was asked for already.
 */
async function byDigest(
  {task, digest: own}: RunningImage,
  digest: string,
  ecr: ImageReference['ecr'],
  meant: EcrImage | null,
  {image, platforms}: EcrAsked,
): Promise<ImageFinding> {
  if (own === digest) return {is: 'wanted'};
  if (own === null) return {is: 'unknown', what: `AWS does not say which digest task ${task} has pulled`};
  const isOther = {is: 'other', what: `task ${task} runs ${own}, not ${digest}`} as const;
  const unknown = {
    is: 'unknown',
    what: `whether ${own}, which task ${task} runs, is of a platform of ${digest} is not known`,
  } as const;
  if (ecr === null) return unknown;
  const expected = meant ?? (await image({...ecr, by: {digest}}));
  if (expected?.isList === true) {
    const listed = await platforms({...ecr, by: {digest}});
    return listed === null ? unknown : listed.some((one) => one.digest === own) ? {is: 'wanted'} : isOther;
  }
  const mine = await image({...ecr, by: {digest: own}});
  if (mine?.isList !== true) return expected === null ? unknown : isOther;
  const runnable = (await platforms({...ecr, by: {digest: own}}))?.filter(({platform}) => platform !== null);
  if (runnable === undefined) return unknown;
  const found = runnable.find((one) => one.digest === digest);
  if (found === undefined) return isOther;
  if (runnable.length === 1) return {is: 'wanted'};
  const others = runnable.flatMap(({platform}) => platform ?? []).join(', ');
  return {
    is: 'unknown',
    what: `task ${task} runs ${own}, a list for ${others}, in which ${digest} is that for ${found.platform}: which of them it runs is not known`,
  };
}
