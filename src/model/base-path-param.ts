import {z} from './params.ts';

/** A path without a slash at its end; `''` or `/`: none. The check receives it as it is put before a path. */
export function basePathParam(description: string) {
  return z
    .string()
    .regex(/^\/?$|^(?:\/[^/?#\s]+)+\/?$/, {error: 'is not a path such as /jessica-service'})
    .transform((path) => path.replace(/\/$/, ''))
    .meta({description, examples: ['/jessica-service']});
}
