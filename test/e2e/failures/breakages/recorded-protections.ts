import type {AwsWorld} from '../../../../src/lab/aws-world.ts';
import {servedBy} from '../../../../src/lab/worlds/apigateway.ts';
import type {ContainerDefinition, ServedApi, WebAclRule} from '../../../../src/model/facts/aws-facts.ts';
import {bytes, wafRule} from '../../../support/web-acl.ts';
import type {RecordedBreakage} from '../breakage.ts';

/** What API Gateway kept out, and nothing keeps out of the new way. */
export const RECORDED_PROTECTIONS: readonly RecordedBreakage[] = [
  protections('the rate limit of the web ACL of the load balancer was set to count, and left so', (world) =>
    withRules(world, (rule) => (rule.statement.type === 'rate' ? {...rule, action: 'count'} : rule)),
  ),
  protections('the web ACL of the load balancer is a smaller one than that of the stage', (world) =>
    withRules(world, (rule) => (rule.statement.type === 'managed-group' ? [] : rule)),
  ),
  {
    fault:
      'a rule of the web ACL of the load balancer allows monitoring past its other rules, as that of the stage does not',
    known: [],
    fails: [],
    cannotTell: ['protections'],
    breaks: (world) => ({
      ...world,
      webAcl: world.webAcl && {
        ...world.webAcl,
        rules: [{...wafRule('monitoring', 'allow', bytes('/monitoring')), priority: 0}, ...world.webAcl.rules],
      },
    }),
  },
  protections('the variable that lets the service ask for a token was left out of the revision that runs', (world) =>
    withContainer(world, ({environmentNames}) => ({
      environmentNames: environmentNames.filter((name) => name !== 'TOKEN_ISSUER'),
    })),
  ),
  protections('API Gateway asks for an API key, and nothing takes its place', (world) =>
    serving(world, ({routes}) => ({routes: routes.map((route) => ({...route, apiKeyRequired: true}))})),
  ),
  protections('the resource policy of the API admits the office alone, and the load balancer everybody', (world) =>
    serving(world, () => ({
      resourcePolicy: [
        {
          effect: 'Allow',
          isForAnybody: true,
          actions: ['execute-api:Invoke'],
          resources: ['execute-api:/*'],
          conditions: ['IpAddress aws:SourceIp'],
        },
      ],
    })),
  ),
  protections('the custom domain name asks clients for a certificate, and the listener does not', (world) => ({
    ...world,
    apiDomains: world.apiDomains.map((domain) => ({...domain, trustStoreUri: 's3://georgi-trust/clients.pem'})),
  })),
  {
    fault: 'the API has a resource policy that the export of its stage does not show',
    known: [],
    fails: [],
    cannotTell: ['protections'],
    breaks: (world) => ({
      ...serving(world, () => ({})),
      api: {
        ...world.api,
        resourcePolicy: [{effect: 'Deny', isForAnybody: true, actions: ['*'], resources: ['*'], conditions: []}],
      },
    }),
  },
];

function protections(fault: string, breaks: RecordedBreakage['breaks']): RecordedBreakage {
  return {fault, known: [], fails: ['protections'], breaks};
}

function withRules(world: AwsWorld, change: (rule: WebAclRule) => WebAclRule | []): AwsWorld {
  const {webAcl} = world;
  return {...world, webAcl: webAcl && {...webAcl, rules: webAcl.rules.flatMap(change)}};
}

function withContainer(
  world: AwsWorld,
  change: (container: ContainerDefinition) => Partial<ContainerDefinition>,
): AwsWorld {
  return {
    ...world,
    taskDefinitions: world.taskDefinitions.map((definition) => ({
      ...definition,
      containers: definition.containers.map((container) => ({...container, ...change(container)})),
    })),
  };
}

function serving(world: AwsWorld, change: (served: ServedApi) => Partial<ServedApi>): AwsWorld {
  const served = world.apiStages.map(({name}) => {
    const before = servedBy(world, name);
    return [name, {...before, ...change(before)}];
  });
  return {...world, servedApis: Object.fromEntries(served)};
}
