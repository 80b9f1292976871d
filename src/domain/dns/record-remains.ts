import type {Fault} from '../../model/outcome.ts';
import {foldName} from './dns-names.ts';
import {describeRecord} from './load-balancer-records.ts';
import type {NameView} from './name-views.ts';
import {zoneAnswer} from './zone-answers.ts';

/** What is left of a host in the zone that answers for it. */
export interface Remains {
  /** One clause for each record that leads clients on. */
  readonly leading: readonly string[];
  /** Null: nothing does. */
  readonly fault: Fault | null;
  /** What else there is of the host, as clauses. */
  readonly also: readonly string[];
}

/** Clients are sent on by these. Any other record (TXT, CAA) may stay. */
const LEADING: ReadonlySet<string> = new Set(['A', 'AAAA', 'CNAME', 'HTTPS']);

/** A record of any type hides a wildcard (RFC 4592), so a name that leads nowhere can be made by a TXT record. */
export function remainsIn(
  {known: {zone, records}, leftBehind}: Extract<NameView, {kind: 'answered'}>,
  host: string,
): Remains {
  const answer = zoneAnswer(zone, records, host);
  const found = answer.kind === 'records' ? answer.records : [];
  const owner = answer.kind === 'records' ? answer.owner : host;
  const left = found.filter(({type}) => LEADING.has(type));
  const leading = left.map((record) => describeRecord(record, records));
  const others = typesOf(found.filter(({type}) => !LEADING.has(type)));
  const dead = leftBehind.flatMap(({zone: {name, id}, records: those}) => {
    const own = typesOf(those.filter((record) => foldName(record.name) === foldName(host) && LEADING.has(record.type)));
    const comeBack = 'which nobody is asked for until its delegation is removed';
    return own === '' ? [] : [`zone ${name} (${id}) still has ${own} of it, ${comeBack}`];
  });
  const also = [...(others === '' ? [] : [`of other types ${owner} has ${others}`]), ...dead];
  if (left.length === 0) return {leading, fault: null, also};
  if (owner.startsWith('*.')) {
    const what = `the wildcard ${owner} answers for it: ${leading.join('; ')}`;
    const fix = `Give ${host} a record that leads nowhere in zone ${zone.name} (${zone.id}), which hides the wildcard (a TXT record does), or take ${owner} away once no other name needs it.`;
    return {leading, fault: {what, fix}, also};
  }
  const fix = `Once nothing asks for ${host}, delete its ${typesOf(left)} from zone ${zone.name} (${zone.id}).`;
  return {leading, fault: {what: `it still has records: ${leading.join('; ')}`, fix}, also};
}

function typesOf(records: readonly {readonly type: string}[]): string {
  return [...new Set(records.map(({type}) => type))].join(', ');
}
