import {type Document, parseDocument, visit} from 'yaml';
import {nodesOf} from './follow-aliases.ts';
import type {Node} from './node.ts';
import type {ProblemLog} from './problem-log.ts';
import {inWords} from './syntax-wording.ts';

/** Deeper files are not checklists, and the stack for recursion is limited. */
const MAX_DEPTH = 100;

/** The document in a file. Null when something is wrong with its syntax: all of that is then in the log. */
export function readYaml(text: string, log: ProblemLog): Node | null {
  const tooDeep = offsetOfTooDeep(text);
  if (tooDeep !== null) {
    log.error(tooDeep, `nested deeper than ${MAX_DEPTH} levels`);
    return null;
  }
  const document = parse(text);
  if (document.errors.length > 0) {
    reportErrors(text, document, log);
    return null;
  }
  reportOldYaml(document, log);
  const root = nodesOf(document, text, log, MAX_DEPTH);
  return log.hasErrors ? null : root;
}

function parse(text: string): Document.Parsed {
  return parseDocument(text, {
    // What these do is done here instead, in linear time and with our own messages.
    prettyErrors: false,
    uniqueKeys: false,
    stringKeys: true,
    resolveKnownTags: false,
    logLevel: 'error',
  });
}

/**
 * Where brackets that are still open exceed the limit. The parser would find out too, but takes seconds over a file full
 * of brackets; brackets in text are counted too, but no readable text reaches the limit.
 */
function offsetOfTooDeep(text: string): number | null {
  let depth = 0;
  for (const match of text.matchAll(/[[\]{}]/g)) {
    depth = match[0] === '[' || match[0] === '{' ? depth + 1 : Math.max(0, depth - 1);
    if (depth > MAX_DEPTH) return match.index;
  }
  return null;
}

function reportOldYaml(document: Document.Parsed, log: ProblemLog): void {
  for (const warning of document.warnings) {
    log.error(warning.pos[0], `${warning.message.replace('Unresolved tag: ', 'unknown tag ')}; tags are not read here`);
  }
  const {explicit, version} = document.directives.yaml;
  if (explicit && version !== '1.2') log.error(0, `is YAML ${version}, not YAML 1.2; remove the %YAML line`);
}

function reportErrors(text: string, document: Document.Parsed, log: ProblemLog): void {
  if (!document.errors.some((error) => isBracedInterpolation(text, error.pos[0]))) {
    reportEachLineOnce(text, document, log);
    return;
  }
  // The parser loses its way at `{host: ${vars.host}}`. Read the file again with such braces masked, so that what else
  // is wrong with it is found in the same run.
  const masked = parse(text.replace(/\$\{([^{}\n]*)\}/g, '$_$1_'));
  visit(masked, {
    Scalar(_key, scalar, path) {
      const inFlow = path.some((ancestor) => 'flow' in ancestor && ancestor.flow === true);
      if (!inFlow || scalar.type !== 'PLAIN' || scalar.range == null) return;
      const at = text.slice(scalar.range[0], scalar.range[1]).indexOf('${');
      if (at === -1) return;
      log.error(
        scalar.range[0] + at,
        `the braces of \${…} end a plain value inside {…} or […]; quote it ("\${…}") or write one key per line`,
      );
    },
  });
  reportEachLineOnce(text, masked, log);
}

function isBracedInterpolation(text: string, offset: number): boolean {
  return text.startsWith('${', offset - 1);
}

/** One mistake makes the parser stumble several times: the first on a line says what is wrong. */
function reportEachLineOnce(text: string, document: Document.Parsed, log: ProblemLog): void {
  const lines = new Set(log.problems.map((problem) => problem.line));
  const unclosed = unclosedValues(document, text);
  document.errors.forEach((error, index) => {
    // What follows once the parser has given up the document.
    if (index > 0 && error.message.includes('token in YAML stream')) return;
    const offset = startOfUnclosed(unclosed, error.pos[0], error.message) ?? error.pos[0];
    const {line} = log.position(offset);
    if (lines.has(line)) return;
    lines.add(line);
    log.error(offset, inWords(error, text));
  });
}

/** Where values begin whose closing quote or bracket is missing, by that character, in the order of the file. */
type Unclosed = ReadonlyMap<string, readonly number[]>;

const CLOSING: Readonly<Record<string, string>> = {'"': '"', "'": "'", '[': ']', '{': '}'};

function unclosedValues(document: Document.Parsed, text: string): Unclosed {
  const starts = new Map<string, number[]>();
  visit(document, {
    Value(_key, {range}) {
      const close = range == null ? undefined : CLOSING[text.charAt(range[0])];
      if (range == null || close === undefined) return;
      const isClosed = range[1] > range[0] + 1 && text[range[1] - 1] === close;
      if (isClosed) return;
      const known = starts.get(close);
      if (known === undefined) starts.set(close, [range[0]]);
      else known.push(range[0]);
    },
  });
  return starts;
}

/** A missing quote or bracket is noticed at the end of the value; the mistake is where it begins. */
function startOfUnclosed(unclosed: Unclosed, offset: number, message: string): number | null {
  const closing = /^Missing closing (["'])|end with a ([\]}])/.exec(message);
  const starts = unclosed.get(closing?.[1] ?? closing?.[2] ?? '') ?? [];
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return starts[low - 1] ?? null;
}
