import {type Ended, runInTerminal, type TerminalSize} from '../test/support/pty/terminal.ts';
import {median} from './stopwatch.ts';

const ROUNDS = Number(process.env.BENCH_PAIRS ?? 5);
/** The bound for CPU time of a run in a terminal, relative to the same run in a pipe. */
const AT_MOST = 1.3;
const SIZES: readonly TerminalSize[] = [
  {rows: 24, columns: 80},
  {rows: 60, columns: 120},
];

/**
 * Runs the built-in world in a terminal and in a pipe by turns, so that other load affects all of them alike. CPU time
 * of the screen is time that the checks do not get. False when it exceeds the bound.
 */
export async function compareScreens(bin: string): Promise<boolean> {
  const rounds: {piped: number; shown: number[]}[] = [];
  const run = async (size: TerminalSize | null) => cpuMsOf(await runInTerminal({args: [bin, 'lab'], size, env: ENV}));
  await run(null);
  for (let round = 0; round < ROUNDS; round++) {
    const piped = await run(null);
    const shown: number[] = [];
    for (const size of SIZES) shown.push(await run(size));
    rounds.push({piped, shown});
  }
  console.log(
    `\n${'processor time of lab'.padEnd(36)}${['pipe ms', 'ms', 'ratio', 'at most'].map((head) => head.padStart(9)).join('')}`,
  );
  const judged = SIZES.map(({rows, columns}, index) => {
    const of = (read: (piped: number, shown: number) => number) =>
      median(rounds.map(({piped, shown}) => read(piped, shown[index] ?? Number.NaN)));
    const ratio = of((piped, shown) => shown / piped);
    const figures = [
      of((piped) => piped).toFixed(0),
      of((_, shown) => shown).toFixed(0),
      ratio.toFixed(2),
      `${AT_MOST}`,
    ];
    const row = figures.map((figure) => figure.padStart(9)).join('');
    console.log(`${`in a terminal of ${rows}x${columns}`.padEnd(36)}${row}  ${ratio > AT_MOST ? 'OVER' : 'ok'}`);
    return ratio <= AT_MOST;
  });
  return judged.every((isWell) => isWell);
}

const ENV: NodeJS.ProcessEnv = {...process.env, CI: '', TERM: 'xterm-256color'};

function cpuMsOf({status, cpuMs, text}: Ended): number {
  if (status !== 0) throw new Error(`lab: ended with ${status}\n${text}`);
  return cpuMs;
}
