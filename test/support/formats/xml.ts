import {SaxesParser} from 'saxes';
import type {ReadBack} from './read-back.ts';

/** @throws for what is not well-formed XML. */
export function readXml(document: string): ReadBack {
  const texts: string[] = [];
  const shape: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({name, attributes}) => {
    shape.push(`<${name} ${Object.keys(attributes).join(' ')}>`);
    texts.push(...Object.values(attributes).map(String));
  });
  parser.on('closetag', ({name}) => shape.push(`</${name}>`));
  parser.on('text', (text) => texts.push(text));
  for (const markup of ['comment', 'cdata', 'processinginstruction', 'doctype'] as const) {
    parser.on(markup, () => shape.push(markup));
  }
  parser.write(document).close();
  return {texts, shape};
}

/** A picture has as many lines as its texts need: only which elements it has is the same. */
export function readSvg(document: string): ReadBack {
  const {texts, shape} = readXml(document);
  return {texts, shape: [...new Set(shape as string[])].toSorted()};
}
