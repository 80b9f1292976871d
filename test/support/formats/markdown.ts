import {fromMarkdown} from 'mdast-util-from-markdown';
import {gfmFromMarkdown} from 'mdast-util-gfm';
import {gfm} from 'micromark-extension-gfm';
import type {ReadBack} from './read-back.ts';

type Tree = ReturnType<typeof fromMarkdown>;

/** Markdown as GitHub reads it. */
export function readMarkdown(document: string): ReadBack {
  const tree = fromMarkdown(document, {extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()]});
  const texts: string[] = [];
  return {shape: shapeOf(tree, texts), texts};
}

/** The kinds of nodes but for text itself, and the markup that is ours. */
function shapeOf(node: Tree | Tree['children'][number], texts: string[]): unknown {
  if (node.type === 'text' || node.type === 'code' || node.type === 'inlineCode') {
    texts.push(node.value);
    return node.type === 'text' ? null : node.type;
  }
  if (node.type === 'link') {
    const [child] = node.children;
    // GitHub makes a link of an address wherever it is, and it leads to what is read; any other is of the Markdown.
    if (child?.type === 'text' && node.url.endsWith(child.value)) return shapeOf(child, texts);
  }
  // What keeps a name from being called.
  if (node.type === 'html' && node.value === '<!-- -->') return null;
  if (node.type === 'html') return `html ${node.value}`;
  const children = 'children' in node ? node.children.map((child) => shapeOf(child, texts)) : [];
  return [node.type, ...children.filter((child) => child !== null)];
}
