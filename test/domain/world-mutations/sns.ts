import type {Known} from './known.ts';

export const SNS_KNOWN: Known = {undecisive: [], survivors: []};
