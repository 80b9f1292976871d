import {readFileSync, writeFileSync} from 'node:fs';

/**
 * A scenario is a Markdown file: a title, why it matters, and fenced blocks. The word after the language says what a
 * block is: the name of a file to put into the folder, `run`, or what has to come out of it.
 *
 *     ```sh run exit=3                     the command, and the exit status, which no update rewrites
 *     ```sh run exit=130 SIGINT=/nothing   as Ctrl+C does, once the sick server was asked for this path
 *     ```text stdout                       whole; absent means empty
 *     ```text stderr
 *     ```json report.json: incomplete, decision.verdict     these values of a report that it wrote
 */
export interface Scenario {
  readonly title: string;
  readonly files: readonly {readonly name: string; readonly text: string}[];
  readonly command: string;
  readonly exitStatus: number;
  readonly signal: {readonly name: NodeJS.Signals; readonly askedFor: string} | null;
  readonly wanted: Wanted;
  /** Writes the file anew, with what came out. */
  update(found: Found): void;
}

interface Wanted {
  readonly stdout: string;
  readonly stderr: string;
  readonly reports: readonly {readonly name: string; readonly paths: readonly string[]; readonly text: string}[];
}

/** What came out, as text: both streams, and each report by its name. */
export type Found = Readonly<Record<string, string>>;

const BLOCK = /^(```(\w+) (.*)\n)([\s\S]*?)^```$/gm;

export function readScenario(file: URL): Scenario {
  const markdown = readFileSync(file, 'utf8');
  const blocks = [...markdown.matchAll(BLOCK)].map(([, , , info = '', text = '']) => ({info, text}));
  const run = blocks.find(({info}) => info.startsWith('run '));
  const exit = /\bexit=(\d+)/.exec(run?.info ?? '')?.[1];
  if (run === undefined || exit === undefined) throw new Error(`${file.pathname}: lacks a block "run exit=N"`);
  const [, signal, askedFor] = /\b(SIG\w+)=(\S+)/.exec(run.info) ?? [];
  const stream = (name: string) => blocks.find(({info}) => info === name)?.text ?? '';
  return {
    title: /^# (.*)$/m.exec(markdown)?.[1] ?? file.pathname,
    files: blocks.filter(({info}) => /^\S+\.\w+$/.test(info)).map(({info, text}) => ({name: info, text})),
    command: run.text,
    exitStatus: Number(exit),
    signal: signal === undefined || askedFor === undefined ? null : {name: signal as NodeJS.Signals, askedFor},
    wanted: {stdout: stream('stdout'), stderr: stream('stderr'), reports: blocks.flatMap(wantedReport)},
    update(found) {
      const updated = markdown.replace(BLOCK, (_, head: string, _language: string, info: string, text: string) => {
        const name = info.replace(/:.*/, '');
        const isOutcome = ['stdout', 'stderr'].includes(info) || info.includes(':');
        return `${head}${isOutcome ? (found[name] ?? '') : text}\`\`\``;
      });
      writeFileSync(file, updated);
    },
  };
}

function wantedReport({info, text}: {info: string; text: string}) {
  const [, name, paths] = /^(\S+): (.*)$/.exec(info) ?? [];
  return name === undefined || paths === undefined ? [] : [{name, paths: paths.split(', '), text}];
}
