import type {Account} from '../../model/checklist.ts';

/** `account platform (444444444444)` */
export function accountName({name, id}: Account): string {
  return `account ${name}${id === null ? '' : ` (${id})`}`;
}

/** `account platform (444444444444), eu-central-1` */
export function accountRegionName(account: Account, region: string | null): string {
  return `${accountName(account)}, ${region ?? "the SDK's default region"}`;
}
