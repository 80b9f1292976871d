import {fromMarkdown} from 'mdast-util-from-markdown';
import type {MarkdownHeading} from '../../model/facts/repo-facts.ts';

type Node = ReturnType<typeof fromMarkdown>['children'][number];

/** YAML's `---` or TOML's `+++` on the first line, up to the next: in CommonMark it would underline a heading. */
const FRONT_MATTER = /^(---|\+\+\+)[ \t]*\r?\n(?:.*\r?\n)*?\1[ \t]*(?=\r?\n|$)/;

/** Every heading of CommonMark, ATX or setext, also in block quotes and lists, in the order of the file. */
export function headingsIn(markdown: string): readonly MarkdownHeading[] {
  // Blank lines in its place: the numbers of the lines after it stay.
  const body = markdown.replace(FRONT_MATTER, (matter) => matter.replace(/[^\r\n]/g, ''));
  return headingsBelow(fromMarkdown(body), body);
}

function headingsBelow(parent: {readonly children: readonly Node[]}, body: string): readonly MarkdownHeading[] {
  return parent.children.flatMap((node) => {
    if (node.type !== 'heading') return 'children' in node ? headingsBelow(node, body) : [];
    const from = node.children.at(0)?.position?.start.offset ?? 0;
    const to = node.children.at(-1)?.position?.end.offset ?? 0;
    return {
      level: node.depth,
      text: oneLine(node.children.map(wordsOf).join('')),
      markdown: oneLine(body.slice(from, to)),
      line: node.position?.start.line ?? 1,
    };
  });
}

/** What a reader sees: without marks, and images as what stands for them. */
function wordsOf(node: Node): string {
  if (node.type === 'break') return ' ';
  if (node.type === 'html') return /^<br\s*\/?>$/i.test(node.value) ? ' ' : '';
  if ('value' in node) return node.value;
  if ('alt' in node) return node.alt ?? '';
  return 'children' in node ? node.children.map(wordsOf).join('') : '';
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
