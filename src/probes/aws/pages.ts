import {shapeOf} from './shape.ts';

export interface Page<Item, Token> {
  readonly items: readonly Item[] | undefined;
  /** Undefined on the last page. */
  readonly next: Token | undefined;
}

/**
 * Every item of every page, or a refusal, but never a part. Each page is a separate call, limited, counted and retried
 * separately, which the SDK's paginators do not allow.
 */
export async function everyPage<Item, Token>(
  action: string,
  member: string,
  fetchPage: (token: Token | undefined) => Promise<Page<Item, Token>>,
): Promise<Item[]> {
  const shape = shapeOf(action);
  const items: Item[] = [];
  const seen = new Set<string>();
  for (let token: Token | undefined; ; ) {
    const page = await fetchPage(token);
    items.push(...shape.required(page.items, member));
    // EC2 ends with an empty token, the others without one.
    if (page.next === undefined || page.next === '') return items;
    const next = JSON.stringify(page.next);
    if (seen.has(next)) shape.refuse(`names as its next page one that came before (${next})`);
    seen.add(next);
    token = page.next;
  }
}
