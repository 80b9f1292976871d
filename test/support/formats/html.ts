import {type DefaultTreeAdapterTypes, type ParserError, parse} from 'parse5';
import type {ReadBack} from './read-back.ts';

/** HTML as browsers read it: which elements it has, with which attributes, and what addresses in them begin with. */
export function readHtml(document: string): ReadBack {
  const texts: string[] = [];
  const elements = new Set<string>();
  const onParseError = ({code}: ParserError) => {
    // A character that is none is text all the same.
    if (code !== 'noncharacter-in-input-stream') elements.add(`error ${code}`);
  };
  visit(parse(document, {onParseError}), texts, elements);
  return {texts, shape: [...elements].toSorted()};
}

/** An address that can be followed, and leads to what is read. */
function isPlainLink({nodeName, attrs, childNodes: [child]}: DefaultTreeAdapterTypes.Element): boolean {
  const href = attrs.find(({name}) => name === 'href')?.value ?? '';
  return nodeName === 'a' && /^https?:/.test(href) && child?.nodeName === '#text' && textOf(child) === href;
}

function textOf(node: DefaultTreeAdapterTypes.Node): string {
  return (node as DefaultTreeAdapterTypes.TextNode).value;
}

const ADDRESSES = new Set(['href', 'src', 'action', 'xlink:href']);

function visit(node: DefaultTreeAdapterTypes.Node, texts: string[], elements: Set<string>): void {
  if (node.nodeName === '#text') texts.push(textOf(node));
  if ('attrs' in node && !isPlainLink(node)) {
    const names = node.attrs.map(({name, value}) => (ADDRESSES.has(name) ? `${name}=${schemeOf(value)}` : name));
    elements.add(`${node.nodeName} ${names.join(' ')}`);
    texts.push(...node.attrs.map(({value}) => value));
  }
  // What is in these is for the browser, and the same whatever the report says.
  if (node.nodeName === 'script' || node.nodeName === 'style') return;
  if ('childNodes' in node) for (const child of node.childNodes) visit(child, texts, elements);
}

function schemeOf(address: string): string {
  return /^(?:#|[a-z]+:)/i.exec(address)?.[0] ?? 'relative';
}
