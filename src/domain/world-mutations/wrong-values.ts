import type {Wrong} from './world-mutation.ts';

/** Another thing of its kind: an ARN, a name, an id that nothing else in the world has. */
export const another: Wrong = (was) => (typeof was === 'string' ? `${was}-other` : undefined);

export const opposite: Wrong = (was) => (typeof was === 'boolean' ? !was : undefined);

/** Of a list: as if none of it were there. */
export const none: Wrong = (was) => (Array.isArray(was) && was.length > 0 ? [] : undefined);
