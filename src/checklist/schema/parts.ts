import {z} from 'zod';

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;

export const kebabCase = (description: string) =>
  z.string().regex(KEBAB_CASE, {error: 'is not kebab-case (a-z, 0-9 and -)'}).meta({description});

export const version = z.literal(1).meta({description: 'The version of this format'});
