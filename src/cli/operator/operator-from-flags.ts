import {type FactSource, openFactSource} from '../../app/fact-source.ts';
import {lookUpHost} from '../../app/run-trace.ts';
import {type AdHocItem, adHocChecklist} from '../../checklist/ad-hoc.ts';
import {CHECKS} from '../../checks/index.ts';
import {UsageError} from '../../model/errors.ts';
import {performRun} from '../run/perform-run.ts';
import {sound} from '../run/problems.ts';
import {presentationOf, runModeOf, unpaced} from '../run/run-from-flags.ts';
import {searchScopeOf} from '../trace/accounts-and-regions.ts';
import {leadOf} from './alb-lead.ts';
import type {OperatorFlags} from './operator-flags.ts';
import {albItems, certItems, dnsItems, ecsItems, portOf, type Subject} from './operator-items.ts';
import {readHostArgument, readUrlArgument} from './request-from-flags.ts';

/** `dns HOST`. */
export async function runDns(text: string, flags: OperatorFlags): Promise<void> {
  const host = readHostArgument(text);
  await runAbout(`dns ${host}`, {host, port: 443, needsZone: true}, flags, ({subject}) => dnsItems(subject));
}

/** `cert HOST`. */
export async function runCert(text: string, flags: OperatorFlags): Promise<void> {
  const host = readHostArgument(text);
  await runAbout(`cert ${host}`, {host, port: 443, needsZone: true}, flags, ({subject}) => certItems(subject));
}

/** `alb URL`. */
export async function runAlb(text: string, flags: OperatorFlags): Promise<void> {
  const url = readUrlArgument(text);
  const wanted = {host: readHostArgument(url.hostname), port: portOf(url), needsZone: false};
  const command = `alb ${url.origin}${url.pathname}`;
  const named = flags['target-group'];
  await runAbout(command, wanted, flags, async ({subject, region, isRefused}, factSource) => {
    if (named !== undefined) return albItems(subject, url, {targetGroups: [named], from: null});
    if (isRefused) return albItems(subject, url, null);
    const {host, alb} = subject;
    const timeoutMs = flags.timeout ?? DEFAULT_TIMEOUT_MS;
    const lead = await leadOf({url, host, alb, region, timeoutMs}, factSource, searchScopeOf(null, flags));
    return albItems(subject, url, lead);
  });
}

/** `ecs CLUSTER/SERVICE`. */
export async function runEcs(service: string, flags: OperatorFlags): Promise<void> {
  const {alb, 'target-group': targetGroup} = flags;
  if ((alb === undefined) !== (targetGroup === undefined)) {
    const [given, missing] = alb === undefined ? ['--target-group', '--alb'] : ['--alb', '--target-group'];
    throw new UsageError(`${given}: needs ${missing}, too: a service has both in front of it`, {where: given});
  }
  const behind = alb === undefined || targetGroup === undefined ? null : {alb, targetGroup};
  const factSource = await factSourceOf(flags);
  await run(`ecs ${service}`, ecsItems(service, behind), factSource, flags);
}

interface Wanted {
  readonly host: string;
  readonly port: number;
  readonly needsZone: boolean;
}

/** Asks DNS for what was not named, then runs what fits. */
async function runAbout(
  command: string,
  wanted: Wanted,
  flags: OperatorFlags,
  itemsAbout: (found: Found, factSource: FactSource) => AdHocItem[] | Promise<AdHocItem[]>,
): Promise<void> {
  const factSource = await factSourceOf(flags);
  const found = await findSubject(wanted, factSource, flags);
  const {subject, region, isRefused} = found;
  // The same look fails in the item as it failed here: the run says why, and exits as a run does.
  const first: AdHocItem = {
    id: 'lookup',
    check: 'dns/zone-is-delegated',
    with: {zone: subject.zone ?? wanted.host},
    needs: [],
  };
  // What DNS would have said is not known then: what was to be looked at is not, unless it was named.
  const items = isRefused && flags.alb === undefined ? [] : await itemsAbout(found, factSource);
  const all = isRefused ? [first, ...items] : items;
  await run(command, all, factSource, {...flags, region: flags.region ?? region ?? undefined});
}

interface Found {
  readonly subject: Subject;
  /** Of the load balancer, read from its DNS name. */
  readonly region: string | null;
  /** AWS refused the lookup. */
  readonly isRefused: boolean;
}

const DEFAULT_TIMEOUT_MS = 20_000;

async function findSubject(
  {host, port, needsZone}: Wanted,
  factSource: FactSource,
  flags: OperatorFlags,
): Promise<Found> {
  const given = {host, alb: flags.alb ?? host, zone: flags.zone ?? null, isDelegated: false};
  const isNamed = flags.alb !== undefined;
  if (isNamed && (flags.zone !== undefined || !needsZone)) return {subject: given, region: null, isRefused: false};
  const end = await lookUpHost(factSource, searchScopeOf(null, flags), host, flags.timeout ?? DEFAULT_TIMEOUT_MS);
  if (end.isRefused) {
    // Any name will do: whatever needs it is blocked by the lookup that was refused.
    const zone = flags.zone ?? host.slice(host.indexOf('.') + 1);
    return {subject: {...given, zone}, region: null, isRefused: true};
  }
  const zone = flags.zone ?? end.zone?.zone.id ?? null;
  const subject = {...given, zone, isDelegated: (end.zone?.via.length ?? 0) > 0};
  if (isNamed)
    return {
      subject: {...subject, zone: zone ?? zoneMissing(host, needsZone, end.last)},
      region: null,
      isRefused: false,
    };
  if (end.entry?.kind !== 'load-balancer') {
    const {because, summary} = end.last;
    const what =
      end.entry === null ? (because ?? summary) : `${host} leads to ${end.entry.dnsName}, which is not a load balancer`;
    throw new UsageError(`${host}: the load balancer cannot be found from DNS: ${what}. Name it: --alb NAME[:PORT]`, {
      code: 'no-load-balancer',
      where: host,
    });
  }
  const {dnsName, region} = end.entry;
  return {subject: {...subject, alb: `${dnsName}:${port}`}, region, isRefused: false};
}

function zoneMissing(
  host: string,
  isNeeded: boolean,
  {because, summary}: {because: string | null; summary: string},
): null {
  if (!isNeeded) return null;
  throw new UsageError(`${host}: ${because ?? summary}. Name the zone: --zone NAME`, {code: 'no-zone', where: host});
}

async function factSourceOf(flags: OperatorFlags): Promise<FactSource> {
  const accounts = Object.values(searchScopeOf(null, flags).accounts);
  return await openFactSource(await runModeOf(flags), {
    accounts,
    secrets: [],
    record: flags.record !== undefined,
  });
}

async function run(
  command: string,
  items: readonly AdHocItem[],
  factSource: FactSource,
  flags: OperatorFlags,
): Promise<void> {
  const [first, ...others] = items;
  if (first === undefined) throw new Error(`${command}: no check fits`);
  const {checklist, problems} = adHocChecklist({
    checks: CHECKS,
    command,
    title: command,
    items: [first, ...others],
    place: command,
    flagOf: (param) => FLAGS[param] ?? command,
    region: flags.region ?? null,
    profile: flags.profile ?? null,
    control: null,
    timeoutMs: flags.timeout ?? null,
  });
  const loaded = await sound({checklist, problems, moreProblems: 0, waivers: [], signOffs: []}, flags);
  await performRun({...loaded, source: factSource, ...unpaced(flags)}, presentationOf(flags));
}

/** The flags that stand for params; the rest comes from the argument. */
const FLAGS: Readonly<Record<string, string>> = {alb: '--alb', zone: '--zone', targetGroup: '--target-group'};
