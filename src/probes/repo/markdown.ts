import {fromMarkdown} from 'mdast-util-from-markdown';
import type {MarkdownComment, MarkdownFile, MarkdownHeading} from '../../model/facts/repo-facts.ts';

type Node = ReturnType<typeof fromMarkdown>['children'][number];

/** Front matter, `---` (YAML) or `+++` (TOML), up to the next: CommonMark would read it as a setext heading. */
const FRONT_MATTER = /^(---|\+\+\+)[ \t]*\r?\n(?:.*\r?\n)*?\1[ \t]*(?=\r?\n|$)/;

/** Every CommonMark heading, ATX or setext, also in block quotes and lists, and every comment, in the order of the file. */
export function markdownIn(markdown: string): Omit<MarkdownFile, 'path'> {
  // Replaced by blank lines, so that later lines and offsets stay the same.
  const body = markdown.replace(FRONT_MATTER, (matter) => matter.replace(/[^\r\n]/g, ' '));
  const root = fromMarkdown(body);
  return {headings: headingsBelow(root, body), comments: commentsBelow(root, body)};
}

const HTML_COMMENT = /<!--(?:-?>|[\s\S]*?(?:-->|$))/g;

/** HTML's, and `[//]: # (…)`, a reference that nothing refers to. */
function commentsBelow(parent: {readonly children: readonly Node[]}, body: string): readonly MarkdownComment[] {
  return parent.children.flatMap((node) => {
    const start = node.position?.start.offset ?? 0;
    const end = node.position?.end.offset ?? 0;
    if (node.type === 'definition') return /^(?:\/\/|comment)$/i.test(node.identifier) ? [{start, end}] : [];
    // Of a block in a quote the value lacks the marks of that.
    if (node.type === 'html') {
      return [...body.slice(start, end).matchAll(HTML_COMMENT)].map(({index, 0: {length}}) => ({
        start: start + index,
        end: start + index + length,
      }));
    }
    return 'children' in node ? commentsBelow(node, body) : [];
  });
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
