import type {BatchGetImageCommandOutput} from '@aws-sdk/client-ecr';
import {z} from 'zod';
import type {EcrPlatform} from '../../../model/facts/aws-facts.ts';
import {shapeOf} from '../shape.ts';

/** What is read of an OCI image index, and of Docker's manifest list, which has it in the same place. */
const listSchema = z.object({
  manifests: z.array(
    z.object({
      digest: z.string(),
      platform: z.object({os: z.string(), architecture: z.string(), variant: z.string().optional()}).optional(),
    }),
  ),
});

type Platform = z.infer<typeof listSchema>['manifests'][number]['platform'];

/** Null where there is no such image, which is a failure of its own. */
export function toPlatforms(action: string, {images, failures}: BatchGetImageCommandOutput): EcrPlatform[] | null {
  const {required, refuse} = shapeOf(action);
  const [image] = required(images, 'images');
  if (image === undefined) {
    const {failureCode = 'no code', failureReason = 'no reason'} = required(failures?.[0], 'failures[]');
    if (failureCode === 'ImageNotFound') return null;
    return refuse(`has no manifest: ${failureCode} (${failureReason})`);
  }
  const {data} = listSchema.safeParse(parsed(action, required(image.imageManifest, 'images[].imageManifest')));
  if (data === undefined) return refuse('has a manifest that lists no others');
  return data.manifests.map(({digest, platform}) => ({digest, platform: platformText(platform)}));
}

function parsed(action: string, manifest: string): unknown {
  try {
    return JSON.parse(manifest);
  } catch {
    return shapeOf(action).refuse('has a manifest that is not JSON');
  }
}

/** `unknown/unknown` is how builders mark attestations, which no task can run. */
function platformText(platform: Platform): string | null {
  if (platform === undefined || platform.os === 'unknown') return null;
  const {os, architecture, variant} = platform;
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join('/');
}
