import type {HopKind, SeenHop, SeenStatus} from '../../model/trace.ts';

/** What one address shows of a hop. */
export interface SeenAt {
  readonly address: string;
  readonly status: SeenStatus;
  readonly seen: string;
  readonly fix: string | null;
}

const WORST: readonly SeenStatus[] = ['differs', 'unknown', 'as-configured'];

export function worstOf(statuses: readonly SeenStatus[]): SeenStatus {
  return WORST.find((status) => statuses.includes(status)) ?? 'unknown';
}

/** What all addresses show of a hop: said once where they are alike, else with the addresses, the worst first. */
export function seenAtAll(kind: HopKind, configured: string, each: readonly SeenAt[]): readonly SeenHop[] {
  if (each.length === 0) return [];
  const groups = [...Map.groupBy(each, ({status, seen}) => `${status} ${seen}`).values()].toSorted(
    (a, b) => WORST.indexOf(statusOf(a)) - WORST.indexOf(statusOf(b)),
  );
  const [worst = []] = groups;
  const seen = groups.map((group) => {
    const [first] = group;
    const where = groups.length === 1 ? '' : ` at ${group.map(({address}) => address).join(', ')}`;
    return `${first?.seen ?? ''}${where}`;
  });
  return [{kind, status: statusOf(worst), configured, seen: seen.join('; '), fix: worst[0]?.fix ?? null}];
}

function statusOf([first]: readonly SeenAt[]): SeenStatus {
  return first?.status ?? 'unknown';
}
