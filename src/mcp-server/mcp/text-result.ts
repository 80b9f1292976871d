/** The result of a tool that has one text to say. */
export function textResult(text: string) {
  return {content: [{type: 'text' as const, text}]};
}
