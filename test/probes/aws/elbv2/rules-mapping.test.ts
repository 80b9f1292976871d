import type {Action, Rule, RuleTransform} from '@aws-sdk/client-elastic-load-balancing-v2';
import {expect} from 'chai';
import {AwsRefusal} from '../../../../src/model/errors.ts';
import {toListenerRules} from '../../../../src/probes/aws/elbv2/rules-mapping.ts';

describe('mapping of listener rules', () => {
  it('come in evaluation order, priorities as numbers', () => {
    const rules = toListenerRules(
      'x',
      ['default', '10', '9'].map((Priority) => rule({Priority})),
    );
    expect(rules.map(({priority}) => priority)).to.deep.equal([9, 10, 'default']);
  });

  it('have their values in the config or, in older answers, on the condition', () => {
    const [first] = toListenerRules('x', [
      rule({
        Conditions: [
          {Field: 'host-header', Values: ['old.example.com']},
          {Field: 'path-pattern', PathPatternConfig: {Values: ['/new']}},
          {Field: 'path-pattern', PathPatternConfig: {RegexValues: ['^/x$']}},
          {Field: 'http-header', HttpHeaderConfig: {HttpHeaderName: 'X-Env', Values: ['green']}},
          {Field: 'query-string', QueryStringConfig: {Values: [{Value: 'v'}, {Key: 'k', Value: 'w'}]}},
          {Field: 'http-request-method', HttpRequestMethodConfig: {Values: ['GET']}},
          {Field: 'source-ip', SourceIpConfig: {Values: ['10.0.0.0/8']}},
          {Field: 'tls-fingerprint'},
        ],
      }),
    ]);
    expect(first?.conditions).to.deep.equal([
      {field: 'host-header', values: ['old.example.com'], regexValues: []},
      {field: 'path-pattern', values: ['/new'], regexValues: []},
      {field: 'path-pattern', values: [], regexValues: ['^/x$']},
      {field: 'http-header', name: 'X-Env', values: ['green'], regexValues: []},
      {
        field: 'query-string',
        pairs: [
          {key: null, value: 'v'},
          {key: 'k', value: 'w'},
        ],
      },
      {field: 'http-request-method', values: ['GET']},
      {field: 'source-ip', values: ['10.0.0.0/8']},
      {field: 'unknown', name: 'tls-fingerprint'},
    ]);
  });

  it('forward to the group on the action, or to those of the config with their weights', () => {
    expect(action({Type: 'forward', TargetGroupArn: 'a'})).to.deep.equal(forward(['a', 1]));
    const both: Action = {
      Type: 'forward',
      TargetGroupArn: 'a',
      ForwardConfig: {TargetGroups: [{TargetGroupArn: 'a', Weight: 1}]},
    };
    expect(action(both)).to.deep.equal(forward(['a', 1]));
    const groups = [{TargetGroupArn: 'a', Weight: 0}, {TargetGroupArn: 'b'}];
    expect(action({Type: 'forward', ForwardConfig: {TargetGroups: groups}})).to.deep.equal(forward(['a', 0], ['b', 1]));
  });

  it('keep a client on one of several groups only where that is enabled', () => {
    const seconds = (Enabled: boolean, DurationSeconds?: number) => {
      const groups = [{TargetGroupArn: 'a'}, {TargetGroupArn: 'b'}];
      const TargetGroupStickinessConfig = {Enabled, DurationSeconds};
      return action({Type: 'forward', ForwardConfig: {TargetGroups: groups, TargetGroupStickinessConfig}});
    };
    expect(seconds(true, 3600)).to.include({stickinessSeconds: 3600});
    expect(seconds(false, 3600)).to.include({stickinessSeconds: null});
    expect(() => seconds(true)).to.throw(AwsRefusal, 'TargetGroupStickinessConfig.DurationSeconds');
  });

  it('send the client to log in unless they say otherwise', () => {
    expect(action({Type: 'authenticate-oidc'})).to.deep.equal({
      type: 'authenticate-oidc',
      order: 1,
      onUnauthenticatedRequest: 'authenticate',
    });
    const cognito = {
      UserPoolArn: 'a',
      UserPoolClientId: 'b',
      UserPoolDomain: 'c',
      OnUnauthenticatedRequest: 'deny',
    } as const;
    expect(action({Type: 'authenticate-cognito', AuthenticateCognitoConfig: cognito})).to.include({
      onUnauthenticatedRequest: 'deny',
    });
    const jwt = {JwksEndpoint: 'https://id.example.com/jwks', Issuer: 'https://id.example.com'};
    expect(action({Type: 'jwt-validation', JwtValidationConfig: jwt})).to.include({issuer: 'https://id.example.com'});
  });

  it('say what they rewrite', () => {
    const rewrite = {Rewrites: [{Regex: '^/a', Replace: '/b'}]};
    const transforms = (...Transforms: RuleTransform[]) => toListenerRules('x', [rule({Transforms})])[0]?.transforms;
    const rewrites = [{regex: '^/a', replace: '/b'}];
    expect(
      transforms(
        {Type: 'url-rewrite', UrlRewriteConfig: rewrite},
        {Type: 'host-header-rewrite', HostHeaderRewriteConfig: rewrite},
        {Type: 'teleport' as 'url-rewrite'},
      ),
    ).to.deep.equal([
      {type: 'url-rewrite', rewrites},
      {type: 'host-header-rewrite', rewrites},
      {type: 'teleport', rewrites: []},
    ]);
    expect(() => transforms({Type: 'url-rewrite'})).to.throw('lacks the member');
    expect(toListenerRules('x', [rule({})])[0]?.transforms).to.deep.equal([]);
  });

  it('know the other actions, and say when they do not', () => {
    const answer = {StatusCode: '404', ContentType: 'text/plain'};
    expect(action({Type: 'fixed-response', FixedResponseConfig: answer})).to.deep.include({
      statusCode: 404,
      body: null,
    });
    expect(action({Type: 'redirect', RedirectConfig: {StatusCode: 'HTTP_301'}})).to.deep.include({
      statusCode: 'HTTP_301',
      host: '#{host}',
      path: '/#{path}',
    });
    expect(action({Type: 'jwt-validation', Order: 3})).to.deep.equal({type: 'jwt-validation', order: 3, issuer: null});
    expect(action({Type: 'teleport'} as unknown as Action)).to.deep.equal({
      type: 'unknown',
      order: 1,
      name: 'teleport',
    });
  });

  it('are refused when a member is missing', () => {
    const wrong: Partial<Rule>[] = [
      {Priority: 'first'},
      {Priority: undefined},
      {Actions: undefined},
      {Actions: [{Type: 'forward'}]},
      {Actions: [{Type: 'redirect'}]},
      {Conditions: [{Field: 'host-header'}]},
      {Conditions: [{Field: 'http-header'}]},
      {Conditions: [{}]},
      {Transforms: [{Type: undefined}]},
    ];
    for (const members of wrong) {
      expect(() => toListenerRules('x', [rule(members)]), JSON.stringify(members)).to.throw(AwsRefusal, 'Rules[]');
    }
  });
});

function rule(members: Partial<Rule>): Rule {
  return {
    RuleArn: 'arn:rule',
    Priority: '1',
    Conditions: [],
    Actions: [{Type: 'forward', TargetGroupArn: 'a'}],
    ...members,
  };
}

function action(from: Action) {
  return toListenerRules('x', [rule({Actions: [from]})])[0]?.actions[0];
}

function forward(...weights: [string, number][]) {
  const targets = weights.map(([targetGroupArn, weight]) => ({targetGroupArn, weight}));
  return {type: 'forward', order: 1, targets, stickinessSeconds: null};
}
