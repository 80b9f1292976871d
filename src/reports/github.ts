import type {ItemReport, Report} from '../model/report.ts';
import {plainText} from '../model/text/plain-text.ts';
import {notLiveText, placeOf, testResult} from './item-facts.ts';
import {runMarkdown} from './run-markdown.ts';
import {runProblem, type Strictness, USUAL} from './run-problem.ts';

/** GitHub shows no more of a step. */
const MOST_ANNOTATIONS = 10;
/** GitHub takes no more for the summary of a step: 1 MiB. */
const MOST_SUMMARY_BYTES = 1024 * 1024;

/** Workflow commands that annotate the checklist's lines: failures first, then what could not be determined, then the rest. */
export function githubAnnotations(report: Report, strictness: Strictness = USUAL): string {
  const {mode} = report;
  const problem = runProblem(report, strictness);
  const ofTheRun = [
    ...(problem === null ? [] : [command('error', {title: 'the run'}, problem)]),
    ...(mode === 'live' ? [] : [command('warning', {title: 'the run'}, notLiveText(report))]),
  ];
  const ofItems = report.items
    .flatMap((item) => {
      const level = levelOf(item);
      return level === null ? [] : [{item, level}];
    })
    .toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
  const shown = ofItems.slice(0, MOST_ANNOTATIONS - ofTheRun.length);
  const more = ofItems.length - shown.length;
  const lines = [
    ...ofTheRun,
    ...shown.map(({item, level}) => annotation(item, level, report)),
    ...(more > 0 ? [`… and ${more} more in the summary of this step`] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

const LEVELS = ['error', 'warning', 'notice'] as const;
type Level = (typeof LEVELS)[number];

/** Null for what needs nobody's attention, or has it at the item that blocks it. */
function levelOf(item: ItemReport): Level | null {
  const {kind} = testResult(item);
  if (kind === 'failed') return 'error';
  if (kind === 'error') return 'warning';
  return ['pending', 'fail', 'error'].includes(item.status) ? 'notice' : null;
}

function annotation(item: ItemReport, level: Level, report: Report): string {
  const {id, summary, fix} = item;
  const place = placeOf(item, report);
  const result = testResult(item);
  const text = [result.kind === 'passed' ? summary : result.message, ...(fix === null ? [] : [`To do: ${fix}`])];
  return command(
    level,
    {...(place === null ? {} : {file: place.file, line: String(place.line), col: String(place.column)}), title: id},
    ...text,
  );
}

function command(level: Level, properties: Readonly<Record<string, string>>, ...lines: readonly string[]): string {
  const pairs = Object.entries(properties).map(([name, value]) => `${name}=${propertyText(value)}`);
  return `::${level} ${pairs.join(',')}::${lines.map(dataText).join('%0A')}`;
}

function dataText(text: string): string {
  return plainText(text.toWellFormed(), 1000).replaceAll('%', '%25');
}

function propertyText(text: string): string {
  return dataText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** The run's Markdown, with as many items as there is room for beside what the step has written already. */
export function githubSummary(report: Report, writtenBytes: number): string {
  return runMarkdown(report, MOST_SUMMARY_BYTES - writtenBytes);
}

/** What later steps may ask for, as lines for the file in `GITHUB_OUTPUT`. */
export interface GithubOutputs {
  /** `''` for a command that decides nothing. */
  readonly verdict: string;
  readonly 'exit-code': string;
  /** How many items there are of each status, as JSON. */
  readonly counts: string;
  /** Where the JSON report is; `''` where none was asked for. */
  readonly report: string;
}

/** Each value between two lines that nothing in it can be. */
export function githubOutputText(outputs: GithubOutputs, delimiter: string): string {
  return Object.entries(outputs)
    .map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`)
    .join('');
}
