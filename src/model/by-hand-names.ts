import type {ResourceOfKind} from './checklist.ts';
import type {SeenFacts} from './facts/seen-facts.ts';
import type {ResourceKind} from './resource-ref.ts';
import {command} from './text/shell.ts';

/**
 * A `<NAME>` that a command by hand holds for what AWS calls a resource of the item. It becomes what the checklist says
 * itself, else what a fact has said in this run, else a command that asks AWS: so a command can be copied whatever became
 * of the item, and gets shorter as facts come.
 */
export interface ByHandName<Kind extends ResourceKind = ResourceKind> {
  readonly of: Kind;
  /** Null: not known. */
  value(resource: ResourceOfKind<Kind>, seen: SeenFacts, param: ParamValue): string | null;
  /** Prints it; may hold names itself. Null: it is always known. */
  ask(resource: ResourceOfKind<Kind>, param: ParamValue): string | null;
}

/** The value of another parameter of the item. */
export type ParamValue = (name: string) => string;

const ofLoadBalancer: Readonly<Record<string, ByHandName<'loadBalancer'>>> = {
  LOAD_BALANCER_ARN: {
    of: 'loadBalancer',
    value: ({name, loadBalancer}, seen) => arnIn(loadBalancer) ?? seen.loadBalancer.get(name)?.arn ?? null,
    ask: ({loadBalancer}) => askLoadBalancer(loadBalancer, 'LoadBalancerArn'),
  },
  /** As CloudWatch knows it: `app/name/id`. */
  LOAD_BALANCER_SUFFIX: {
    of: 'loadBalancer',
    value: ({name, loadBalancer}, seen) => {
      const arn = arnIn(loadBalancer) ?? seen.loadBalancer.get(name)?.arn;
      return arn?.split(':loadbalancer/')[1] ?? null;
    },
    ask: ({loadBalancer}) => `${askLoadBalancer(loadBalancer, 'LoadBalancerArn')} | cut -d/ -f2-`,
  },
  LISTENER_PORT: {of: 'loadBalancer', value: ({listener}) => String(listener), ask: () => null},
  LISTENER_ARN: {
    of: 'loadBalancer',
    value: ({name}, seen) => seen.listener.get(name)?.arn ?? null,
    ask: ({listener}) =>
      `aws elbv2 describe-listeners --load-balancer-arn <LOAD_BALANCER_ARN> --query "Listeners[?to_string(Port)=='${listener}'].ListenerArn" --output text`,
  },
  /** With commas. */
  SECURITY_GROUP_IDS: {
    of: 'loadBalancer',
    value: ({name}, seen) => seen.loadBalancer.get(name)?.securityGroupIds.join(',') ?? null,
    ask: ({loadBalancer}) => askLoadBalancer(loadBalancer, "SecurityGroups | join(',', @)"),
  },
  /** Of the item's own `targetGroup`. */
  TARGET_GROUP_ARN: {
    of: 'loadBalancer',
    value: ({name}, seen, param) =>
      arnIn(param('targetGroup')) ??
      seen.targetGroups.get(name)?.find((group) => group.name === param('targetGroup'))?.arn ??
      null,
    ask: (_resource, param) =>
      command`aws elbv2 describe-target-groups --names ${param('targetGroup')} --query "TargetGroups[0].TargetGroupArn" --output text`,
  },
};

const ofHostedZone: Readonly<Record<string, ByHandName<'hostedZone'>>> = {
  ZONE_ID: {
    of: 'hostedZone',
    value: ({name, hostedZone}, seen) => seen.hostedZone.get(name)?.id ?? (isZoneId(hostedZone) ? hostedZone : null),
    ask: ({hostedZone}) =>
      command`aws route53 list-hosted-zones-by-name --dns-name ${hostedZone} --max-items 1 --query "HostedZones[0].Id" --output text`,
  },
  ZONE_NAME: {
    of: 'hostedZone',
    value: ({name, hostedZone}, seen) => seen.hostedZone.get(name)?.name ?? (isZoneId(hostedZone) ? null : hostedZone),
    ask: ({hostedZone}) =>
      command`aws route53 get-hosted-zone --id ${hostedZone} --query HostedZone.Name --output text`,
  },
};

const ofService: Readonly<Record<string, ByHandName<'service'>>> = {
  CLUSTER: {of: 'service', value: ({cluster}) => cluster, ask: () => null},
  SERVICE: {of: 'service', value: ({service}) => service, ask: () => null},
  TASK_DEFINITION: {
    of: 'service',
    value: ({name}, seen) => seen.service.get(name)?.taskDefinitionArn ?? null,
    ask: () =>
      'aws ecs describe-services --cluster <CLUSTER> --services <SERVICE> --query "services[0].taskDefinition" --output text',
  },
};

const ofApi: Readonly<Record<string, ByHandName<'api'>>> = {
  API_ID: {
    of: 'api',
    value: ({name}, seen) => seen.api.get(name)?.id ?? null,
    // REST APIs and HTTP APIs are listed apart; the other list then prints nothing.
    ask: ({api}) =>
      [
        command`aws apigateway get-rest-apis --query "items[?name=='${api}' || id=='${api}'].id" --output text`,
        command`aws apigatewayv2 get-apis --query "Items[?Name=='${api}' || ApiId=='${api}'].ApiId" --output text`,
      ].join('; '),
  },
};

export const BY_HAND_NAMES = {...ofLoadBalancer, ...ofHostedZone, ...ofService, ...ofApi} as Readonly<
  Record<string, ByHandName>
>;

function arnIn(text: string): string | null {
  return text.startsWith('arn:') ? text : null;
}

/** No domain name is in capitals. */
function isZoneId(hostedZone: string): boolean {
  return /^(\/hostedzone\/)?Z[A-Z0-9]+$/.test(hostedZone);
}

/** Found by ARN, by DNS name (which has dots, as no name has) or by name. */
function askLoadBalancer(loadBalancer: string, member: string): string {
  if (arnIn(loadBalancer) !== null) {
    return command`aws elbv2 describe-load-balancers --load-balancer-arns ${loadBalancer} --query "LoadBalancers[0].${member}" --output text`;
  }
  if (loadBalancer.includes('.')) {
    return command`aws elbv2 describe-load-balancers --query "LoadBalancers[?DNSName=='${loadBalancer}'] | [0].${member}" --output text`;
  }
  return command`aws elbv2 describe-load-balancers --names ${loadBalancer} --query "LoadBalancers[0].${member}" --output text`;
}
