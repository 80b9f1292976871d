import {fromMarkdown} from 'mdast-util-from-markdown';
import type {MarkdownHeading} from '../../model/facts/repo-facts.ts';

type Node = ReturnType<typeof fromMarkdown>['children'][number];

/** Front matter, `---` (YAML) or `+++` (TOML), up to the next: CommonMark would read it as a setext heading. */
const FRONT_MATTER = /^(---|\+\+\+)[ \t]*\r?\n(?:.*\r?\n)*?\1[ \t]*(?=\r?\n|$)/;

/** Every CommonMark heading, ATX or setext, also in block quotes and lists, in the order of the file. */
export function headingsIn(markdown: string): readonly MarkdownHeading[] {
  // Replaced by blank lines, so that later line numbers stay the same.
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

/** What a reader sees: without markup, and images as their alternative text. */
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
