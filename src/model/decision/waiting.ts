import type {ItemReport} from '../report.ts';

/** Whose answers are missing, with the items that ask for them, in the order of the checklist. */
export function waitingBy(
  items: readonly ItemReport[],
): readonly {readonly who: string; readonly items: readonly ItemReport[]}[] {
  const pending = items.filter(({status}) => status === 'pending');
  const groups = Map.groupBy(pending, ({manual}) => manual?.approvers.join(' or ') ?? 'somebody');
  return [...groups].map(([who, asked]) => ({who, items: asked}));
}
