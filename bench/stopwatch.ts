import {spawn} from 'node:child_process';

export interface Timed {
  readonly args: readonly string[];
  /** What a successful run prints on stdout, so that early failures are not measured. */
  readonly prints: RegExp;
}

export interface Comparison {
  readonly what: string;
  readonly candidate: Timed;
  readonly base: Timed;
  readonly atMost: number;
}

export interface Result {
  readonly baseMs: number;
  readonly candidateMs: number;
  readonly ratio: number;
}

/** Runs both by turns, so that other load affects both, and returns the medians. */
export async function compare({candidate, base}: Comparison, pairs: number): Promise<Result> {
  for (const warmUp of [base, candidate, base, candidate]) await time(warmUp);
  const times: {base: number; candidate: number}[] = [];
  for (let pair = 0; pair < pairs; pair++) times.push({base: await time(base), candidate: await time(candidate)});
  return {
    baseMs: median(times.map((pair) => pair.base)),
    candidateMs: median(times.map((pair) => pair.candidate)),
    ratio: median(times.map((pair) => pair.candidate / pair.base)),
  };
}

/** Milliseconds from start to end of one run of Node.js. */
export function time({args, prints}: Timed): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {stdio: ['ignore', 'pipe', 'pipe']});
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0 && prints.test(stdout)) resolve(performance.now() - start);
      else reject(new Error(`${args.join(' ')}: ended with ${code}, printed ${JSON.stringify(stdout)}\n${stderr}`));
    });
  });
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
