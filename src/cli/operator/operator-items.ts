import type {AdHocItem} from '../../checklist/ad-hoc.ts';
import type {Json} from '../../model/outcome.ts';
import type {Lead} from './alb-lead.ts';

/** What an operator command is about, once DNS has been asked: resources as a person writes them. */
export interface Subject {
  readonly host: string;
  /** NAME or NAME:PORT of the load balancer. */
  readonly alb: string;
  /** Null: no zone holds the host, or the command does not need one. */
  readonly zone: string | null;
  /** The zone that has to delegate to it; null: none that is known. */
  readonly parent: string | null;
  /** Whether the load balancer was read from the record that is to name it. */
  readonly isFromRecord: boolean;
}

type With = Readonly<Record<string, Json>>;

function item(id: string, check: string, params: With, needs: readonly string[] = [], title?: string): AdHocItem {
  return {id, check, with: params, needs, ...(title === undefined ? {} : {title})};
}

/** `dns HOST`. */
export function dnsItems(subject: Subject): AdHocItem[] {
  const {host, alb, zone, parent, isFromRecord} = subject;
  if (zone === null) return [];
  const delegated = parent === null ? [] : [item('zone', 'dns/zone-is-delegated', {zone, parent})];
  const needs = delegated.map(({id}) => id);
  if (!isFromRecord) {
    return [...delegated, item('record', 'dns/record-points-to-load-balancer', {host, zone, alb}, needs)];
  }
  const title = `The record of ${host} is right for the load balancer that it names itself`;
  return [
    ...delegated,
    item('target', 'dns/record-target-exists', {host, zone, alb}, needs),
    item('record', 'dns/record-points-to-load-balancer', {host, zone, alb}, ['target'], title),
  ];
}

/**
 * What clients of `dns HOST` are told.
 * @param loadBalancer what the answers have to be addresses of: as `alb` where AWS is asked, else by its DNS name; null: nobody says.
 */
export function answerItems(
  host: string,
  loadBalancer: {readonly alb: string} | {readonly loadBalancerHost: string} | null,
): AdHocItem[] {
  const title = loadBalancer === null ? 'Resolvers give what the name servers of the host give' : undefined;
  return [
    item('seen', 'dns/resolvers-see', {host, ...loadBalancer}, [], title),
    item('caa', 'dns/caa-allows-amazon', {names: host}),
  ];
}

/** Of each command about a host whose record does not lead to a load balancer, which then is what is wrong. */
export function recordItems(host: string, zone: string): AdHocItem[] {
  return [item('record', 'dns/record-target-exists', {host, zone})];
}

/** Of each command about a host that no zone of the accounts answers for. */
export function nameItems(host: string): AdHocItem[] {
  return [item('name', 'dns/name-exists', {host})];
}

/** `cert HOST`. */
export function certItems({host, alb, zone}: Subject): AdHocItem[] {
  const inZone = zone === null ? {} : {zone};
  return [
    item('covers', 'acm/certificate-covers-host', {host, alb}),
    item('served', 'alb/listener-serves-certificate', {alb, host}, ['covers']),
    item('renews', 'acm/certificate-will-renew', {host, alb, ...inZone}, ['covers']),
    ...(zone === null ? [] : [item('validation', 'dns/validation-record-exists', {host, alb, zone}, ['covers'])]),
  ];
}

/**
 * What clients of `cert HOST` see.
 * @param alb what has to answer there; null: whatever does.
 * @param needs what has to hold before it is looked at.
 */
export function presentedItems(
  host: string,
  port: number,
  alb: string | null,
  needs: readonly string[] = [],
): AdHocItem[] {
  const params = {host, ...(port === 443 ? {} : {port})};
  const behind = alb === null ? params : {...params, alb};
  return [
    item('presented', 'tls/certificate-serves-host', behind, needs),
    item('protocols', 'tls/protocols', behind, needs),
    item('everywhere', 'tls/same-everywhere', params, needs),
  ];
}

/**
 * `alb URL`.
 * @param lead null when the rules could not be looked at.
 */
export function albItems({host, alb}: Subject, url: URL, lead: Lead | null): AdHocItem[] {
  const isTls = url.protocol === 'https:';
  const port = portOf(url);
  return [
    item('internet-facing', 'alb/is-internet-facing', {alb}),
    item('port', 'ec2/port-open-to', {alb, port, from: '0.0.0.0/0'}),
    ...(isTls ? [item('tls', 'alb/listener-terminates-tls', {alb})] : []),
    ...(isTls ? [item('certificate', 'alb/listener-serves-certificate', {alb, host}, ['tls'])] : []),
    item('attributes', 'alb/attributes-suit-streaming', {alb}),
    // The lookup that failed fails here again, and says why.
    ...(lead === null
      ? [item('rules', 'alb/no-dead-rules', {alb})]
      : behindRules(alb, {host, path: url.pathname}, lead)),
  ];
}

/** A rule that splits requests between several groups does not lead to one of them. */
function behindRules(alb: string, request: With, {targetGroups, from}: Lead): AdHocItem[] {
  const isOne = targetGroups.length === 1;
  return targetGroups.flatMap((targetGroup) => {
    const behind = isOne ? '' : `-${targetGroup}`;
    const titled = (text: string) =>
      from === null ? undefined : `${text.replace('GROUP', `target group ${targetGroup}`)} (found from ${from})`;
    const used = `group-in-use${behind}`;
    return [
      ...(isOne
        ? [
            item(
              'rule',
              'alb/rule-routes-request',
              {alb, request, targetGroup},
              [],
              titled('The rule that wins sends the request to GROUP'),
            ),
          ]
        : []),
      item(used, 'alb/target-group-is-used', {alb, targetGroup}, [], titled('A rule forwards to GROUP')),
      item(
        `targets${behind}`,
        'alb/targets-healthy',
        {alb, targetGroup},
        [used],
        titled('Targets of GROUP are healthy'),
      ),
    ];
  });
}

/** `ecs CLUSTER/SERVICE`. */
export function ecsItems(
  service: string,
  behind: {readonly alb: string; readonly targetGroup: string} | null,
): AdHocItem[] {
  const steady = item('steady', 'ecs/service-steady', {service});
  if (behind === null) return [steady];
  const all = {service, ...behind};
  return [
    steady,
    item('wired', 'ecs/service-uses-target-group', all),
    item('reached', 'ec2/load-balancer-reaches-tasks', all),
    item('registered', 'ecs/tasks-behind-target-group', all, ['wired']),
    item('targets', 'alb/targets-healthy', behind, ['wired']),
  ];
}

export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}
