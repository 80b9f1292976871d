import {lookUpHost} from '../../app/run-trace.ts';
import {type AdHocItem, lentResource, readLoadBalancer} from '../../checklist/ad-hoc.ts';
import {UsageError} from '../../model/errors.ts';
import {type AdHocRun, inPlace, runAdHoc} from './ad-hoc-run.ts';
import {leadOf} from './alb-lead.ts';
import {type Found, findSubject, type Place, placeOfNamed, placeOfService, type Wanted} from './find-subject.ts';
import type {CertFlags, DnsFlags, OperatorFlags} from './operator-flags.ts';
import {
  albItems,
  answerItems,
  certItems,
  dnsItems,
  ecsItems,
  nameItems,
  portOf,
  presentedItems,
  recordItems,
} from './operator-items.ts';
import {isHost, readHostAndPort, readHostArgument, readUrlArgument} from './request-from-flags.ts';

/** `dns HOST`. */
export async function runDns(text: string, flags: DnsFlags): Promise<void> {
  const host = readHostArgument(text);
  const command = `dns ${host}`;
  const presentation = flags.aws === true ? {} : {names: {host}};
  if (flags.wire === true) {
    const items = answerItems(host, dnsNameOf(flags.alb));
    return inPlace(flags, (place) => runAdHoc({command, title: command, items, found: {}, presentation}, place));
  }
  const answers = async (found: Found, place: Place) =>
    flags.aws === true ? [] : answerItems(host, await answersAbout(found, place));
  const about = ({subject}: Found) => dnsItems(subject);
  await runAbout(command, {host, port: 443, needsZone: true}, flags, about, () => [], {answers, presentation});
}

/** @throws {UsageError} for a name that only AWS knows. */
function dnsNameOf(alb: string | undefined): {readonly loadBalancerHost: string} | null {
  if (alb === undefined) return null;
  const {loadBalancer} = readLoadBalancer(alb);
  if (isHost(loadBalancer)) return {loadBalancerHost: loadBalancer};
  throw new UsageError(`--alb ${alb}: --wire asks AWS nothing, so the load balancer has to be given by its DNS name`, {
    where: '--alb',
  });
}

/** The load balancer that answers are held against: none where AWS does not say which it is, or is not there to be asked. */
async function answersAbout({subject, state}: Found, {factSource, scope, flags, timeoutMs}: Place) {
  if (state !== 'found') return null;
  const isNamed = flags.alb !== undefined && flags.zone !== undefined;
  // Nothing was looked up then.
  if (isNamed && (await lookUpHost(factSource, scope, subject.host, timeoutMs)).isRefused) return null;
  return {alb: subject.alb};
}

/** `cert HOST`. */
export async function runCert(text: string, flags: CertFlags): Promise<void> {
  const {host, port} = readHostAndPort(text);
  const command = `cert ${port === 443 ? host : `${host}:${port}`}`;
  if (flags.wire === true) {
    const items = presentedItems(host, port, null);
    return inPlace(flags, (place) => runAdHoc({command, title: command, items, found: {}}, place));
  }
  const presented = (alb: string | null, needs?: readonly string[]) =>
    flags.aws === true ? [] : presentedItems(host, port, alb, needs);
  const about = ({subject}: Found) => [...certItems(subject), ...presented(subject.alb)];
  await runAbout(command, {host, port, needsZone: true}, flags, about, (needs) => presented(null, needs));
}

/** `alb URL`. */
export async function runAlb(text: string, flags: OperatorFlags): Promise<void> {
  const url = readUrlArgument(text);
  const wanted = {host: readHostArgument(url.hostname), port: portOf(url), needsZone: false};
  const command = `alb ${url.origin}${url.pathname}`;
  const named = flags['target-group'];
  await runAbout(command, wanted, flags, async (found, place) => {
    const {subject, state} = found;
    if (named !== undefined) return albItems(subject, url, {targetGroups: [named], from: null});
    if (state === 'refused') return albItems(subject, url, null);
    const {factSource, scope, timeoutMs} = place;
    const question = {url, host: subject.host, ...loadBalancerOf(found, place), timeoutMs};
    return albItems(subject, url, await leadOf(question, factSource, scope));
  });
}

/** The load balancer as the items will look for it: in that account and region, at that listener. */
function loadBalancerOf({subject, found}: Found, {scope, lender}: Place) {
  const lent = lender === null ? undefined : lentResource(lender, 'loadBalancer', subject.alb);
  if (lent?.kind === 'loadBalancer') {
    const {loadBalancer, listener, account, region} = lent;
    return {loadBalancer, listener, accounts: [account], region};
  }
  const accounts = found.alb === undefined ? scope.loadBalancerAccounts : [found.alb.account];
  return {...readLoadBalancer(subject.alb), accounts, region: found.alb?.region ?? null};
}

/** `ecs CLUSTER/SERVICE`. */
export async function runEcs(service: string, flags: OperatorFlags): Promise<void> {
  const {alb, 'target-group': targetGroup} = flags;
  if ((alb === undefined) !== (targetGroup === undefined)) {
    const [given, missing] = alb === undefined ? ['--target-group', '--alb'] : ['--alb', '--target-group'];
    throw new UsageError(`${given}: needs ${missing}, too: a service has both in front of it`, {where: given});
  }
  const behind = alb === undefined || targetGroup === undefined ? null : {alb, targetGroup};
  await inPlace(flags, async (place) => {
    const found = {
      ...(await placeOfService(service, place)),
      ...(alb === undefined ? {} : await placeOfNamed(alb, place)),
    };
    await runAdHoc(
      {command: `ecs ${service}`, title: `ecs ${service}`, items: ecsItems(service, behind), found},
      place,
    );
  });
}

/** What can be looked at where AWS does not say what the host leads to: each once those named hold. */
type Beside = (needs?: readonly string[]) => readonly AdHocItem[];

interface Extra {
  /** What is looked at in any case, after everything else. */
  readonly answers?: (found: Found, place: Place) => Promise<readonly AdHocItem[]>;
  readonly presentation?: AdHocRun['presentation'];
}

/** Asks DNS for what was not named, then runs what fits. */
async function runAbout(
  command: string,
  wanted: Wanted,
  flags: OperatorFlags,
  itemsAbout: (found: Found, place: Place) => AdHocItem[] | Promise<AdHocItem[]>,
  beside: Beside = () => [],
  {answers = async () => [], presentation = {}}: Extra = {},
): Promise<void> {
  await inPlace(flags, async (place) => {
    const found = await findSubject(wanted, place);
    const {subject, state} = found;
    const items = [...(await itemsOf(found, place, itemsAbout, beside)), ...(await answers(found, place))];
    const provesNothing = wanted.needsZone && subject.isFromRecord && command.startsWith('dns ');
    const remark = provesNothing ? FROM_RECORD : remarkOn(state, wanted);
    const title = remark === null ? command : `${command}: ${remark}`;
    await runAdHoc({command, title, items, found: state === 'unresolved' ? {} : found.found, presentation}, place);
  });
}

const FROM_RECORD =
  'the load balancer is the one that the record itself names, which does not prove that it is the right one; name that: --alb NAME[:PORT]';

/** What the title of a run says of how its items were found; null: nothing. */
function remarkOn(state: Found['state'], {needsZone}: Wanted): string | null {
  switch (state) {
    case 'not-in-dns':
      return 'the record is the first that is wrong; to look at a load balancer all the same, name it: --alb NAME[:PORT]';
    case 'unresolved': {
      const flag = needsZone ? '--zone NAME' : '--alb NAME[:PORT]';
      return `no zone of the accounts looked at answers for it, so the resolver of this machine is asked; where it is to be looked for all the same, say with ${flag}, or --profile or --checklist of the account that holds its zone`;
    }
    case 'found':
    case 'refused':
      return null;
  }
}

async function itemsOf(
  found: Found,
  place: Place,
  itemsAbout: (found: Found, place: Place) => AdHocItem[] | Promise<AdHocItem[]>,
  beside: Beside,
): Promise<readonly AdHocItem[]> {
  const {subject, state} = found;
  const {host, zone} = subject;
  if (state === 'unresolved') return [...nameItems(host), ...beside(nameItems(host).map(({id}) => id))];
  if (state === 'not-in-dns' && zone !== null) return recordItems(host, zone);
  if (state !== 'refused') return await itemsAbout(found, place);
  // The same look fails in the item as it failed here: the run says why, and exits as a run does.
  const first: AdHocItem = {id: 'lookup', check: 'dns/zone-is-delegated', with: {zone: zone ?? host}, needs: []};
  // What DNS would have said is not known then: what was to be looked at is not, unless it was named.
  return [first, ...(place.flags.alb === undefined ? beside() : await itemsAbout(found, place))];
}
