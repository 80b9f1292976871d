import {foldName, isAtOrBelow} from '../domain/dns/dns-names.ts';
import {cannotSee, type NameView, outsideView} from '../domain/dns/name-views.ts';
import {zoneAnswer} from '../domain/dns/zone-answers.ts';
import {CannotTell} from '../model/errors.ts';
import type {Certificate, HostedZone} from '../model/facts/aws-facts.ts';
import type {NamesProbe} from '../model/facts/wire/names.ts';
import type {Fault} from '../model/outcome.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {publicZonesOf} from './known-zones.ts';
import type {ZoneQuestions} from './public-view.ts';

/** A CNAME that ACM looks for, at the first validation and at every renewal. */
export interface ValidationRecord {
  /** Without a trailing dot. */
  readonly name: string;
  readonly value: string;
  /** The names in the certificate that it stands for: `example.com` and `*.example.com` share one. */
  readonly domains: readonly string[];
}

export interface ValidationFinding {
  readonly record: ValidationRecord;
  readonly state: 'present' | 'absent' | 'unknown';
  /** One clause that begins with where. */
  readonly what: string;
  /** How it comes to be there for whoever looks. */
  readonly fix: string;
}

/** The records that validate a certificate, each once. */
export function validationRecords(certificate: Certificate): ValidationRecord[] {
  const byName = new Map<string, ValidationRecord>();
  for (const {domainName, method, record} of certificate.domainValidation) {
    if (method !== 'DNS' || record === null) continue;
    const name = foldName(record.name);
    const domains = [...(byName.get(name)?.domains ?? []), domainName];
    byName.set(name, {name, value: foldName(record.value), domains});
  }
  return [...byName.values()];
}

/**
 * Looks for every validation record of a certificate in a zone, where resolvers would look: a CNAME that was
 * left in a zone above a delegation is no longer found by anyone, ACM included.
 *
 * @throws {CannotTell} when the zone is private: what it holds says nothing about what ACM finds from outside.
 */
export async function validationFindings(
  certificate: Certificate,
  zone: HostedZone,
  facts: ZoneQuestions,
  where: ResourceRef<'hostedZone'>,
  names: NamesProbe,
): Promise<ValidationFinding[]> {
  if (zone.isPrivate) {
    throw new CannotTell(
      `zone ${zone.name} (${zone.id}) is private, and ACM asks from outside`,
      'name the public zone',
    );
  }
  const inZone = validationRecords(certificate).filter(({name}) => isAtOrBelow(name, zone.name));
  return Promise.all(
    inZone.map(async (record) =>
      judgeValidation(record, outsideView(record.name, zone, await publicZonesOf(record.name, facts, where, names))),
    ),
  );
}

export function judgeValidation(record: ValidationRecord, view: NameView): ValidationFinding {
  const {place} = view;
  const fix = `Create ${record.name} CNAME ${record.value} in the zone that answers for it, and leave it there.`;
  if (view.kind === 'unknown')
    return {record, state: 'unknown', what: cannotSee(view).message, fix: cannotSee(view).fix};
  if (view.kind === 'unasked') {
    return {record, state: 'absent', what: `${place}: ${view.what}`, fix: view.fix};
  }

  const {because} = view;
  const answer = zoneAnswer(view.known.zone, view.known.records, record.name);
  const found = answer.kind === 'records' ? answer.records.filter(({type}) => type === 'CNAME') : [];
  const others = found.flatMap(({values}) => values.map(foldName)).filter((value) => value !== record.value);
  if (others.length > 0) {
    return {record, state: 'absent', what: `${place}: the CNAME names ${others.join(', ')}, not ${record.value}`, fix};
  }
  if (found.length > 0) {
    const what = [`${place}: the CNAME names ${record.value}`, ...view.said].join('; ');
    return {record, state: 'present', what, fix};
  }
  const left = view.leftBehind.find(({records}) => records.some(({name}) => foldName(name) === record.name));
  const dead =
    left === undefined ? '' : `; the one in zone ${left.zone.name} (${left.zone.id}) is dead, because ${because}`;
  return {record, state: 'absent', what: `${place}: there is no CNAME, not one with ${record.value}${dead}`, fix};
}

/** The CNAMEs that a renewal will look for and not find. */
export async function absentRecords(
  certificate: Certificate,
  zoneName: ResourceRef<'hostedZone'>,
  aws: ZoneQuestions,
  names: NamesProbe,
): Promise<Fault[]> {
  const findings = await validationFindings(certificate, await aws.hostedZone(zoneName), aws, zoneName, names);
  const unknown = findings.find(({state}) => state === 'unknown');
  if (unknown !== undefined) throw new CannotTell(unknown.what, unknown.fix);
  return findings.flatMap(({state, what, fix}) => (state === 'absent' ? [{what, fix}] : []));
}
