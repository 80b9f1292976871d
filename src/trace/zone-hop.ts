import {zoneFor} from '../domain/dns/answering-zone.ts';
import {foldName, isAtOrBelow, isBelow} from '../domain/dns/dns-names.ts';
import {type PrivateView, privateViews} from '../domain/dns/private-views.ts';
import type {SeenAbove} from '../domain/dns/zone-delegators.ts';
import type {AnsweredFinding, KnownZone} from '../domain/dns/zone-findings.ts';
import type {HostedZone} from '../model/facts/aws-facts.ts';
import {command} from '../model/text/shell.ts';
import type {TraceLine} from '../model/trace.ts';
import {registeredAbove} from '../readers/known-zones.ts';
import {brokenHop, okHop, type Step, step, unknownHop} from './hop.ts';
import {accountFacts, type TraceScope} from './scope.ts';

/** A zone that contains a name, and the account that it was found in. */
interface AccountZone extends KnownZone {
  readonly account: string;
}

/** Who answers, with all the records of that zone and the account it is in. */
export type Answered = AnsweredFinding &
  Pick<AccountZone, 'records' | 'account'> & {
    /** The zone that delegates to it; null: none of those that were looked at. */
    readonly parent: Pick<AccountZone, 'zone' | 'account'> | null;
  };

export function zoneStep(scope: TraceScope, host: string): Promise<Step<Answered>> {
  return step('zone', async () => {
    const known = await zonesOf(scope, host);
    const finding = zoneFor(host, known);
    const inside = privateViews(host, known).map(insideLine);
    const byHand = command`dig +trace ${host}`;
    switch (finding.kind) {
      case 'answered': {
        const {zone, because, via, unasked, said} = finding;
        const lines = [...said.map((text) => ({mark: null, text})), ...inside];
        const facts = {...factsOf(zone, known), via: via.map(({id}) => id), notAsked: unasked.map(({id}) => id)};
        const summary = because.replace(/^zone /, '');
        return {hop: okHop('zone', {summary, lines, facts, byHand}), next: answeredFrom(finding, known)};
      }
      case 'broken': {
        const {zone, what, because, fix} = finding;
        const facts = factsOf(zone, known);
        const summary = `${zone.name} (${zone.id})`;
        const said = {summary, lines: inside, facts, byHand, because: `${what}, because ${because}`, fix};
        return {hop: brokenHop('zone', said), next: null};
      }
      case 'unknown': {
        const {because, fix, supposed} = finding;
        const summary =
          supposed === null ? 'which zone answers cannot be determined' : `supposedly ${nameOf(supposed.zone)}`;
        const facts = supposed === null ? {} : factsOf(supposed.zone, known);
        const next = supposed === null ? null : answeredFrom(supposed, known);
        return {hop: unknownHop('zone', {summary, lines: inside, facts, byHand, because, fix}), next};
      }
      case 'elsewhere': {
        const {parent, at, nameServers, because, namesakes} = finding;
        const by = parent === null ? 'its registrar' : nameOf(parent);
        const said = {
          summary: `${by} delegates ${at}`,
          lines: inside,
          facts: {...(parent === null ? {} : factsOf(parent, known)), delegated: at, nameServers: [...nameServers]},
          byHand,
        };
        // Another account may hold the zone that the delegation means; a zone of the same name here is the one that was
        // meant.
        if (namesakes.length === 0) {
          const fix = `Trace with the account that holds ${at}, or ask its servers: ${byHand}`;
          return {hop: unknownHop('zone', {...said, because, fix}), next: null};
        }
        const fix = `Set the name servers of ${at} in ${by} to those of the zone that holds the record.`;
        return {hop: brokenHop('zone', {...said, because, fix}), next: null};
      }
      case 'none': {
        const looked = scope.dnsAccounts.join(', ');
        const said = {summary: `none for ${host} in account ${looked}`, lines: inside, byHand};
        const fix =
          'Name the account that holds the zone in a checklist (--checklist), or name the load balancer with --alb.';
        return {hop: unknownHop('zone', {...said, because: finding.because, fix}), next: null};
      }
    }
  });
}

/** Of every account together: a zone may be delegated from one to another. */
export async function zonesOf(scope: TraceScope, host: string): Promise<readonly AccountZone[]> {
  const listed = await Promise.all(
    scope.dnsAccounts.map(async (account) => {
      const {aws, name} = accountFacts(scope, account, null);
      const zones = (await aws.hostedZones(name)).filter((zone) => isAtOrBelow(host, zone.name));
      return zones.map((zone) => ({account, aws, name, zone}));
    }),
  );
  const all = listed.flat();
  return await Promise.all(
    all.map(async ({account, aws, name, zone}) => {
      const [records, delegation, above, signing] = await Promise.all([
        aws.recordsOfZone(name, zone.id),
        aws.zoneDelegation(name, zone.id),
        aboveOf(zone),
        zone.isPrivate ? null : aws.zoneSigning(name, zone.id),
      ]);
      return {account, zone, records, delegation, above, signing};

      async function aboveOf({name: domain, isPrivate}: HostedZone): Promise<SeenAbove | null> {
        const nameServers = statedFor(scope, zone, account);
        if (nameServers !== null) return {kind: 'stated', nameServers};
        const isTopmost = !all.some((other) => !other.zone.isPrivate && isBelow(domain, other.zone.name));
        return isPrivate || !isTopmost ? null : await registeredAbove(zone, aws, name);
      }
    }),
  );
}

function statedFor({zones}: TraceScope, {id, name, isPrivate}: HostedZone, account: string): readonly string[] | null {
  const stated = zones.find(
    (zone) =>
      zone.account === account &&
      (zone.hostedZone === id || foldName(zone.hostedZone) === name) &&
      zone.nameServers !== undefined,
  );
  return isPrivate ? null : (stated?.nameServers ?? null);
}

function answeredFrom(finding: AnsweredFinding, known: readonly AccountZone[]): Answered {
  const {records, account} = known.find((one) => one.zone.id === finding.zone.id) ?? {records: [], account: ''};
  const parent = known.find((one) => one.zone.id === finding.via.at(-1)?.id) ?? null;
  return {...finding, records, account, parent};
}

function nameOf({name, id}: HostedZone): string {
  return `${name} (${id})`;
}

function factsOf(zone: HostedZone, known: readonly AccountZone[]) {
  const account = known.find((one) => one.zone === zone)?.account ?? null;
  return {id: zone.id, name: zone.name, account};
}

function insideLine({zone, vpcIds, answer}: PrivateView): TraceLine {
  const says = answer.kind === 'records' ? 'its own records' : 'that the name does not exist';
  return {mark: null, text: `inside ${vpcIds.join(', ')} private zone ${zone.name} (${zone.id}) answers with ${says}`};
}
