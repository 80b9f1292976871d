import {targetGroupsOf} from '../domain/targets/task-sets.ts';
import type {ResourceOfKind} from '../model/checklist.ts';
import type {AwsFacts, EcsService} from '../model/facts/aws-facts.ts';
import {accountRef, type ResourceRef, refTo} from '../model/resource-ref.ts';
import type {LoadBalancerHere} from './load-balancer-hop.ts';
import type {TraceScope} from './scope.ts';

/** An ECS service, and the facts about it under its name. */
export interface ServiceHere {
  readonly name: ResourceRef<'service'>;
  readonly aws: AwsFacts;
  readonly service: EcsService;
}

export interface ServicesBehind {
  /** In the order of the target groups. */
  readonly services: readonly ServiceHere[];
  /** How they were looked for beyond those that somebody named; null: not at all. */
  readonly search: string | null;
}

/** The services that register their tasks in these target groups: those that were named, else those of the account. */
export async function servicesBehind(
  scope: TraceScope,
  here: LoadBalancerHere,
  targetGroupArns: readonly string[],
): Promise<ServicesBehind> {
  const named = await Promise.all(scope.services.map((resource) => namedService(scope, resource)));
  const known = inOrder(named, targetGroupArns);
  const open = targetGroupArns.filter((arn) => !known.some(({service}) => registersIn(service, [arn])));
  if (open.length === 0) return {services: known, search: null};
  const all = await here.aws.services(accountRef(here.name));
  const others = all.filter(({arn}) => !known.some(({service}) => service.arn === arn));
  const found = inOrder(
    others.map((service) => foundService(scope, here, service)),
    open,
  );
  const {account, loadBalancer} = here;
  const search = `looked through all ECS services of account ${account}, ${loadBalancer.region} (${all.length})`;
  return {services: [...known, ...found], search};
}

/** Also as the other group of a blue/green deployment, which takes over in the course of it. */
export function registersIn(service: EcsService, targetGroupArns: readonly string[]): boolean {
  return targetGroupsOf(service).some((arn) => targetGroupArns.includes(arn));
}

function inOrder(services: readonly ServiceHere[], targetGroupArns: readonly string[]): ServiceHere[] {
  const ordered = targetGroupArns.flatMap((arn) => services.filter(({service}) => registersIn(service, [arn])));
  return [...new Set(ordered)];
}

async function namedService(scope: TraceScope, resource: ResourceOfKind<'service'>): Promise<ServiceHere> {
  const {name, aws} = factsAbout(scope, resource);
  return {name, aws, service: await aws.service(name)};
}

function foundService(scope: TraceScope, {account, loadBalancer}: LoadBalancerHere, service: EcsService): ServiceHere {
  const place = {kind: 'service', name: '', account, region: loadBalancer.region} as const;
  return {...factsAbout(scope, {...place, cluster: clusterName(service), service: service.name}), service};
}

function factsAbout(scope: TraceScope, resource: ResourceOfKind<'service'>) {
  const name = 'service';
  return {name: refTo({...resource, name}), aws: scope.facts({[name]: {...resource, name}})};
}

export function clusterName({clusterArn}: EcsService): string {
  return clusterArn.split('/').at(-1) ?? clusterArn;
}
