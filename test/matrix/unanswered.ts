import {expect} from 'chai';
import type {AwsWorld} from '../../src/lab/aws-world.ts';
import type {AnyCheck} from '../../src/model/check.ts';
import {CannotTell} from '../../src/model/errors.ts';
import type {Json} from '../../src/model/outcome.ts';
import type {Service} from '../../src/probes/aws/connections.ts';
import {refusedWith} from '../support/aws-answers.ts';
import {actionOf, type Call} from '../support/sdk-world/play.ts';
import {type Fault, lookAt, type Outcome} from './look.ts';

const never = new Promise<object>(() => {});

/** Each must end in "could not tell", naming the action. */
const SILENCES: Readonly<Record<string, Fault>> = {
  'is denied': async () => {
    throw refusedWith('AccessDenied', 'not authorized', 403);
  },
  'is throttled for good': async () => {
    throw refusedWith('Throttling', 'Rate exceeded');
  },
  'meets an expired token': async () => {
    throw refusedWith('ExpiredToken', 'The security token included in the request is expired', 403);
  },
  'is not answered in time': (_call, _asAws, giveUp) => {
    setImmediate(giveUp);
    return never;
  },
};

/** The member that says there is more, and what it says. */
const NEXT_PAGE: Readonly<Record<string, object>> = {
  DescribeLoadBalancers: {NextMarker: '2'},
  DescribeListeners: {NextMarker: '2'},
  DescribeListenerCertificates: {NextMarker: '2'},
  DescribeRules: {NextMarker: '2'},
  DescribeTargetGroups: {NextMarker: '2'},
  ListHostedZones: {IsTruncated: true, NextMarker: '2'},
  ListHostedZonesByVPC: {NextToken: '2'},
  ListResourceRecordSets: {IsTruncated: true, NextRecordName: 'z.georgi.io.', NextRecordType: 'A'},
  ListCertificates: {NextToken: '2'},
  DescribeSecurityGroups: {NextToken: '2'},
  DescribeSecurityGroupRules: {NextToken: '2'},
  DescribeNetworkAcls: {NextToken: '2'},
  DescribeSubnets: {NextToken: '2'},
  DescribeRouteTables: {NextToken: '2'},
  DescribeVpcEndpoints: {NextToken: '2'},
  DescribeVpcBlockPublicAccessExclusions: {NextToken: '2'},
  DescribeNetworkInterfaces: {NextToken: '2'},
  GetManagedPrefixListEntries: {NextToken: '2'},
  DescribePullThroughCacheRules: {nextToken: '2'},
  ListServiceDeployments: {nextToken: '2'},
  ListTasks: {nextToken: '2'},
  GetRestApis: {position: '2'},
  GetResources: {position: '2'},
  GetDeployments: {position: '2'},
  GetDomainNames: {position: '2'},
  GetUsagePlans: {position: '2'},
  GetVpcLinks: {position: '2', NextToken: '2'},
  GetApis: {NextToken: '2'},
  GetApiMappings: {NextToken: '2'},
  ListRoutingRules: {NextToken: '2'},
  DescribeAlarms: {NextToken: '2'},
  ListAlarmMuteRules: {NextToken: '2'},
  GetMetricData: {NextToken: '2'},
  ListSubscriptionsByTopic: {NextToken: '2'},
};

/** Not paged by AWS: there is no second page that could fail. */
const UNPAGED = [
  'GetCallerIdentity',
  'DescribeLoadBalancerAttributes',
  'DescribeListenerAttributes',
  'DescribeTargetGroupAttributes',
  'DescribeTargetHealth',
  'DescribeVpcBlockPublicAccessOptions',
  'DescribeCertificate',
  'GetDomainDetail',
  'GetDNSSEC',
  'GetHostedZone',
  'GetHealthCheck',
  'GetHealthCheckStatus',
  'DescribeServices',
  'DescribeServiceDeployments',
  'DescribeTaskDefinition',
  'DescribeTasks',
  'BatchGetImage',
  'DescribeImages',
  'GetStages',
  'GetExport',
  'GetAlarmMuteRule',
  'GetDashboard',
  'GetSubscriptionAttributes',
  'GetWebACL',
  'GetTopicAttributes',
  'GetWebACLForResource',
  'GetIPSet',
  'GetRegexPatternSet',
  'GetRuleGroup',
];

export interface Exceptions {
  /** Changes of the healthy world that the check needs to pass. */
  readonly world?: Partial<AwsWorld>;
  /** By operation: where a list without entries is an answer like any other, what is then known all the same. */
  readonly emptyIsAnAnswer?: Readonly<Record<string, string>>;
  /** By operation: where even an answer without any member says something, what. */
  readonly nothingIsAnAnswer?: Readonly<Record<string, string>>;
}

/**
 * The matrix of a check that looks at AWS: it passes with these params in the healthy world, but not when any call that
 * it makes there stays unanswered in any way. The test of each such check calls this.
 */
export function neverPassesUnanswered(
  check: AnyCheck,
  params: Readonly<Record<string, Json>>,
  {world = {}, emptyIsAnAnswer = {}, nothingIsAnAnswer = {}}: Exceptions = {},
): void {
  const look = (fault?: Fault) => lookAt(check, params, world, fault);

  describe(`${check.id}, where AWS does not answer`, () => {
    let calls: readonly Call[] = [];

    before(async () => {
      const healthy = await look();
      expect(healthy.outcome, text(healthy.outcome)).to.have.nested.property('verdict.status', 'pass');
      calls = healthy.calls;
    });

    it('asks AWS once for each fact', () => {
      const asked = calls.map(({service, operation, input}) => `${service}:${operation} ${JSON.stringify(input)}`);
      expect(asked).to.deep.equal([...new Set(asked)]);
      expect(asked).not.to.be.empty;
    });

    for (const [what, fault] of Object.entries(SILENCES)) {
      it(`cannot tell when any of its calls ${what}`, async () => {
        for (const operation of operationsOf(calls)) {
          const {outcome} = await look(only(operation, fault));
          expectSilence(outcome, operation, what);
        }
      });
    }

    it('does not pass when any of its calls is answered in an unknown shape', async () => {
      for (const operation of operationsOf(calls)) {
        if (operation in nothingIsAnAnswer) continue;
        const {outcome} = await look(only(operation, async (_call, asAws) => renamed(asAws())));
        expectNoPass(outcome, operation, 'has an unknown shape');
      }
    });

    it('does not pass when any of its calls is answered with nothing', async () => {
      for (const operation of operationsOf(calls)) {
        if (operation in nothingIsAnAnswer) continue;
        const {outcome} = await look(only(operation, async () => ({})));
        // API Gateway says so of a list without entries.
        if (operation.startsWith('apigateway')) expectNoPass(outcome, operation, 'is answered with nothing');
        else expectSilence(outcome, operation, 'is answered with nothing');
      }
    });

    it('cannot tell when the second page of an answer fails', async () => {
      for (const operation of operationsOf(calls)) {
        const next = NEXT_PAGE[operation.split(':')[1] ?? ''];
        if (next === undefined) {
          expect(UNPAGED, operation).to.include(operation.split(':')[1]);
          continue;
        }
        let pages = 0;
        const {outcome} = await look(
          only(operation, async (_call, asAws) => {
            pages++;
            if (pages > 1) throw refusedWith('AccessDenied', 'not authorized', 403);
            return {...asAws(), ...next};
          }),
        );
        expectSilence(outcome, operation, 'fails on its second page');
      }
    });

    it('does not pass when any list comes back empty', async () => {
      for (const operation of operationsOf(calls)) {
        let changed = false;
        const {outcome} = await look(
          only(operation, async (_call, asAws) => {
            const answer = asAws();
            const without = emptied(answer);
            changed ||= JSON.stringify(without) !== JSON.stringify(answer);
            return without;
          }),
        );
        if (!changed || operation in emptyIsAnAnswer) continue;
        if ('thrown' in outcome) expectSilence(outcome, operation, 'is empty', false);
        else expect(outcome.verdict.status, `${operation}: ${outcome.verdict.summary}`).to.equal('fail');
      }
    });
  });
}

function operationsOf(calls: readonly Call[]): string[] {
  return [...new Set(calls.map(nameOf))];
}

function nameOf({service, operation}: Call): string {
  return `${service}:${operation}`;
}

function only(wanted: string, fault: Fault): Fault {
  return (call, asAws, giveUp) => (nameOf(call) === wanted ? fault(call, asAws, giveUp) : Promise.resolve(asAws()));
}

function expectSilence(outcome: Outcome, operation: string, what: string, namesIt = true): void {
  const described = `${operation} ${what}: ${text(outcome)}`;
  if (!('thrown' in outcome)) throw new Error(described);
  expect(outcome.thrown, described).to.be.instanceOf(CannotTell);
  const {message, fix} = outcome.thrown as CannotTell;
  expect(fix, described).not.to.equal('');
  if (namesIt) expect(message, described).to.include(actionNamed(operation));
}

/** A refusal that names the action, or a failure whose evidence does. */
function expectNoPass(outcome: Outcome, operation: string, what: string): void {
  if ('thrown' in outcome) {
    expectSilence(outcome, operation, what, !operation.startsWith('apigateway'));
    return;
  }
  const {status, evidence} = outcome.verdict;
  expect(status, `${operation} ${what}: ${text(outcome)}`).to.equal('fail');
  expect(JSON.stringify(evidence), `${operation} ${what}`).to.include(actionNamed(operation));
}

/** The action behind an operation that is written with its service. */
function actionNamed(operation: string): string {
  const [service, name = ''] = operation.split(':') as [Service, string?];
  return actionOf({service, operation: name});
}

function renamed(value: unknown): object {
  if (Array.isArray(value)) return value.map((member) => (typeof member === 'object' ? renamed(member) : member));
  return Object.fromEntries(
    Object.entries(value as object).map(([name, member]) => [
      // A list keeps its name where what is in it is renamed.
      Array.isArray(member) && typeof member[0] === 'object' ? name : `New${name}`,
      member instanceof Date || member === null || typeof member !== 'object' ? member : renamed(member),
    ]),
  );
}

function emptied(answer: object): object {
  return Object.fromEntries(
    Object.entries(answer).map(([name, member]) => [name, Array.isArray(member) ? [] : member]),
  );
}

function text(outcome: Outcome): string {
  if ('verdict' in outcome) return `${outcome.verdict.status}: ${outcome.verdict.summary}`;
  return outcome.thrown instanceof Error ? `${outcome.thrown.name}: ${outcome.thrown.message}` : String(outcome.thrown);
}
