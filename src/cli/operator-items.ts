import type {AdHocItem} from '../checklist/ad-hoc.ts';
import type {Json} from '../model/outcome.ts';

/** What a command of an operator is about, once DNS was asked: resources as a person writes them. */
export interface Subject {
  readonly host: string;
  /** NAME or NAME:PORT of the load balancer. */
  readonly alb: string;
  /** Null: none holds the host, or none needs to be known. */
  readonly zone: string | null;
  /** Whether a zone above it in the account has to delegate to the zone. */
  readonly isDelegated: boolean;
}

type With = Readonly<Record<string, Json>>;

const item = (id: string, check: string, params: With, needs: readonly string[] = []): AdHocItem => ({
  id,
  check,
  with: params,
  needs,
});

/** `dns HOST`. */
export function dnsItems({host, alb, zone, isDelegated}: Subject): AdHocItem[] {
  if (zone === null) return [];
  const delegated = isDelegated ? [item('zone', 'dns/zone-is-delegated', {zone})] : [];
  const needs = delegated.map(({id}) => id);
  return [...delegated, item('record', 'dns/record-points-to-load-balancer', {host, zone, alb}, needs)];
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

/** `alb URL`. */
export function albItems({host, alb}: Subject, url: URL, targetGroup: string | null): AdHocItem[] {
  const isTls = url.protocol === 'https:';
  const port = portOf(url);
  const request = {host, path: url.pathname};
  const behind =
    targetGroup === null
      ? []
      : [
          item('rule', 'alb/rule-routes-request', {alb, request, targetGroup}),
          item('group-in-use', 'alb/target-group-is-used', {alb, targetGroup}),
          item('targets', 'alb/targets-healthy', {alb, targetGroup}, ['group-in-use']),
        ];
  return [
    item('internet-facing', 'alb/is-internet-facing', {alb}),
    item('port', 'ec2/port-open-to', {alb, port, from: '0.0.0.0/0'}),
    ...(isTls ? [item('tls', 'alb/listener-terminates-tls', {alb})] : []),
    ...(isTls ? [item('certificate', 'alb/listener-serves-certificate', {alb, host}, ['tls'])] : []),
    ...behind,
  ];
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
