import type {LoadBalancer} from '../../model/facts/aws-facts.ts';
import type {Evidence, Fault} from '../../model/outcome.ts';
import {describeRecord, type FailoverMeant, judgeRecords, targetOf} from './load-balancer-records.ts';
import type {NameView} from './name-views.ts';
import type {HealthBySource} from './record-health.ts';
import {recordsIn} from './record-leads.ts';
import {judgeBindings} from './service-bindings.ts';

export interface JudgedView {
  readonly place: string;
  readonly zoneId: string | null;
  readonly problems: readonly Fault[];
  readonly unsure: readonly Fault[];
  readonly actual: string;
  readonly wildcard: string | null;
  readonly evidence: readonly Evidence[];
}

export function judgeView(
  view: NameView,
  host: string,
  loadBalancer: LoadBalancer,
  failover: FailoverMeant,
  health: HealthBySource,
): JudgedView {
  const {place} = view;
  if (view.kind !== 'answered') {
    const base = {place, zoneId: null, wildcard: null, evidence: []};
    if (view.kind === 'unknown')
      return {
        ...base,
        problems: [],
        unsure: [{what: `${place}: ${view.because}`, fix: view.fix}],
        actual: view.because,
      };
    return {...base, problems: [{what: view.what, fix: view.fix}], unsure: [], actual: view.what};
  }
  const {because, said} = view;
  const {zone} = view.known;
  const records = recordsIn(view.known);
  const {leads, problems, unsure} = judgeRecords(host, view.known, loadBalancer, failover, health);
  const source = `route53:ListResourceRecordSets ${zone.id}`;
  const own = (leads[0]?.path[0] ?? leads[0]?.record)?.name;
  const healthAware = leads.filter(({record}) => record.alias?.evaluateTargetHealth === true);
  return {
    place,
    zoneId: zone.id,
    problems,
    unsure: unsure.map(({what, fix}) => ({what: `${place}: ${what}`, fix})),
    actual: leads.map(({record}) => describeRecord(record, records)).join('; ') || 'no A, AAAA or CNAME record',
    wildcard: own?.startsWith('*.') ? own : null,
    evidence: [
      ...[...leads.map(({record}) => record), ...judgeBindings(host, view.known, loadBalancer).records].map(
        (record) => ({
          what: `${record.type} record of ${record.name}`,
          value: targetOf(record),
          source,
        }),
      ),
      ...healthAware.map(({record}) => ({
        what: `EvaluateTargetHealth of ${record.type} ${record.name}: unhealthy while a target group has no healthy target, an empty one too`,
        value: true,
        source,
      })),
      ...[...health].map(([what, {state, because: why}]) => ({
        what: `health of ${what.replace(/^check /, 'health check ').replace(/^target /, '')}`,
        value: `${state}: ${why}`,
        source: what.startsWith('check ')
          ? 'route53:GetHealthCheckStatus'
          : 'elasticloadbalancing:DescribeTargetHealth',
      })),
      {what: 'which zone answers', value: [because, ...said].join('; '), source: 'route53:ListHostedZones'},
      ...view.leftBehind.map((parent) => ({
        what: `dead since the delegation, in zone ${parent.zone.name}`,
        value: parent.records.map(({type, name}) => `${type} ${name}`),
        source: `route53:ListResourceRecordSets ${parent.zone.id}`,
      })),
    ],
  };
}
