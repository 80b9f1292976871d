import type {RunMode} from '../../app/fact-source.ts';
import {whyNotRead} from '../../checklist/yaml/file-words.ts';
import {UsageError} from '../../model/errors.ts';
import {resolverAt} from '../../model/text/resolver-address.ts';
import {readRegularFile} from '../documents/regular-file.ts';
import type {RecordingFlags, WhereFlags} from './run-flags.ts';

/** Live, or a replay: what is not the built-in world. */
export async function runModeOf(flags: WhereFlags & RecordingFlags): Promise<RunMode> {
  if (flags.replay !== undefined) {
    // The schemas of every fact take 15 ms to make, which a live run does not need.
    const {readRecording} = await import('../documents/recording-file.ts');
    return {mode: 'replay', recording: await readRecording(flags.replay), file: flags.replay};
  }
  const caFile = flags['ca-file'] ?? null;
  return {
    mode: 'live',
    overrides: {
      endpointUrl: readUrl('--endpoint-url', flags['endpoint-url']),
      resolve: flags.resolve ?? [],
      connectTo: flags['connect-to'] ?? [],
      caFile,
      dnsServer: (flags['dns-server'] ?? []).map(readResolver),
    },
    ca: caFile === null ? null : await readCertificates(caFile),
  };
}

function readUrl(flag: string, text: string | undefined): string | null {
  if (text === undefined) return null;
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text;
  throw new UsageError(`${flag} ${text}: is not an http(s) URL`, {where: flag});
}

function readResolver(text: string): string {
  if (resolverAt(text) !== null) return text;
  throw new UsageError(
    `--dns-server ${text}: is not an IP address, with or without a port (192.0.2.1:53, [2001:db8::1]:53)`,
    {
      where: '--dns-server',
    },
  );
}

async function readCertificates(path: string): Promise<string> {
  const flag = `--ca-file ${path}`;
  const bytes = await readRegularFile(path).catch(async (error: unknown) => {
    throw new UsageError(`${flag}: ${await whyNotRead(path, error)}`, {where: '--ca-file', cause: error});
  });
  const text = bytes.toString('utf8');
  if (text.trim() === '') throw new UsageError(`${flag}: is empty`, {where: '--ca-file'});
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new UsageError(`${flag}: holds no certificate in PEM form`, {where: '--ca-file'});
}
