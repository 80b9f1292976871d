import type {Checklist, ItemCheck} from '../model/checklist.ts';
import type {Json} from '../model/outcome.ts';

/**
 * A check's `docs.byHand` with the item's own values in place of `<param>`, quoted for a shell where that is needed. The
 * name of a resource becomes what it stands for. What is no scalar, or not given, stays as it is.
 */
export function fillByHand(
  template: string,
  check: ItemCheck,
  checklist: Checklist,
  resourceParams: ReadonlySet<string>,
): string {
  return template.replace(/<([A-Za-z][A-Za-z0-9]*)>/g, (placeholder, name: string, offset: number) => {
    const written = Object.hasOwn(check.written, name) ? (check.written[name] ?? null) : null;
    if (written === null || typeof written === 'object') return placeholder;
    const value = resourceParams.has(name) ? nameInAws(written, checklist) : String(written);
    return quoted(value, openQuote(template.slice(0, offset)));
  });
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
