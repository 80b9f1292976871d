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
  await import(pathToFileURL(file).href);
}
