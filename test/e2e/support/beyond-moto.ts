import type {ApiRoute} from '../../../src/model/facts/aws-facts.ts';
import {servedApi} from '../../support/aws-facts.ts';
import {openApiExport} from '../../support/openapi-export.ts';
import type {AwsAnswer, AwsRequest, Supplement} from './moto-front.ts';

/**
 * All that the emulator lacks and these tests need, each with AWS's page that the answer follows. What is changed by a
 * call of the SDK is remembered until the emulator is reset.
 */
export function beyondMoto(): readonly Supplement[] {
  return [
    ...blockPublicAccess(),
    cacheRules(),
    ...deployedApis(),
    ...healthCheckers(),
    ...signedZones(),
    ...muteRules(),
    ...compositeAlarms(),
  ];
}

/** The switch that closes all VPCs of a region to the internet. */
function blockPublicAccess(): Supplement[] {
  let mode = 'off';
  const options = (name: string) =>
    xml(`<${name}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>front</requestId>
      <vpcBlockPublicAccessOptions><state>${mode === 'off' ? 'default-state' : 'update-complete'}</state>
      <internetGatewayBlockMode>${mode}</internetGatewayBlockMode></vpcBlockPublicAccessOptions></${name}Response>`);
  return [
    {
      page: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcBlockPublicAccessOptions.html',
      service: 'ec2',
      operation: 'DescribeVpcBlockPublicAccessOptions',
      answer: () => options('DescribeVpcBlockPublicAccessOptions'),
    },
    {
      page: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcBlockPublicAccessExclusions.html',
      service: 'ec2',
      operation: 'DescribeVpcBlockPublicAccessExclusions',
      answer: () =>
        xml(`<DescribeVpcBlockPublicAccessExclusionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
          <requestId>front</requestId><vpcBlockPublicAccessExclusionSet/></DescribeVpcBlockPublicAccessExclusionsResponse>`),
    },
    {
      page: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcBlockPublicAccessOptions.html',
      service: 'ec2',
      operation: 'ModifyVpcBlockPublicAccessOptions',
      answer({body}) {
        mode = new URLSearchParams(body).get('InternetGatewayBlockMode') ?? mode;
        return options('ModifyVpcBlockPublicAccessOptions');
      },
    },
  ];
}

/** Route 53's checkers: none of them finds an endpoint whose name can never be resolved (RFC 6761, `.invalid`). */
function healthCheckers(): Supplement[] {
  const unresolved = new Set<string>();
  const service = 'route53';
  const reference = 'https://docs.aws.amazon.com/Route53/latest/APIReference/';
  return [
    {
      page: `${reference}API_CreateHealthCheck.html`,
      service,
      operation: /^POST \/2013-04-01\/healthcheck$/,
      async answer({body}, emulated) {
        const answer = await emulated();
        const id = /<Id>([^<]+)<\/Id>/.exec(answer.body)?.[1];
        if (id !== undefined && body.includes('.invalid</FullyQualifiedDomainName>')) unresolved.add(id);
        return answer;
      },
    },
    {
      page: `${reference}API_GetHealthCheckStatus.html`,
      service,
      operation: CHECK_STATUS,
      answer({operation}) {
        const isWell = !unresolved.has(CHECK_STATUS.exec(operation)?.[1] ?? '');
        const status = isWell
          ? 'Success: HTTP Status Code 200, OK'
          : 'Failure: DNS resolution failed: Rcode NXDomain(3)';
        const seen = `<HealthCheckObservation><Region>eu-west-1</Region><IPAddress>192.0.2.1</IPAddress><StatusReport>
          <Status>${status}</Status><CheckedTime>2026-11-22T12:00:00.000Z</CheckedTime></StatusReport></HealthCheckObservation>`;
        return xml(`<GetHealthCheckStatusResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
          <HealthCheckObservations>${seen.repeat(16)}</HealthCheckObservations></GetHealthCheckStatusResponse>`);
      },
    },
  ];
}

/** The emulator signs no zone. */
function signedZones(): Supplement[] {
  return [
    {
      page: 'https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetDNSSEC.html',
      service: 'route53',
      operation: /^GET \/2013-04-01\/hostedzone\/[^/]+\/dnssec$/,
      answer: () =>
        xml(`<GetDNSSECResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Status>
          <ServeSignature>NOT_SIGNING</ServeSignature></Status><KeySigningKeys/></GetDNSSECResponse>`),
    },
  ];
}

const CHECK_STATUS = /^GET \/2013-04-01\/healthcheck\/([^/]+)\/status$/;

/** A registry that fetches nothing from others. */
function cacheRules(): Supplement {
  return {
    page: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribePullThroughCacheRules.html',
    service: 'ecr',
    operation: 'DescribePullThroughCacheRules',
    answer: () => ({status: 200, contentType: 'application/x-amz-json-1.1', body: '{"pullThroughCacheRules":[]}'}),
  };
}

/** A REST API as it is edited. Resources are by id, methods by the id of their resource, a slash and the method. */
interface EditedApi {
  readonly paths: Map<string, string>;
  readonly methods: Map<string, Record<string, unknown>>;
  readonly integrations: Map<string, Record<string, unknown>>;
  /** What was deployed to a stage, by its name. */
  readonly deployed: Map<string, readonly ApiRoute[]>;
}

/**
 * What a stage of a REST API serves is what was deployed to it last. The emulator exports the methods as they are now,
 * without integrations, and forgets members that came with VPC links of version 2 and response streaming.
 */
function deployedApis(): Supplement[] {
  const apis = new Map<string, EditedApi>();
  const edited = (id = ''): EditedApi => {
    const known = apis.get(id) ?? {paths: new Map(), methods: new Map(), integrations: new Map(), deployed: new Map()};
    apis.set(id, known);
    return known;
  };
  const service = 'apigateway';
  const guide = 'https://docs.aws.amazon.com/apigateway/latest/api/';
  const heard = (
    page: string,
    operation: RegExp,
    hear: (ids: readonly string[], request: AwsRequest, said: string) => void,
  ): Supplement => ({
    page: `${guide}${page}`,
    service,
    operation,
    async answer(request, emulated) {
      const answer = await emulated();
      if (answer.status < 300) hear(operation.exec(request.operation)?.slice(1) ?? [], request, answer.body);
      return answer;
    },
  });
  const change = (members: Record<string, unknown> | undefined, body: string) => {
    for (const {path, value} of JSON.parse(body).patchOperations ?? []) {
      const member = String(path).slice(1);
      if (members !== undefined) members[member] = member === 'timeoutInMillis' ? Number(value) : value;
    }
  };
  return [
    heard('API_CreateRestApi.html', /^POST \/restapis$/, (_, __, said) => {
      const {id, rootResourceId} = JSON.parse(said);
      edited(id).paths.set(rootResourceId, '/');
    }),
    heard('API_CreateResource.html', /^POST \/restapis\/(\w+)\/resources\/\w+$/, ([api], _, said) => {
      const {id, path} = JSON.parse(said);
      edited(api).paths.set(id, path);
    }),
    heard(
      'API_PutMethod.html',
      /^PUT \/restapis\/(\w+)\/resources\/(\w+\/methods\/\w+)$/,
      ([api, method = ''], {body}) => {
        edited(api).methods.set(method, JSON.parse(body));
      },
    ),
    heard(
      'API_UpdateMethod.html',
      /^PATCH \/restapis\/(\w+)\/resources\/(\w+\/methods\/\w+)$/,
      ([api, method = ''], {body}) => change(edited(api).methods.get(method), body),
    ),
    heard(
      'API_DeleteMethod.html',
      /^DELETE \/restapis\/(\w+)\/resources\/(\w+\/methods\/\w+)$/,
      ([api, method = '']) => {
        edited(api).methods.delete(method);
      },
    ),
    heard(
      'API_PutIntegration.html',
      /^PUT \/restapis\/(\w+)\/resources\/(\w+\/methods\/\w+)\/integration$/,
      ([api, method = ''], {body}) => {
        edited(api).integrations.set(method, JSON.parse(body));
      },
    ),
    heard(
      'API_UpdateIntegration.html',
      /^PATCH \/restapis\/(\w+)\/resources\/(\w+\/methods\/\w+)\/integration$/,
      ([api, method = ''], {body}) => change(edited(api).integrations.get(method), body),
    ),
    heard('API_CreateDeployment.html', /^POST \/restapis\/(\w+)\/deployments$/, ([api], {body}) => {
      const {stageName} = JSON.parse(body);
      if (stageName !== undefined) edited(api).deployed.set(stageName, routesOf(edited(api)));
    }),
    {
      page: `${guide}API_GetExport.html`,
      service,
      operation: EXPORT,
      answer({operation}) {
        const [, api, stage = ''] = EXPORT.exec(operation) ?? [];
        const routes = edited(api).deployed.get(stage);
        return routes && json(openApiExport(servedApi({routes})));
      },
    },
    {
      page: `${guide}API_GetResources.html`,
      service,
      operation: /^GET \/restapis\/\w+\/resources\?/,
      async answer({operation}, emulated) {
        const said = await emulated();
        const {integrations} = edited(/restapis\/(\w+)/.exec(operation)?.[1]);
        const answer = JSON.parse(said.body);
        for (const {id, resourceMethods = {}} of answer.item ?? []) {
          for (const [method, members] of Object.entries<Record<string, object>>(resourceMethods)) {
            const {responseTransferMode, integrationTarget} = integrations.get(`${id}/methods/${method}`) ?? {};
            Object.assign(members.methodIntegration ?? {}, {responseTransferMode, integrationTarget});
          }
        }
        return {...said, body: JSON.stringify(answer)};
      },
    },
  ];
}

const EXPORT = /^GET \/restapis\/(\w+)\/stages\/([^/]+)\/exports\/oas30\b/;

function routesOf({paths, methods, integrations}: EditedApi): ApiRoute[] {
  return [...methods].map(([key, method]) => {
    const [resource = '', , name = ''] = key.split('/');
    const from = integrations.get(key);
    const text = (member: string) => (from?.[member] === undefined ? null : String(from[member]));
    return {
      method: name,
      path: paths.get(resource) ?? '/',
      authorization: String(method.authorizationType),
      apiKeyRequired: method.apiKeyRequired === true,
      integration:
        from === undefined
          ? null
          : {
              type: String(from.type),
              httpMethod: text('httpMethod'),
              uri: text('uri'),
              connectionType: text('connectionType') ?? 'INTERNET',
              connectionId: text('connectionId'),
              timeoutMs: Number(from.timeoutInMillis ?? 29_000),
              responseTransferMode: text('responseTransferMode'),
              integrationTarget: text('integrationTarget'),
              tlsServerName: null,
              acceptsPrivateAuthority: false,
              requestParameters: (from.requestParameters ?? {}) as Record<string, string>,
              requestTemplates: (from.requestTemplates ?? {}) as Record<string, string>,
            },
    };
  });
}

const CLOUDWATCH_REFERENCE = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/';

type Members = Readonly<Record<string, unknown>>;

/** Answers of CloudWatch, of its JSON protocol. Undefined: the emulator's answer stands. */
function cloudWatch(
  operation: string,
  said: (input: Members, emulated: () => Promise<Members>) => Members | undefined | Promise<Members | undefined>,
): Supplement {
  return {
    page: `${CLOUDWATCH_REFERENCE}API_${operation}.html`,
    service: 'monitoring',
    operation,
    async answer({body}, emulated) {
      const answer = await said(JSON.parse(body), async () => JSON.parse((await emulated()).body));
      return answer && {...json(answer), contentType: 'application/x-amz-json-1.0'};
    },
  };
}

/** Rules that mute alarms for a time: those of the tests do so now. */
function muteRules(): Supplement[] {
  const rules = new Map<unknown, Members>();
  const arn = (name: unknown) => `arn:aws:cloudwatch:eu-central-1:444444444444:alarm-mute-rule:${name}`;
  return [
    cloudWatch('PutAlarmMuteRule', (input) => {
      rules.set(input.Name, input);
      return {};
    }),
    cloudWatch('DeleteAlarmMuteRule', ({AlarmMuteRuleName}) => {
      rules.delete(AlarmMuteRuleName);
      return {};
    }),
    cloudWatch('ListAlarmMuteRules', ({AlarmName}) => ({
      AlarmMuteRuleSummaries: [...rules]
        .filter(([, {MuteTargets}]) => (MuteTargets as {AlarmNames: unknown[]}).AlarmNames.includes(AlarmName))
        .map(([name]) => ({AlarmMuteRuleArn: arn(name), Status: 'ACTIVE', MuteType: 'RECURRING'})),
    })),
    cloudWatch('GetAlarmMuteRule', ({AlarmMuteRuleName: Name}) => ({Name, Rule: rules.get(Name)?.Rule})),
  ];
}

/** Composite alarms, which the emulator fails on, and which alarms are above another. All of them are OK. */
function compositeAlarms(): Supplement[] {
  const composites = new Map<unknown, Members>();
  return [
    cloudWatch('PutCompositeAlarm', (input) => {
      const AlarmArn = `arn:aws:cloudwatch:eu-central-1:444444444444:alarm:${input.AlarmName}`;
      composites.set(input.AlarmName, {...input, AlarmArn, StateValue: 'OK'});
      return {};
    }),
    cloudWatch('DeleteAlarms', ({AlarmNames}) => {
      const names = AlarmNames as string[];
      const known = names.filter((name) => composites.delete(name));
      return known.length === names.length ? {} : undefined;
    }),
    cloudWatch('DescribeAlarms', async ({AlarmNames, ParentsOfAlarmName}, emulated) => {
      if (ParentsOfAlarmName !== undefined) {
        const asks = ({AlarmRule}: Members) => String(AlarmRule).includes(`"${ParentsOfAlarmName}"`);
        const above = [...composites.values()].filter(asks);
        return {MetricAlarms: [], CompositeAlarms: above.map(({AlarmName}) => ({AlarmName}))};
      }
      const named = ((AlarmNames ?? []) as string[]).flatMap((name) => composites.get(name) ?? []);
      return named.length === 0 ? undefined : {...(await emulated()), CompositeAlarms: named};
    }),
  ];
}

function json(value: object): AwsAnswer {
  return {status: 200, contentType: 'application/json', body: JSON.stringify(value)};
}

function xml(body: string): AwsAnswer {
  return {status: 200, contentType: 'text/xml', body};
}
