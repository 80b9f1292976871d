import type {Account, Resource} from '../model/checklist.ts';

/** Where the permission to one action ends: as narrow as AWS allows, and as wide as any answer needs. */
export interface Scope {
  /** The `Sid` of the statement it belongs to. */
  readonly sid: string;
  readonly resources: readonly string[];
  /** Set where AWS knows no narrower resource than all of them. */
  readonly condition: Condition | null;
}

export interface Condition {
  readonly operator: 'ArnLike' | 'StringEquals';
  readonly key: string;
  readonly value: string;
}

/** What an item looks at with one action. */
export interface Use {
  readonly account: Account;
  readonly region: string | null;
  readonly resource: Resource | null;
  /** `with:` of the item, for what AWS can be narrowed to beside resources. */
  readonly params: Readonly<Record<string, unknown>>;
}

const GLOBAL_SERVICES: ReadonlySet<string> = new Set(['route53', 'sts']);

/**
 * Which resources an action can be narrowed to is AWS's Service Authorization Reference. Some actions are deliberately
 * left wide: alarms, because composite ones are shown only to callers who may read all of them, and zones and
 * certificates, because which of them answers is the question.
 */
export function scopeOf(action: string, use: Use): Scope {
  const {partition, region, id} = partsOf(use);
  const [service = ''] = action.split(':');
  switch (action) {
    case 'route53:GetHostedZone':
    case 'route53:ListResourceRecordSets':
      return exactly('ReadZones', `arn:${partition}:route53:::hostedzone/*`);
    case 'acm:DescribeCertificate':
      return exactly('ReadCertificates', `arn:${partition}:acm:${region}:${id}:certificate/*`);
    // Lists that AWS manages belong to an account called `aws`.
    case 'ec2:GetManagedPrefixListEntries':
      return exactly('ReadPrefixLists', `arn:${partition}:ec2:${region}:*:prefix-list/*`);
    case 'cloudwatch:GetDashboard':
      return exactly('ReadDashboards', `arn:${partition}:cloudwatch::${id}:dashboard/${textOf(use.params.dashboard)}`);
    case 'wafv2:GetWebACL':
      return exactly('ReadWebAcls', `arn:${partition}:wafv2:${region}:${id}:regional/webacl/*/*`);
    case 'wafv2:GetWebACLForResource':
      return exactly(
        'ReadWebAclOfLoadBalancers',
        `arn:${partition}:wafv2:${region}:${id}:regional/webacl/*/*`,
        `arn:${partition}:elasticloadbalancing:${region}:${id}:loadbalancer/app/*/*`,
      );
    case 'apigateway:GET':
      return exactly('ReadApis', ...API_PATHS.map((path) => `arn:${partition}:apigateway:${region}::${path}`));
    case 'ecs:DescribeServices':
    case 'ecs:ListServiceDeployments':
      return exactly('ReadServices', `arn:${partition}:ecs:${region}:${id}:service/${serviceOf(use)}`);
    case 'ecs:DescribeServiceDeployments':
      return exactly(
        'ReadDeployments',
        `arn:${partition}:ecs:${region}:${id}:service/${serviceOf(use)}`,
        `arn:${partition}:ecs:${region}:${id}:service-deployment/${serviceOf(use)}/*`,
      );
    case 'ecs:DescribeTasks':
      return exactly('ReadTasks', `arn:${partition}:ecs:${region}:${id}:task/${clusterOf(use)}/*`);
    case 'ecs:ListTasks': {
      const cluster = `arn:${partition}:ecs:${region}:${id}:cluster/${clusterOf(use)}`;
      return {sid: 'ListTasks', resources: ['*'], condition: {operator: 'ArnLike', key: 'ecs:cluster', value: cluster}};
    }
    default:
      if (GLOBAL_SERVICES.has(service) || region === '*') return exactly('ReadAnything', '*');
      return {
        sid: 'ReadRegion',
        resources: ['*'],
        condition: {operator: 'StringEquals', key: 'aws:RequestedRegion', value: region},
      };
  }
}

/** Never all of `apigateway:GET`: that would hand out the values of API keys. */
const API_PATHS = ['restapis', 'apis', 'domainnames', 'vpclinks'].flatMap((name) => [`/${name}`, `/${name}/*`]);

function exactly(sid: string, ...resources: string[]): Scope {
  return {sid, resources, condition: null};
}

function partsOf({account, region}: Use) {
  return {partition: partitionOf(region), region: region ?? '*', id: account.id ?? '*'};
}

/** China and GovCloud are separate partitions, with their own ARNs. */
export function partitionOf(region: string | null): string {
  if (region?.startsWith('cn-')) return 'aws-cn';
  return region?.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function serviceOf({resource}: Use): string {
  return resource?.kind === 'service' ? `${plainCluster(resource.cluster)}/${resource.service}` : '*';
}

function clusterOf({resource}: Use): string {
  return resource?.kind === 'service' ? plainCluster(resource.cluster) : '*';
}

/** A cluster may be written as its ARN. */
function plainCluster(cluster: string): string {
  return cluster.split('/').at(-1) ?? cluster;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '*';
}
