import type {ItemReport} from '../report.ts';
import type {Look} from './looks.ts';

/** What is not well, once: an item that failed, or items that could not be determined for the same reason. */
export interface Cause {
  readonly status: 'fail' | 'error';
  /** One sentence: the summary of the one item, or what several have in common. */
  readonly text: string;
  /** One of each id, at least one. */
  readonly items: readonly ItemReport[];
  /** Ids of the items that could not be looked at because of it. */
  readonly blocked: readonly string[];
  /** Where it was seen from; empty where all was seen from one place. */
  readonly vantages: readonly string[];
}

interface Collected {
  readonly status: Cause['status'];
  readonly items: Map<string, ItemReport>;
  readonly blocked: Set<string>;
  readonly vantages: Set<string>;
}

/** In the order of the looks. What is blocked by something else than a failure is not among them. */
export function causesOf(looks: readonly Look[]): Cause[] {
  const causes = new Map<string, Collected>();
  const isOfSeveral = new Set(looks.map(({report}) => report.vantage)).size > 1;
  const causeOf = ({item, report}: Look, status: Cause['status']): Collected => {
    const key = causeKeyOf(item);
    const cause = causes.get(key) ?? {status, items: new Map(), blocked: new Set(), vantages: new Set()};
    causes.set(key, cause);
    if (!cause.items.has(item.id)) cause.items.set(item.id, item);
    if (isOfSeveral) cause.vantages.add(report.vantage);
    return cause;
  };
  for (const look of looks) {
    const {status} = look.item;
    if (status === 'fail' || status === 'error') causeOf(look, status);
  }
  for (const {item, roots} of looks) {
    for (const root of roots) if (root.item.status === 'fail') causeOf(root, 'fail').blocked.add(item.id);
  }
  return [...causes.values()].map(({status, items, blocked, vantages}) => {
    const all = [...items.values()];
    return {status, text: textOf(all), items: all, blocked: [...blocked], vantages: [...vantages]};
  });
}

/** The same for all that are the same cause. */
export function causeKeyOf({id, status, commonCause, summary, fix}: ItemReport): string {
  if (status !== 'error') return `${status} ${id}`;
  return commonCause === null ? JSON.stringify([summary, fix]) : `common ${commonCause}`;
}

function textOf([first, ...others]: readonly ItemReport[]): string {
  if (first === undefined) return '';
  const marks = others.length === 0 && first.flaky ? ' (flaky)' : '';
  return `${others.length === 0 ? first.summary : (first.commonCause ?? first.summary)}${marks}`;
}

/** The id of the item; of several: null. */
export function nameOf({items}: Cause): string | null {
  return items.length === 1 ? (items[0]?.id ?? null) : null;
}

/** How many items it is behind: `39 items`, `which blocks 7 items`; null: only the one that it is about. */
export function reachOf(cause: Cause): string | null {
  const {items, blocked} = cause;
  const parts = [
    ...(items.length > 1 ? [`${items.length} items`] : []),
    ...(blocked.length === 0 ? [] : [`which blocks ${blocked.length === 1 ? blocked[0] : `${blocked.length} items`}`]),
  ];
  return parts.length === 0 ? null : parts.join(', ');
}
