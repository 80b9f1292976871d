import type {AnyCheck} from '../model/check.ts';
import type {Checklist, ItemCheck} from '../model/checklist.ts';
import type {Json} from '../model/outcome.ts';
import {paramDocs} from '../model/param-docs.ts';
import {resourceKindOf} from '../model/params.ts';

/**
 * A check's `docs.byHand` with the item's own values in place of `<param>`, or the param's default, quoted for a shell
 * where that is needed. The name of a resource becomes what it stands for. What is no scalar, or has no value, stays as it is.
 */
export function fillByHand(
  {docs, params}: Pick<AnyCheck, 'docs' | 'params'>,
  written: ItemCheck['written'],
  checklist: Checklist,
): string {
  return docs.byHand.replace(/<([A-Za-z][A-Za-z0-9]*)>/g, (asWritten, name: string, offset: number) => {
    const schema = params.shape[name];
    const given = Object.hasOwn(written, name) ? written[name] : defaultOf(name, params);
    if (given === undefined || given === null || typeof given === 'object') return asWritten;
    const isResource = schema !== undefined && resourceKindOf(schema as Parameters<typeof resourceKindOf>[0]) !== null;
    const value = isResource ? nameInAws(given, checklist) : String(given);
    return quoted(value, openQuote(docs.byHand.slice(0, offset)));
  });
}

/** As a person would write it. */
function defaultOf(name: string, params: AnyCheck['params']): Json | undefined {
  return paramDocs({params}).find((param) => param.name === name)?.default as Json | undefined;
}

function nameInAws(written: Json, checklist: Checklist): string {
  const name = String(written);
  const resource = Object.hasOwn(checklist.resources, name) ? checklist.resources[name] : undefined;
  switch (resource?.kind) {
    case 'loadBalancer':
      return resource.loadBalancer;
    case 'hostedZone':
      return resource.hostedZone;
    case 'service':
      return resource.service;
    case 'api':
      return resource.api;
    case undefined:
      return name;
  }
}

type Quote = "'" | '"' | null;

/** The quotes that are open at the end of the text, as a shell reads it. */
function openQuote(text: string): Quote {
  let open: Quote = null;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '\\' && open !== "'") i++;
    else if (open === null && (character === "'" || character === '"')) open = character;
    else if (character === open) open = null;
  }
  return open;
}

/** Values come from a file somebody else may have written: pasted into a shell, they must stay one word. */
function quoted(value: string, within: Quote): string {
  if (within === "'") return value.replaceAll("'", "'\\''");
  if (within === '"') return value.replace(/["\\$`]/g, '\\$&');
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
