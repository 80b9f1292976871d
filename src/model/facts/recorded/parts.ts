import {z} from 'zod';

/** What recorded values are made of. Objects are strict: a member that is misspelled is one that is missing. */

export const text = z.string();
export const texts = z.array(text);
export const textOrNull = text.nullable();
export const numberOrNull = z.number().nullable();
export const byName = z.record(z.string(), z.string());
/** ISO 8601. */
export const time = z.iso.datetime({offset: true});
export const timeOrNull = time.nullable();
