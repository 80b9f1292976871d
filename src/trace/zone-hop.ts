import {
  type KnownZone,
  type PrivateView,
  privateViews,
  type ZoneFinding,
  zoneFor,
} from '../domain/dns/answering-zone.ts';
import {isAtOrBelow, isBelow} from '../domain/dns/dns-names.ts';
import type {HostedZone} from '../model/facts/aws-facts.ts';
import {command} from '../model/text/shell.ts';
import type {TraceLine} from '../model/trace.ts';
import {brokenHop, okHop, type Step, step, unknownHop} from './hop.ts';
import {accountFacts, type TraceScope} from './scope.ts';

/** A zone that contains a name, and the account that it was found in. */
interface AccountZone extends KnownZone {
  readonly account: string;
}

/** Who answers, with all the records of that zone and the account it is in. */
export type Answered = Extract<ZoneFinding, {kind: 'answered'}> &
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
        const {zone, because, via, unasked} = finding;
        const said = {
          summary: because.replace(/^zone /, ''),
          lines: inside,
          facts: {...factsOf(zone, known), via: via.map(({id}) => id), notAsked: unasked.map(({id}) => id)},
          byHand,
        };
        const {records, account} = known.find((one) => one.zone.id === zone.id) ?? {records: [], account: ''};
        const parent = known.find((one) => one.zone.id === via.at(-1)?.id) ?? null;
        return {hop: okHop('zone', said), next: {...finding, records, account, parent}};
      }
      case 'elsewhere': {
        const {parent, at, nameServers, because, namesakes} = finding;
        const said = {
          summary: `${parent.name} (${parent.id}) delegates ${at}`,
          lines: inside,
          facts: {...factsOf(parent, known), delegated: at, nameServers: [...nameServers]},
          byHand,
        };
        // Another account may hold the zone that the delegation means; a zone of the same name here is the one that was
        // meant.
        if (namesakes.length === 0) {
          const fix = `Trace with the account that holds ${at}, or ask its servers: ${byHand}`;
          return {hop: unknownHop('zone', {...said, because, fix}), next: null};
        }
        const fix = `Give the NS record of ${at} in ${parent.name} the name servers of the zone that holds the record.`;
        return {hop: brokenHop('zone', {...said, because, fix}), next: null};
      }
      case 'ambiguous': {
        const said = {summary: 'which zone answers cannot be determined', lines: inside, byHand};
        const fix = 'Delete the zone that nobody is sent to, or compare the name servers of each with the registrar.';
        return {hop: unknownHop('zone', {...said, because: finding.because, fix}), next: null};
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
async function zonesOf(scope: TraceScope, host: string): Promise<readonly AccountZone[]> {
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
      const isCompared = zone.isPrivate || all.some((other) => isBelow(zone.name, other.zone.name));
      const [records, delegation] = await Promise.all([
        aws.recordsOfZone(name, zone.id),
        isCompared ? aws.zoneDelegation(name, zone.id) : null,
      ]);
      return {account, zone, records, delegation};
    }),
  );
}

function factsOf(zone: HostedZone, known: readonly AccountZone[]) {
  const account = known.find((one) => one.zone === zone)?.account ?? null;
  return {id: zone.id, name: zone.name, account};
}

function insideLine({zone, vpcIds, answer}: PrivateView): TraceLine {
  const says = answer.kind === 'records' ? 'its own records' : 'that the name does not exist';
  return {mark: null, text: `inside ${vpcIds.join(', ')} private zone ${zone.name} (${zone.id}) answers with ${says}`};
}
