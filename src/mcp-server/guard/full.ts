import type {Quota} from './quota.ts';
import type {Refusal} from './refusal.ts';

/** Why the quota is used up, or null. */
export function full(what: string, quota: Quota, most: number, mostOfAddress: number, address: string): Refusal | null {
  const headers = {'Retry-After': '5'};
  if (quota.taken >= most) {
    return {status: 503, code: `too-many-${what}`, message: `Too many ${what} are open; try again later`, headers};
  }
  if (quota.takenBy(address) < mostOfAddress) return null;
  const message = `Too many ${what} from this address are open; close some`;
  return {status: 429, code: `too-many-${what}-of-address`, message, headers};
}
