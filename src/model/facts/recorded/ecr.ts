import {z} from 'zod';
import type {EcrImage} from '../aws-facts.ts';
import {text} from './parts.ts';

const ecrImage = z.strictObject({digest: text, status: text, isList: z.boolean()}) satisfies z.ZodType<EcrImage>;

export const ECR_FACTS = {ecrImage: ecrImage.nullable()};
