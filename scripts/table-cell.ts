/** Plain text in a table cell: without emphasis or elements. */
export function cell(text: string): string {
  return text.replace(/[*_<|]/g, '\\$&');
}
