import {lookUpName} from '../../app/run-trace.ts';
import {CannotTell, UsageError} from '../../model/errors.ts';
import type {Json} from '../../model/outcome.ts';
import {isIpAddress} from '../../model/params.ts';
import {requestSecrets} from '../../model/text/secrets/request-secrets.ts';
import {inPlace, runAdHoc} from './ad-hoc-run.ts';
import type {Place} from './find-subject.ts';
import type {SseFlags} from './operator-flags.ts';
import {nameItems} from './operator-items.ts';
import {readAnyUrl, readHeaders, readHeadersFromEnv, shownUrl} from './request-from-flags.ts';
import {type Hold, holdOf} from './sse-hold.ts';
import {type Lane, sseItems} from './sse-items.ts';

/** `sse URL`. */
export async function runSse(text: string, flags: SseFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const url = readAnyUrl(text);
  const other = flags.compare === undefined ? null : readAnyUrl(flags.compare);
  if (other?.href === url.href) {
    throw new UsageError(`--compare ${shownUrl(other)}: is the same URL`, {where: '--compare'});
  }
  const headers = {...readHeaders(flags.header), ...readHeadersFromEnv(flags['header-from-env'], env)};
  await inPlace(flags, async (place) => {
    const urls = [url, ...(other === null ? [] : [other])];
    for (const one of urls) place.factSource.secrets.add(requestSecrets(one.href, headers));
    const command = ['sse', ...urls.map(shownUrl)].join(' ');
    const lanes = flags['each-address'] === true ? await lanesByAddress(url, place) : lanesOf(urls);
    if (lanes === null) return runAdHoc({command, title: command, items: nameItems(url.hostname), found: {}}, place);
    const hold = await holdOf(url, flags, place);
    const title = hold.remark === null ? command : `${command}: ${hold.remark}`;
    const items = sseItems(lanes, sharedParams(hold, headers, flags));
    const streams = {idleTimeoutMs: hold.idleTimeoutMs, compares: other !== null};
    await runAdHoc(
      {command, title, items, found: hold.found, presentation: {streams, saveTo: flags.save ?? null}},
      place,
    );
  });
}

function sharedParams({holdFor, alb}: Hold, headers: Readonly<Record<string, string>>, flags: SseFlags) {
  const protocols = [...(flags.http2 === true ? ['h2'] : []), ...(flags.http1 === true ? ['http/1.1'] : [])];
  const params: Record<string, Json> = {holdFor};
  if (alb !== null) params.alb = alb;
  if (Object.keys(headers).length > 0) params.headers = headers;
  if (flags.expect !== undefined) params.expect = flags.expect;
  if (protocols.length > 0) params.protocols = protocols;
  return params;
}

function lanesOf([url, other]: readonly URL[]): Lane[] {
  if (url === undefined) return [];
  if (other === undefined) return [{suffix: '', remark: '', url: url.href, address: null}];
  return [
    {suffix: '-a', remark: `A: ${shownUrl(url)}`, url: url.href, address: null},
    {suffix: '-b', remark: `B: ${shownUrl(other)}`, url: other.href, address: null},
  ];
}

/** One for each address that the name has; null: it has none, or DNS did not say. */
async function lanesByAddress(url: URL, {factSource, timeoutMs}: Place): Promise<Lane[] | null> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const addresses = isIpAddress(host) ? [host] : await addressesOf(host, factSource, timeoutMs);
  return (
    addresses?.map((address) => ({suffix: `-${address}`, remark: `at ${address}`, url: url.href, address})) ?? null
  );
}

async function addressesOf(host: string, factSource: Place['factSource'], timeoutMs: number) {
  try {
    return (await lookUpName(factSource, host, timeoutMs)).addresses;
  } catch (thrown) {
    // The item that asks for the name says why.
    if (thrown instanceof CannotTell) return null;
    throw thrown;
  }
}
