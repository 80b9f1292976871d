/** The words of an expression of metric math. */
export interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'sign' | 'end';
  readonly text: string;
}

const WORD =
  /\s*(?:(\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+)|["']([^"']*)["']|([A-Za-z_]\w*)|(&&|\|\||[=!<>]=|[-+*/^<>()[\],]))/iy;

/** Null where something in it belongs to no expression. */
export function tokensOf(expression: string): readonly Token[] | null {
  const tokens: Token[] = [];
  const text = expression.trimEnd();
  const word = new RegExp(WORD);
  while (word.lastIndex < text.length) {
    const [, number, quoted, name, sign] = word.exec(text) ?? [];
    if (number !== undefined) tokens.push({kind: 'number', text: number});
    else if (quoted !== undefined) tokens.push({kind: 'text', text: quoted});
    else if (name !== undefined) tokens.push({kind: 'name', text: name});
    else if (sign !== undefined) tokens.push({kind: 'sign', text: sign});
    else return null;
  }
  return [...tokens, {kind: 'end', text: ''}];
}
