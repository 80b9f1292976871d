/** Commands that a person may copy into a POSIX shell. */

export type Quote = "'" | '"' | null;

/** The quotes that are open at the end of the text, as a shell reads it; `$(…)` begins anew. */
export function openQuote(text: string): Quote {
  const around: Quote[] = [];
  let open: Quote = null;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '\\' && open !== "'") i++;
    else if (text.startsWith('$(', i) && open !== "'") {
      around.push(open);
      open = null;
      i++;
    } else if (character === ')' && open === null && around.length > 0) open = around.pop() ?? null;
    else if (open === null && (character === "'" || character === '"')) open = character;
    else if (character === open) open = null;
  }
  return open;
}

/** Values come from a file somebody else may have written: pasted into a shell, they must stay one word. */
export function quoted(value: string, within: Quote): string {
  if (within === "'") return value.replaceAll("'", "'\\''");
  if (within === '"') return value.replace(/["\\$`]/g, '\\$&');
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

/** A command with values in it, each quoted for its context; each of several is a word of its own. */
export function command(
  texts: TemplateStringsArray,
  ...values: readonly (string | number | boolean | readonly string[])[]
): string {
  return texts.reduce((before, text, i) => {
    const all = [values[i - 1] ?? ''].flat();
    return `${before}${all.map((value) => quoted(String(value), openQuote(before))).join(' ')}${text}`;
  });
}
