import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {Config} from '@oclif/core/config';
import {Help} from '@oclif/core/help';
import type {PJSON} from '@oclif/core/interfaces';
import {UsageError} from '../model/errors.ts';
import {didYouMean} from '../model/text/did-you-mean.ts';
import {refuseToReplaceInput} from './asked-reports.ts';
import {isOfBrokenStream, surviveBrokenStreams} from './broken-streams.ts';
import {crash} from './crash.ts';
import {reportFailure} from './failure.ts';
import {printHarmlessly} from './harmless-streams.ts';

export interface StartOptions {
  /** The package's folder. */
  readonly root: string;
  /** Its package.json, already read by the launcher. */
  readonly pjson: PJSON;
  /** Run `src/commands/*.ts` instead of the build. */
  readonly sources: boolean;
}

/** The command line from its first word to its exit code. A verdict only sets `process.exitCode`: output is flushed. */
export async function start(argv: string[], options: StartOptions): Promise<void> {
  surviveBrokenStreams();
  printHarmlessly();
  process.on('uncaughtException', (error) => {
    if (!isOfBrokenStream(error) && !isOfCredentials(error)) void crash(error);
  });
  try {
    refuseToReplaceInput(argv, process.env);
    const config = await loadConfig(options);
    await dispatch(argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv, config);
  } catch (error) {
    reportFailure(error, argv);
  }
}

/**
 * The SDK leaves a failure of the profile behind a profile that asks for a second factor to nobody; the account's own
 * failure has been reported.
 */
function isOfCredentials(error: Error): boolean {
  return error.name === 'CredentialsProviderError';
}

/** oclif does not find `.ts` commands by itself, and a manifest left by a build would hide the sources' own flags. */
function loadConfig({root, pjson, sources}: StartOptions): Promise<Config> {
  if (!sources) return Config.load({root, pjson, userPlugins: false, devPlugins: false}) as Promise<Config>;
  const oclif = {...pjson.oclif, commands: './src/commands'};
  return Config.load({root, pjson: {...pjson, oclif}, ignoreManifest: true}) as Promise<Config>;
}

async function dispatch(argv: string[], config: Config): Promise<void> {
  const ownWords = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  const wantsHelp = argv.length === 0 || ownWords.includes('--help') || ownWords.includes('-h');
  const {name, rest} = nameIn(argv, config);
  const command = config.findCommand(name);
  if (command === undefined && !(wantsHelp && (name === '' || name.startsWith('-')))) {
    throw unknownCommand(name, config);
  }
  if (wantsHelp) {
    await new Help(config, config.pjson.oclif.helpOptions).showHelp(command ? [name] : []);
    if (command === undefined) process.stdout.write(`DOCS\n  ${docsUrl(config)}\n`);
    return;
  }
  await config.runCommand(name, rest, command);
}

/** A command's name is one word, or several: `signoff approve` is the command `signoff:approve`. */
function nameIn([first = '', ...others]: readonly string[], config: Config): {name: string; rest: string[]} {
  const [second = ''] = others;
  const isTopic = config.commandIDs.some((id) => id.startsWith(`${first}:`));
  if (!isTopic || second === '' || second.startsWith('-')) return {name: first, rest: others};
  return {name: `${first}:${second}`, rest: others.slice(1)};
}

/** The published docs, or else the installed ones. */
function docsUrl({pjson, root}: Config): string {
  return pjson.homepage ?? pathToFileURL(join(root, 'README.md')).href;
}

function unknownCommand(name: string, config: Config): Error {
  const what = name.startsWith('-') ? 'is not known before a command' : 'is not a command';
  const [word = '', ...known] = [name, ...config.commandIDs, 'help', 'version'].map((id) => id.replaceAll(':', ' '));
  const hint = didYouMean(word, known);
  return new UsageError(`${what}.${hint} See "${config.bin} --help"`, {code: 'unknown-command', where: word});
}
