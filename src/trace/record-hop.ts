import {answersNow} from '../domain/dns/answers-now.ts';
import {foldName} from '../domain/dns/dns-names.ts';
import {loadBalancerDnsName} from '../domain/dns/load-balancer-dns-names.ts';
import {ADDRESS_TYPES, isSpare, judgeRecords} from '../domain/dns/load-balancer-records.ts';
import {type HealthBySource, sourceKey, sourcesOf} from '../domain/dns/record-health.ts';
import {everyMember, type Lead, leadsFor, recordsIn, shareOf} from '../domain/dns/record-leads.ts';
import {AwsRefusal, CannotTell} from '../model/errors.ts';
import type {DnsRecord, LoadBalancer} from '../model/facts/aws-facts.ts';
import {adviceOn} from '../model/outcome.ts';
import {command} from '../model/text/shell.ts';
import type {TraceHop, TraceLine} from '../model/trace.ts';
import {checkHealth, type HealthReaders, healthOf, targetHealthAt} from '../readers/record-health.ts';
import {withZonesBeyond} from '../readers/zones-beyond.ts';
import {type EntryPoint, entryPointOf} from './entry-points.ts';
import {brokenHop, okHop, type Step, unknownHop} from './hop.ts';
import {accountFacts, type TraceScope} from './scope.ts';
import {type Answered, zonesOf} from './zone-hop.ts';

/** Where the records of the host lead, and the health that Route 53 chose among them by. */
export interface RecordStep extends Step<EntryPoint> {
  readonly health: HealthBySource;
  /** With the zones that CNAMEs lead on to. */
  readonly inZone: Answered;
}

export async function recordStep(scope: TraceScope, host: string, answered: Answered): Promise<RecordStep> {
  const inZone = await unlessRefused(answered, () => withZonesBeyond(host, answered, (name) => zonesOf(scope, name)));
  const every = ADDRESS_TYPES.flatMap((type) => leadsFor(host, type, inZone, everyMember));
  const differ = new Set(every.map(({record}) => targetOf(record))).size > 1;
  const sources = differ ? ADDRESS_TYPES.flatMap((type) => sourcesOf(host, type, inZone)) : [];
  try {
    const health = await healthOf(sources, readersIn(scope, inZone.account));
    return {...stepOf(host, inZone, health), health, inZone};
  } catch (thrown) {
    // What keeps the health from being known keeps nobody from following the records.
    if (!(thrown instanceof CannotTell)) throw thrown;
    const because = `whether ${thrown.message}`;
    const health = new Map(sources.map((source) => [sourceKey(source), {state: 'unknown', because} as const]));
    const {hop, next} = stepOf(host, inZone, health);
    const refusedAction = thrown instanceof AwsRefusal ? thrown.action : null;
    return {hop: hop.status === 'unknown' ? {...hop, refusedAction, fix: thrown.fix} : hop, next, health, inZone};
  }
}

/** Where it may not be seen how a name goes on, it ends. */
async function unlessRefused<T>(otherwise: T, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (thrown) {
    if (thrown instanceof CannotTell) return otherwise;
    throw thrown;
  }
}

function readersIn(scope: TraceScope, account: string): HealthReaders {
  return {
    check(id) {
      const {aws, name} = accountFacts(scope, account, null);
      return checkHealth(id, aws, name);
    },
    async target(dnsName) {
      const named = loadBalancerDnsName(dnsName);
      if (named === null)
        return {state: 'unknown', because: `the health of ${foldName(dnsName)} is not something to look at`};
      const looked = scope.loadBalancerAccounts.map((account) => {
        const {aws, name} = accountFacts(scope, account, named.region);
        return targetHealthAt(dnsName, aws, name);
      });
      const all = await Promise.all(looked);
      const known = all.find(({state}) => state !== 'unknown') ?? all[0];
      return known ?? {state: 'unknown', because: `no account was looked through for ${foldName(dnsName)}`};
    },
  };
}

/** Every address record that a query for the host can end at. */
function stepOf(host: string, inZone: Answered, health: HealthBySource): Step<EntryPoint> {
  const {zone, answer} = inZone;
  const records = recordsIn(inZone);
  const byHand = command`aws route53 list-resource-record-sets --hosted-zone-id ${zone.id} --query "ResourceRecordSets[?Name=='${host}.']"`;
  const leads = [...leadsFor(host, 'A', inZone), ...leadsFor(host, 'AAAA', inZone)];
  const now = ADDRESS_TYPES.map((type) => answersNow(host, type, inZone, health));
  const answered = now.flatMap(({leads}) => leads);
  const ends = [...new Map([...leads, ...answered].map((lead) => [lead.record, lead])).values()];
  if (ends.length === 0) {
    const others = answer.kind === 'nothing' ? [] : answer.records.map(({type}) => type);
    const unasked = inZone.unasked.map(({name, id}) => `${name} (${id})`).join(', ');
    const because = [
      `${host} has no A, AAAA or CNAME record in ${zone.name}${others.length === 0 ? '' : ` (it has ${others.join(', ')})`}`,
      ...(unasked === '' ? [] : [`nobody is sent to ${unasked}`]),
    ].join('; ');
    const create = `reate an A alias for ${host} in zone ${zone.id} that names the load balancer.`;
    const [meant] = inZone.unasked;
    const fix =
      meant === undefined
        ? `C${create}`
        : `Set an NS record of ${meant.name} in ${zone.name} to the name servers of ${meant.id}, or c${create}`;
    return {hop: brokenHop('record', {summary: 'none', because, fix, byHand}), next: null};
  }
  const said: Said = {
    summary: summaryOf(host, answer, ends),
    lines: ends.map((lead) => leadLine(lead, records)),
    facts: {
      owner: answer.kind === 'records' ? answer.owner : null,
      records: ends.map(({record, path}) => ({
        name: record.name,
        type: record.type,
        alias: record.alias !== null,
        target: targetOf(record),
        through: path.map(({name}) => name),
      })),
    },
    byHand,
  };
  const dangling = ends.find(({isDangling}) => isDangling);
  if (dangling !== undefined) {
    const because = `${dangling.record.name} leads to ${targetOf(dangling.record)}, which is not in the zone`;
    const fix = `Point it at the load balancer, or create ${targetOf(dangling.record)}.`;
    return {hop: brokenHop('record', {...said, because, fix}), next: null};
  }
  // A secondary answers only while its primary is unhealthy.
  const first = health.size > 0 ? answered : ends.filter((lead) => !isSpare(lead, ends));
  const targets = [...new Set(first.map(({record}) => targetOf(record)))];
  const step = leading({...said, lines: [...said.lines, ...healthLines(health)]}, targets, host);
  const perhaps = now.flatMap((one) => one.perhaps.map(({record}) => targetOf(record)));
  const others = [...new Set(perhaps)].filter((target) => !targets.includes(target));
  if (health.size === 0 || others.length === 0 || step.hop.status !== 'ok') return step;
  const unknown = [...health.values()].flatMap(({state, because}) => (state === 'unknown' ? because : []));
  const because = `Route 53 may answer with ${others.join(', ')} instead: ${unknown.join('; ')}`;
  const fix = `See what answers now: dig ${host}`;
  return {...step, hop: {...step.hop, status: 'unknown', because, fix}};
}

function healthLines(health: HealthBySource): TraceLine[] {
  return [...health.values()].map(({state, because}) => ({mark: null, text: `${state} to Route 53: ${because}`}));
}

/**
 * The same hop once it is known which load balancer the name is of: an alias with another hosted zone id, or a type of
 * record that its addresses call for and that is missing, shows only then.
 */
export function recordOf(
  hop: TraceHop,
  host: string,
  {inZone, health}: {readonly inZone: Answered; readonly health: HealthBySource},
  loadBalancer: LoadBalancer,
): TraceHop {
  if (hop.status !== 'ok') return hop;
  const {problems, unsure} = judgeRecords(host, inZone, loadBalancer, 'allowed', health);
  if (problems.length > 0) {
    return {...hop, status: 'broken', because: problems.map(({what}) => what).join('; '), fix: adviceOn(problems)};
  }
  return unsure.length > 0
    ? {...hop, status: 'unknown', because: unsure.map(({what}) => what).join('; '), fix: adviceOn(unsure)}
    : hop;
}

type Said = Pick<TraceHop, 'summary' | 'lines' | 'facts'> & {readonly byHand: string};

function leading(said: Said, targets: readonly string[], host: string): Step<EntryPoint> {
  const entries = targets.map(entryPointOf);
  const followed = entries.filter(({kind}) => kind !== 'elsewhere');
  const [first, ...others] = new Map(followed.map((entry) => [entry.dnsName, entry])).values();
  if (first === undefined) {
    const because = `it leads to ${targets.join(', ')}, which is not a name of a load balancer or of API Gateway`;
    const fix = `Make it an alias of the load balancer (its addresses change); what answers now: dig ${host}`;
    return {hop: unknownHop('record', {...said, because, fix}), next: null};
  }
  if (others.length > 0 || followed.length < entries.length) {
    const because = `requests are divided among ${targets.join(' and ')}; only the way to ${first.dnsName} is followed`;
    const fix = 'Give all members of the group one target, or follow another way with --alb.';
    return {hop: unknownHop('record', {...said, because, fix}), next: first};
  }
  return {hop: okHop('record', said), next: first};
}

function summaryOf(host: string, answer: Answered['answer'], ends: readonly Lead[]): string {
  const kinds = ends.map(({record}) => `${record.type}${record.alias === null ? '' : ' alias'}`).join(', ');
  const owner = answer.kind === 'records' ? answer.owner : host;
  return foldName(owner) === foldName(host) ? kinds : `${kinds}, through the wildcard ${owner}`;
}

function targetOf(record: DnsRecord): string {
  return foldName(record.alias?.dnsName ?? record.values.join(', '));
}

function leadLine({record, path, isDangling}: Lead, records: readonly DnsRecord[]): TraceLine {
  const way = path.length === 0 ? '' : ` through ${path.map(targetOf).join(', ')}`;
  const ttl = record.ttlSeconds === null ? '' : `, for ${record.ttlSeconds} s`;
  const share = shareOf(record, records);
  const {setIdentifier, routingPolicy, failover} = record;
  const member =
    setIdentifier === null
      ? ''
      : `, ${failover?.toLowerCase() ?? ''}${failover === null ? '' : ' of '}${routingPolicy} "${setIdentifier}"${share === null ? '' : ` ${share.toFixed(1)} %`}`;
  return {mark: isDangling ? 'broken' : null, text: `${record.type} names ${targetOf(record)}${way}${ttl}${member}`};
}
