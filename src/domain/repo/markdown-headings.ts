/** A heading of a Markdown file, as CommonMark 0.31 has them (sections 4.2 and 4.3). */
export interface Heading {
  readonly level: number;
  /** Without the marks around and in it: `#`, `*`, `_`, backticks. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

const ATX = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;
const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
/** What can stand above an underline: a paragraph, so no list, quote, indented code or blank line. */
const PARAGRAPH = /^ {0,3}(?![-+*>#|]|\d+[.)]\s|\s|$)\S/;

/** Headings outside code fences, HTML comments and front matter. */
export function headingsOf(markdown: string): readonly Heading[] {
  const headings: Heading[] = [];
  let fence: string | null = null;
  let inComment = false;
  let paragraph: string | null = null;
  const lines = markdown.split(/\r\n|\n|\r/);
  for (let index = frontMatterLines(lines); index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const above = paragraph;
    paragraph = null;
    if (fence !== null) {
      if (closes(line, fence)) fence = null;
      continue;
    }
    if (inComment || /^ {0,3}<!--/.test(line)) {
      inComment = !line.includes('-->');
      continue;
    }
    const opening = FENCE.exec(line);
    if (opening !== null && !(opening[1]?.startsWith('`') && opening[2]?.includes('`'))) {
      fence = opening[1] ?? null;
      continue;
    }
    const atx = ATX.exec(line);
    const underline = UNDERLINE.exec(line);
    if (atx !== null) {
      headings.push({level: atx[1]?.length ?? 1, text: plain(atx[2] ?? ''), line: index + 1});
    } else if (underline !== null && above !== null) {
      headings.push({level: underline[1]?.startsWith('=') ? 1 : 2, text: plain(above), line: index});
    } else if (PARAGRAPH.test(line)) {
      paragraph = line;
    }
  }
  return headings;
}

/** A heading's words alone, so that `## **Rollback**` and `## Rollback` are the same heading. */
export function plain(text: string): string {
  return text
    .replace(/[*`]|(?<!\w)_+|_+(?!\w)/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function closes(line: string, fence: string): boolean {
  const closing = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
  return closing !== undefined && closing[0] === fence[0] && closing.length >= fence.length;
}

/** The length of YAML front matter, whose closing `---` would otherwise underline a heading. */
function frontMatterLines(lines: readonly string[]): number {
  if (lines[0] !== '---') return 0;
  return lines.indexOf('---', 1) + 1;
}
