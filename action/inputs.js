/** What the steps of the action share: their inputs, their outputs, and the tool that they start in their own process. */
import {randomUUID} from 'node:crypto';
import {appendFileSync} from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

/** An input of the step as one text. */
export function textOf(name) {
  return (process.env[`INPUT_${name}`] ?? '').trim();
}

/** An input of the step that has one value a line. */
export function linesOf(name) {
  return textOf(name)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** `--flag=value` for each value: no value can be taken for another flag. */
export function flags(flag, values) {
  return values.filter((value) => value !== '').map((value) => `--${flag}=${value}`);
}

/** Further arguments. Those that print a text and end would be taken for an answer. */
export function argumentsOf(name) {
  const words = linesOf(name);
  const refused = words.find((word) => PRINTING.includes(word));
  if (refused !== undefined) refuse(`${name.toLowerCase().replace('_', '-')}: ${refused} is not for a gate`);
  return words;
}

const PRINTING = ['--help', '-h', '--version', '--decide', '--list'];

/** What a variable of the job must not change: the step itself says where its report goes, and what its exit code means. */
const NOT_OF_THE_JOB = [
  'MIGRATE_CHECK_DECIDE',
  'MIGRATE_CHECK_JSON',
  'MIGRATE_CHECK_REPORTER',
  'MIGRATE_CHECK_BASELINE',
];

/** An output of the step. What marks its end cannot be in it. */
export function output(name, value) {
  const end = randomUUID();
  appendFileSync(process.env.GITHUB_OUTPUT, `${name}<<${end}\n${value}\n${end}\n`);
}

/** Ends the step as wrong usage. */
export function refuse(message) {
  console.error(message);
  process.exit(2);
}

/**
 * Runs the tool in this process, so that signals reach it. `onExit` is given its exit code and returns that of the step.
 */
export async function runTool(args, onExit) {
  process.on('exit', (code) => {
    process.exitCode = onExit(code);
  });
  const bundle = textOf('BUNDLE');
  const folder = bundle === '' ? path.join(import.meta.dirname, '..') : path.resolve(bundle);
  const file = path.join(folder, 'bin/run.js');
  process.argv = [process.argv[0], file, ...args];
  for (const name of NOT_OF_THE_JOB) delete process.env[name];
  try {
    await import(pathToFileURL(file).href);
  } catch (error) {
    // Node.js would end with 1, which reads as a failure that was found.
    console.error(`${folder}: migrate-check cannot be started: ${error.message}`);
    process.exit(70);
  }
}
