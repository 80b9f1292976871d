import {readCtrf} from './ctrf.ts';
import {readAnnotations} from './github.ts';
import {readHtml} from './html.ts';
import {readEvents, readReport} from './json.ts';
import {readMarkdown} from './markdown.ts';
import {type Reader, readJson} from './read-back.ts';
import {readSarif} from './sarif.ts';
import {readTap} from './tap.ts';
import {readTerminal} from './terminal.ts';
import {readSvg, readXml} from './xml.ts';

/** Who reads what `--reporter NAME` writes of a run. */
export const READERS: Readonly<Record<string, Reader>> = {
  json: readReport,
  ndjson: readEvents,
  junit: readXml,
  tap: readTap,
  ctrf: readCtrf,
  sarif: readSarif,
  'code-quality': (document) => readJson(JSON.parse(document)),
  markdown: readMarkdown,
  html: readHtml,
  github: readAnnotations,
  pretty: readTerminal,
  svg: readSvg,
};
