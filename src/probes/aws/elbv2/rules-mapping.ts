import type * as Sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import type {ListenerRule, RuleAction, RuleCondition, RuleTransform} from '../../../model/facts/aws-facts.ts';
import {type Shape, shapeOf} from '../shape.ts';

/** In evaluation order. Priorities are strings: sorted as such, 10 would come before 9. */
export function toListenerRules(action: string, from: readonly Sdk.Rule[]): ListenerRule[] {
  const rank = ({priority}: ListenerRule) => (priority === 'default' ? Number.MAX_SAFE_INTEGER : priority);
  return from.map((rule) => toListenerRule(shapeOf(action), rule)).sort((a, b) => rank(a) - rank(b));
}

function toListenerRule(shape: Shape, from: Sdk.Rule): ListenerRule {
  const {required} = shape;
  const priority = required(from.Priority, 'Rules[].Priority');
  if (priority !== 'default' && !/^\d+$/.test(priority))
    shape.refuse(`has Rules[].Priority "${priority}", not a number`);
  return {
    arn: required(from.RuleArn, 'Rules[].RuleArn'),
    priority: priority === 'default' ? priority : Number(priority),
    conditions: required(from.Conditions, 'Rules[].Conditions').map((condition) => toCondition(shape, condition)),
    actions: toActions(shape, from.Actions, 'Rules[].Actions'),
    transforms: (from.Transforms ?? []).map((transform) => toTransform(shape, transform)),
  };
}

function toTransform({required}: Shape, from: Sdk.RuleTransform): RuleTransform {
  const type = required(from.Type, 'Rules[].Transforms[].Type');
  const configs: Readonly<Record<string, Sdk.UrlRewriteConfig | undefined>> = {
    'url-rewrite': from.UrlRewriteConfig,
    'host-header-rewrite': from.HostHeaderRewriteConfig,
  };
  if (!Object.hasOwn(configs, type)) return {type, rewrites: []};
  const rewrites = required(configs[type]?.Rewrites, `Rules[].Transforms[] (${type}).Rewrites`);
  return {
    type,
    rewrites: rewrites.map(({Regex, Replace}) => ({
      regex: required(Regex, 'Rules[].Transforms[].Rewrites[].Regex'),
      replace: required(Replace, 'Rules[].Transforms[].Rewrites[].Replace'),
    })),
  };
}

/** Older answers only have the values of host and path conditions on the condition itself. */
function toCondition({required}: Shape, from: Sdk.RuleCondition): RuleCondition {
  const field = required(from.Field, 'Rules[].Conditions[].Field');
  const at = (config: string) => `Rules[].Conditions[].${config}`;
  switch (field) {
    case 'host-header':
    case 'path-pattern': {
      const config = field === 'host-header' ? from.HostHeaderConfig : from.PathPatternConfig;
      const regexValues = config?.RegexValues ?? from.RegexValues ?? [];
      const values = config?.Values ?? from.Values;
      return {field, values: regexValues.length > 0 ? (values ?? []) : required(values, at('Values')), regexValues};
    }
    case 'http-header': {
      const config = required(from.HttpHeaderConfig, at('HttpHeaderConfig'));
      const name = required(config.HttpHeaderName, at('HttpHeaderConfig.HttpHeaderName'));
      const regexValues = config.RegexValues ?? [];
      const values =
        regexValues.length > 0 ? (config.Values ?? []) : required(config.Values, at('HttpHeaderConfig.Values'));
      return {field, name, values, regexValues};
    }
    case 'query-string': {
      const pairs = required(from.QueryStringConfig?.Values, at('QueryStringConfig.Values'));
      const value = at('QueryStringConfig.Values[].Value');
      return {field, pairs: pairs.map((pair) => ({key: pair.Key ?? null, value: required(pair.Value, value)}))};
    }
    case 'http-request-method':
      return {field, values: required(from.HttpRequestMethodConfig?.Values, at('HttpRequestMethodConfig.Values'))};
    case 'source-ip':
      return {field, values: required(from.SourceIpConfig?.Values, at('SourceIpConfig.Values'))};
    default:
      return {field: 'unknown', name: field};
  }
}

/** The actions of a rule or of a listener: `member` is where the answer has them. */
export function toActions(shape: Shape, from: readonly Sdk.Action[] | undefined, member: string): RuleAction[] {
  return shape.required(from, member).map((action, index) => toAction(shape, action, index, `${member}[]`));
}

function toAction(shape: Shape, from: Sdk.Action, index: number, at: string): RuleAction {
  const {required} = shape;
  const type = required(from.Type, `${at}.Type`);
  // A rule with one action may omit its order.
  const order = from.Order ?? index + 1;
  switch (type) {
    case 'forward':
      return {
        type,
        order,
        targets: toTargets(shape, from, at),
        stickinessSeconds: toStickinessSeconds(shape, from.ForwardConfig, at),
      };
    case 'redirect': {
      const to = required(from.RedirectConfig, `${at}.RedirectConfig`);
      return {
        type,
        order,
        statusCode: required(to.StatusCode, `${at}.RedirectConfig.StatusCode`),
        protocol: to.Protocol ?? '#{protocol}',
        host: to.Host ?? '#{host}',
        port: to.Port ?? '#{port}',
        path: to.Path ?? '/#{path}',
        query: to.Query ?? '#{query}',
      };
    }
    case 'fixed-response': {
      const answer = required(from.FixedResponseConfig, `${at}.FixedResponseConfig`);
      return {
        type,
        order,
        statusCode: Number(required(answer.StatusCode, `${at}.FixedResponseConfig.StatusCode`)),
        contentType: answer.ContentType ?? null,
        body: answer.MessageBody ?? null,
      };
    }
    case 'authenticate-oidc':
    case 'authenticate-cognito': {
      const config = type === 'authenticate-oidc' ? from.AuthenticateOidcConfig : from.AuthenticateCognitoConfig;
      return {type, order, onUnauthenticatedRequest: config?.OnUnauthenticatedRequest ?? 'authenticate'};
    }
    case 'jwt-validation':
      return {type, order, issuer: from.JwtValidationConfig?.Issuer ?? null};
    default:
      return {type: 'unknown', order, name: type};
  }
}

/** A single target group is named twice, on the action and in its config; several only in the config. */
function toTargets({required}: Shape, from: Sdk.Action, at: string) {
  const groups = from.ForwardConfig?.TargetGroups ?? [];
  if (groups.length === 0) {
    return [{targetGroupArn: required(from.TargetGroupArn, `${at}.TargetGroupArn`), weight: 1}];
  }
  return groups.map((group) => ({
    targetGroupArn: required(group.TargetGroupArn, `${at}.ForwardConfig.TargetGroups[].TargetGroupArn`),
    weight: group.Weight ?? 1,
  }));
}

function toStickinessSeconds({required}: Shape, from: Sdk.ForwardActionConfig | undefined, at: string): number | null {
  const stickiness = from?.TargetGroupStickinessConfig;
  if (stickiness?.Enabled !== true) return null;
  return required(stickiness.DurationSeconds, `${at}.ForwardConfig.TargetGroupStickinessConfig.DurationSeconds`);
}
