/** A tool result with a single text. */
export function textResult(text: string) {
  return {content: [{type: 'text' as const, text}]};
}
