import type {Json} from '../../model/outcome.ts';
import {resolved, valueOfJson} from './terraform-json.ts';
import {isExpression} from './terraform-match.ts';
import {type Body, blocksOf, generated} from './terraform-module.ts';
import type {Scope} from './terraform-scope.ts';
import {isList, isObject, membersOf} from './terraform-value.ts';

/** The body with the blocks that `dynamic` makes, as far as its `for_each` is known. */
export function expanded(body: Body, scope: Scope): Body {
  const result: {[key: string]: Json} = {};
  for (const [key, value] of Object.entries(body)) {
    result[key] =
      key !== 'dynamic' && key !== 'lifecycle' && isBlocks(value)
        ? value.map((block) => expanded(block, scope))
        : value;
  }
  const open: {[type: string]: readonly Json[]} = {};
  for (const [type, blocks] of Object.entries(generated(body))) {
    for (const block of blocks) {
      const made = madeBy(type, block, scope);
      if (made === null) open[type] = [...(open[type] ?? []), block];
      else if (made.length > 0) result[type] = [...blocksOf(result[type]), ...made];
    }
  }
  if (Object.keys(open).length > 0) result.dynamic = open;
  else delete result.dynamic;
  return result;
}

function isBlocks(value: Json): value is readonly Body[] {
  return Array.isArray(value) && value.length > 0 && blocksOf(value).length === value.length;
}

/** Null where their number is not known. */
function madeBy(type: string, block: Body, scope: Scope): readonly Body[] | null {
  const each = valueOfJson(block.for_each ?? null, scope);
  if (!isList(each) && !isObject(each)) return null;
  const iterator = typeof block.iterator === 'string' ? block.iterator.replace(/^\$\{(.*)\}$/s, '$1') : type;
  return membersOf(each).flatMap(([key, value]) => {
    const inner = new Map(scope).set(iterator, {key: isList(each) ? Number(key) : key, value});
    return blocksOf(block.content).map((content) => inSitu(expanded(content, inner), inner));
  });
}

/** With all texts resolved: who reads it does not know the iterator. */
function inSitu(value: Body, scope: Scope): Body {
  const put = (json: Json): Json => {
    if (typeof json === 'string') return isExpression(json) ? resolved(json, scope).value : json;
    if (json === null || typeof json !== 'object') return json;
    if (Array.isArray(json)) return (json as readonly Json[]).map(put);
    return Object.fromEntries(Object.entries(json).map(([key, member]) => [key, put(member)]));
  };
  return put(value) as Body;
}
