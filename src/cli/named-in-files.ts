import {readFileSync, realpathSync, statSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';
import {isSameFile} from './same-file.ts';

/** No checklist is larger. */
const MOST_BYTES = 1024 * 1024;
const LONGEST_PATH = 1024;

/**
 * Which of these words of a command line holds, or is a file that holds, the name of a file that is there: the plan of a
 * checklist, a file that an item reads, a glob. The files are not parsed, as they may be invalid: what stands in them as a
 * value, and leads there, counts. Null: none does.
 */
export function namerOf(path: string, words: readonly string[]): string | null {
  const texts = [...new Set(words)].map((word) => ({word, values: valuesIn(`${word}\n${textOf(word)}`)}));
  const folders = new Set(['.', ...words.filter(isFile).map(dirname)]);
  const known = new Set(texts.flatMap(({values}) => [...values]));
  const leadsThere = (value: string) => [...folders].some((folder) => leadsTo(value, path, folder, known));
  const namer = texts.find(({values}) => [...values].some(leadsThere))?.word;
  return namer === undefined || isFile(namer) ? (namer ?? null) : 'the command line';
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Nothing of what is no file: a FIFO would wait for somebody to write to it. */
function textOf(file: string): string {
  if (!isFile(file)) return '';
  try {
    return statSync(file).size > MOST_BYTES ? '' : readFileSync(file, 'utf8');
  } catch {
    // Whoever has to read it says why that cannot be.
    return '';
  }
}

/** What may be a path: the rest of a line behind its key, what is in quotes, and what stands between brackets and commas. */
function valuesIn(text: string): Set<string> {
  const values = text.split(/\r?\n/).flatMap((line) => {
    const rest = line.replace(/\s+#.*$/, '');
    const quoted = [...rest.matchAll(/"([^"]+)"|'([^']+)'/g)].map(([, double, single]) => double ?? single ?? '');
    const listed = /[[{]/.test(rest) ? rest.split(/[,[\]{}]/) : [];
    return [rest, ...listed, ...quoted].map(behindItsKey);
  });
  return new Set(values.filter((value) => value !== '' && value.length <= LONGEST_PATH && !value.includes('://')));
}

function behindItsKey(text: string): string {
  return text
    .trim()
    .replace(/^(?:- +)*(?:[\w"'-]+(?:: +|=))?/, '')
    .trim();
}

const OPEN = /(\$\{[^}]*\})|\*\*\/|\{[^}]*\}|\[[^\]]*\]|[*?]+/g;
/** More are prose, and would take long to be tried. */
const MOST_OPEN = 6;

/** Of a value with variables: where each may stand for something that is a value itself. */
function leadsTo(value: string, path: string, folder: string, known: ReadonlySet<string>): boolean {
  const open = [...value.matchAll(OPEN)];
  if (open.length === 0) return isSameFile(path, join(folder, value));
  const last = open.at(-1);
  const end = value.slice((last?.index ?? 0) + (last?.[0].length ?? 0));
  // What leaves the whole name open fits everything, and says nothing.
  if (open.length > MOST_OPEN || !/\w[^/]*$/.test(end)) return false;
  const found = patternOf(value, open).exec(relative(realpathSync(folder), realpathSync(path)));
  return found?.slice(1).every((text) => known.has(text)) ?? false;
}

function patternOf(value: string, open: readonly RegExpExecArray[]): RegExp {
  const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  const [text, from] = open.reduce(
    ([pattern, at], {0: {length}, 1: variable, index}) => [
      pattern + escaped(value.slice(at, index)) + (variable === undefined ? '.*' : '(.+)'),
      index + length,
    ],
    ['', value.startsWith('./') ? 2 : 0] as readonly [string, number],
  );
  const whole = `^${text}${escaped(value.slice(from))}$`;
  // Several in a row would be tried in every way.
  return new RegExp(whole.replace(/(?:\.\*){2,}/g, '.*'), 's');
}
