import type {Service} from './services.ts';

/** A service that is asked, for facts or for credentials. */
export type SdkService = Service | 'sso' | 'sso-oidc';

/** What the SDK calls each service, in its settings for one service alone. */
const SERVICE_IDS: Readonly<Record<SdkService, string>> = {
  elasticloadbalancing: 'Elastic Load Balancing v2',
  acm: 'ACM',
  apigateway: 'API Gateway',
  apigatewayv2: 'ApiGatewayV2',
  cloudwatch: 'CloudWatch',
  ec2: 'EC2',
  ecr: 'ECR',
  ecs: 'ECS',
  route53: 'Route 53',
  route53domains: 'Route 53 Domains',
  sso: 'SSO',
  'sso-oidc': 'SSO OIDC',
  sns: 'SNS',
  sts: 'STS',
  wafv2: 'WAFV2',
};

/**
 * The endpoint that the SDK's own resolution finds for a service in environment and files; null where it goes to AWS. Costs
 * no client: those take up to a quarter of a second to import.
 */
export async function configuredEndpoint(service: SdkService, profile: string | null): Promise<string | null> {
  const {resolveEndpointConfig} = await import('@smithy/core/endpoints');
  const config = {serviceId: SERVICE_IDS[service], region: 'us-east-1', urlParser: undefined};
  const resolved = resolveEndpointConfig(config as unknown as Parameters<typeof resolveEndpointConfig>[0]) as {
    serviceConfiguredEndpoint?(): Promise<string | undefined>;
  };
  const found = (await profileEndpoint(service, profile)) ?? (await resolved.serviceConfiguredEndpoint?.());
  return found || null;
}

type Section = Readonly<Record<string, string | undefined>>;

/**
 * Of a profile that an account of the checklist names. The SDK reads only the default profile's endpoints, whatever profile
 * a client is given (`@smithy/core` 3.41); the AWS command line goes where the profile says, and so do we.
 */
export async function profileEndpoint(service: SdkService, profile: string | null): Promise<string | null> {
  if (profile === null) return null;
  const serviceId = SERVICE_IDS[service];
  const {loadConfig} = await import('@smithy/core/config');
  const isSet = (value: string | undefined) => value?.toLowerCase() === 'true';
  const find = loadConfig<string>(
    {
      // The environment decides for every profile, and the SDK reads it itself.
      environmentVariableSelector: (env) => {
        const own = `AWS_ENDPOINT_URL_${serviceId.toUpperCase().replaceAll(' ', '_')}`;
        const isDecided = isSet(env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS) || env[own] || env.AWS_ENDPOINT_URL;
        return isDecided ? '' : undefined;
      },
      configFileSelector: (section: Section, files?: Readonly<Record<string, Section>>) => {
        if (isSet(section.ignore_configured_endpoint_urls)) return '';
        const services = section.services === undefined ? {} : (files?.[`services.${section.services}`] ?? {});
        const own = `${serviceId.toLowerCase().replaceAll(' ', '_')}.endpoint_url`;
        return services[own] ?? section.endpoint_url;
      },
      default: '',
    } as Parameters<typeof loadConfig<string>>[0],
    {profile},
  );
  return (await find()) || null;
}

/** Whether the credentials of a profile, or of the SDK's own choice, come from IAM Identity Center. */
export async function usesSso(profile: string | null): Promise<boolean> {
  const {loadConfig} = await import('@smithy/core/config');
  const find = loadConfig<boolean>(
    {
      environmentVariableSelector: () => undefined,
      configFileSelector: (section: Section) => Object.keys(section).some((key) => key.startsWith('sso_')),
      default: false,
    } as Parameters<typeof loadConfig<boolean>>[0],
    profile === null ? {} : {profile},
  );
  return find();
}

/** One region of each partition: what its hosts end in is for the SDK to say. */
const A_REGION_OF_EACH_PARTITION = [
  'us-east-1',
  'cn-north-1',
  'eusc-de-east-1',
  'us-iso-east-1',
  'us-isob-east-1',
  'eu-isoe-west-1',
  'us-isof-south-1',
  'us-gov-west-1',
];

/** Whether a host is AWS's by its name: in a DNS suffix of a partition, so of VPC, FIPS and dual-stack endpoints too. */
export async function isAwsHost(host: string): Promise<boolean> {
  const {partition} = await import('@aws-sdk/core/client');
  const name = host.toLowerCase().replace(/\.$/, '');
  return A_REGION_OF_EACH_PARTITION.map((region) => partition(region))
    .flatMap(({dnsSuffix, dualStackDnsSuffix}) => [dnsSuffix, dualStackDnsSuffix])
    .some((suffix) => name.endsWith(`.${suffix}`));
}

/** `http://127.0.0.1:4566`, without what else may be in a URL: user-info is a secret. Continues the words "AWS endpoint". */
export function originOf(url: string): string {
  return URL.canParse(url) ? `${new URL(url).protocol}//${new URL(url).host}` : 'that is not a URL';
}
