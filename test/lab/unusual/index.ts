import {DUAL_STACK} from './dual-stack.ts';
import type {UnusualWorld} from './unusual-world.ts';

/** By name; each in a file of its own. */
export const UNUSUAL_WORLDS: readonly UnusualWorld[] = [DUAL_STACK];
