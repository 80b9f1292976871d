import {
  AssociateWebACLCommand,
  CreateIPSetCommand,
  CreateWebACLCommand,
  type DefaultAction,
  DeleteIPSetCommand,
  DeleteWebACLCommand,
  DisassociateWebACLCommand,
  type Rule,
  type RuleAction,
  type Statement,
} from '@aws-sdk/client-wafv2';
import {given} from '../../support/given.ts';
import type {EmulatedBreakage, Mend} from '../breakage.ts';
import {allOf} from '../changes.ts';
import type {World} from '../world.ts';

/** The right world has no web ACL in front of the load balancer. */
export const WEB_ACL_BREAKAGES: readonly EmulatedBreakage[] = [
  {
    fault: 'the web ACL of the load balancer blocks the path of the streams',
    known: [],
    fails: ['web-acl'],
    breaks: (world) => guardWith(world, {Allow: {}}, [rule('no-mcp', {Block: {}}, pathBegins('/jessica-service/mcp'))]),
  },
  {
    fault: 'the web ACL of the load balancer blocks what no rule allows, and no rule allows streams',
    known: [],
    fails: ['web-acl'],
    breaks: (world) => guardWith(world, {Block: {}}, [rule('api', {Allow: {}}, pathBegins('/jessica-service/api/'))]),
  },
  {
    fault: 'the web ACL of the load balancer answers with a challenge, which only a browser page can solve',
    known: [],
    fails: ['web-acl'],
    breaks: (world) => guardWith(world, {Allow: {}}, [rule('bots', {Challenge: {}}, pathBegins('/'))]),
  },
  {
    fault: 'the web ACL of the load balancer lets in the office alone',
    known: [],
    fails: ['web-acl'],
    breaks: async (world) => {
      const Name = 'office';
      const made = await world.waf.send(
        new CreateIPSetCommand({Name, Scope: SCOPE, IPAddressVersion: 'IPV4', Addresses: ['203.0.113.0/24']}),
      );
      const {Id, ARN, LockToken} = given(made.Summary);
      const others: Statement = {NotStatement: {Statement: {IPSetReferenceStatement: {ARN}}}};
      return allOf(
        () => world.waf.send(new DeleteIPSetCommand({Name, Id, Scope: SCOPE, LockToken})),
        await guardWith(world, {Allow: {}}, [rule('strangers', {Block: {}}, others)]),
      );
    },
  },
  {
    fault: 'the web ACL of the load balancer blocks by a label of an earlier rule, and leaves out its namespace',
    known: [],
    fails: ['web-acl'],
    breaks: (world) =>
      guardWith(world, {Allow: {}}, [
        {...rule('streams', {Count: {}}, pathBegins('/jessica-service/mcp')), RuleLabels: [{Name: 'traffic:streams'}]},
        {...rule('no-streams', {Block: {}}, {LabelMatchStatement: {Scope: 'LABEL', Key: 'streams'}}), Priority: 1},
      ]),
  },
  {
    fault: 'what a rate limit of the web ACL makes of a stream is not known',
    known: [],
    fails: [],
    cannotTell: ['web-acl'],
    breaks: (world) =>
      guardWith(world, {Allow: {}}, [
        rule('rate', {Block: {}}, {RateBasedStatement: {Limit: 100, AggregateKeyType: 'IP'}}),
      ]),
  },
];

const SCOPE = 'REGIONAL';
const VISIBILITY = {SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'edge'};

function rule(Name: string, Action: RuleAction, Statement: Statement): Rule {
  return {Name, Priority: 0, Action, Statement, VisibilityConfig: VISIBILITY};
}

function pathBegins(text: string): Statement {
  return {
    ByteMatchStatement: {
      SearchString: new TextEncoder().encode(text),
      FieldToMatch: {UriPath: {}},
      PositionalConstraint: 'STARTS_WITH',
      TextTransformations: [{Priority: 0, Type: 'NONE'}],
    },
  };
}

async function guardWith({waf, edge}: World, byDefault: DefaultAction, Rules: Rule[]): Promise<Mend> {
  const Name = 'edge';
  const made = await waf.send(
    new CreateWebACLCommand({Name, Scope: SCOPE, DefaultAction: byDefault, Rules, VisibilityConfig: VISIBILITY}),
  );
  const {Id, ARN: WebACLArn, LockToken} = given(made.Summary);
  const ResourceArn = edge.loadBalancerArn;
  await waf.send(new AssociateWebACLCommand({WebACLArn, ResourceArn}));
  return async () => {
    await waf.send(new DisassociateWebACLCommand({ResourceArn}));
    await waf.send(new DeleteWebACLCommand({Name, Id, Scope: SCOPE, LockToken}));
  };
}
