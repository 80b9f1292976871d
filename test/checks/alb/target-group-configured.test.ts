import {expect} from 'chai';
import type {z} from 'zod';
import {targetGroupConfigured as check} from '../../../src/checks/alb/target-group-configured.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {TargetGroup} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {LOAD_BALANCER, targetGroup} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

/** The plan's block, whole. */
const PLAN = {
  protocol: 'HTTP',
  protocolVersion: 'HTTP1',
  port: 8000,
  targetType: 'ip',
  vpc: LOAD_BALANCER.vpcId,
  healthCheck: {
    enabled: true,
    protocol: 'HTTP',
    path: '/health',
    port: 'traffic-port',
    matcher: '200',
    interval: '30s',
    timeout: '5s',
    healthyThreshold: 3,
    unhealthyThreshold: 3,
  },
  attributes: {deregistrationDelay: '300s', algorithm: 'round_robin', stickiness: 'off'},
};

neverPassesUnanswered(check, {
  alb: 'alb',
  targetGroup: 'jessica-service-sse',
  port: 8000,
  healthCheck: {path: '/health'},
});

describe('alb/target-group-configured', () => {
  it('passes on the whole plan, and uses the actions it declares', async () => {
    const world = awsWorld({targetGroupAttributes: {}});
    const verdict = await check.run(params(PLAN), world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.evidence).to.have.length(17);
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  const health = targetGroup('jessica-service-sse').healthCheck;
  const DIFFERENT: readonly (readonly [string, Partial<TargetGroup>])[] = [
    ['protocol is HTTPS, not HTTP', {protocol: 'HTTPS'}],
    ['protocol version is HTTP2, not HTTP1', {protocolVersion: 'HTTP2'}],
    ['port is 80, not 8000', {port: 80}],
    ['target type is instance, not ip', {targetType: 'instance'}],
    [`VPC is vpc-2, not ${LOAD_BALANCER.vpcId}`, {vpcId: 'vpc-2'}],
    ['health check enabled is false, not true', {healthCheck: {...health, enabled: false}}],
    ['health check protocol is HTTPS, not HTTP', {healthCheck: {...health, protocol: 'HTTPS'}}],
    ['health check path is /Health, not /health', {healthCheck: {...health, path: '/Health'}}],
    ['health check port is 8001, not traffic-port', {healthCheck: {...health, port: '8001'}}],
    ['health check matcher is 200-299, not 200', {healthCheck: {...health, matcher: '200-299'}}],
    ['health check interval is 10 s, not 30 s', {healthCheck: {...health, intervalSeconds: 10}}],
    ['health check timeout is 6 s, not 5 s', {healthCheck: {...health, timeoutSeconds: 6}}],
    ['healthy threshold is 2, not 3', {healthCheck: {...health, healthyThreshold: 2}}],
    ['unhealthy threshold is none, not 3', {healthCheck: {...health, unhealthyThreshold: null}}],
  ];
  for (const [difference, members] of DIFFERENT) {
    it(`fails when ${difference}`, async () => {
      const verdict = await look(PLAN, members);
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.equal(`target group jessica-service-sse: ${difference}`);
    });
  }

  it('fails on attributes that differ, and takes those that are absent for the defaults', async () => {
    const attributes = {
      'deregistration_delay.timeout_seconds': '30',
      'load_balancing.algorithm.type': 'least_outstanding_requests',
      'stickiness.enabled': 'true',
      'stickiness.type': 'app_cookie',
    };
    const verdict = await look({attributes: PLAN.attributes}, {}, attributes);
    expect(verdict.summary).to.equal(
      'target group jessica-service-sse: deregistration delay is 30 s, not 300 s; algorithm is least_outstanding_requests, not round_robin;' +
        ' stickiness is app_cookie, not off',
    );
    const planned = {attributes: {stickiness: 'lb_cookie'}};
    expect((await look(planned, {}, {'stickiness.enabled': 'true'})).status).to.equal('pass');
    expect((await look(planned, {}, {'stickiness.type': 'lb_cookie'})).actual).to.equal(
      'stickiness is off, not lb_cookie',
    );
  });

  it('names all that differs at once, and what only a new group can change', async () => {
    const verdict = await look(PLAN, {port: 80, targetType: 'instance', healthCheck: {...health, path: '/'}});
    expect(verdict.summary).to.include(
      'port is 80, not 8000; target type is instance, not ip; health check path is /,',
    );
    expect(verdict.fix).to.include('cannot change its port and target type');
    const {fix} = await look(PLAN, {healthCheck: {...health, path: '/'}});
    expect(fix).to.include('Set health check path to /health').and.to.include('change in place');
  });

  it('takes a number for the text that means it, and statuses in any order', async () => {
    expect((await look({port: '8000', healthCheck: {matcher: 200}})).status).to.equal('pass');
    const group = {healthCheck: {...health, port: '8000', matcher: '202,200'}};
    expect((await look({healthCheck: {port: 8000, matcher: '200, 202'}}, group)).status).to.equal('pass');
  });

  it('judges nothing that the plan does not say, and asks for attributes only when it does', async () => {
    const world = awsWorld({targetGroups: [targetGroup('jessica-service-sse', {port: 80, targetType: 'instance'})]});
    expect((await check.run(params({protocol: 'HTTP'}), world)).status).to.equal('pass');
    expect(world.usedActions()).not.to.include('elasticloadbalancing:DescribeTargetGroupAttributes');
  });

  it('cannot tell about a group that is not there', async () => {
    const thrown = await thrownBy(
      check.run(params({...PLAN, targetGroup: 'jessica-service-ssee'}), awsWorld()),
      CannotTell,
    );
    expect(thrown.message).to.include('Did you mean "jessica-service-sse"?');
  });

  it('refuses an empty plan and values that no group can have', () => {
    const valid = (planned: object) =>
      check.params.safeParse({alb: 'alb', targetGroup: 'jessica-service-sse', ...planned}).success;
    expect([valid(PLAN), valid({port: 8000})]).to.deep.equal([true, true]);
    expect([
      valid({}),
      valid({port: 'http'}),
      valid({vpc: 'main'}),
      valid({healthCheck: {path: 'health'}}),
    ]).not.to.include(true);
    expect([valid({healthCheck: {}}), valid({attributes: {}})], 'nothing to compare').not.to.include(true);
    expect(valid({healthCheck: {interval: 30}}), 'a duration has a unit').to.equal(false);
  });
});

function params(planned: object): z.output<typeof check.params> {
  return check.params.parse({alb: 'alb', targetGroup: 'jessica-service-sse', ...planned});
}

function look(planned: object, members: Partial<TargetGroup> = {}, attributes: Record<string, string> = {}) {
  const group = targetGroup('jessica-service-sse', members);
  return check.run(
    params(planned),
    awsWorld({targetGroups: [group], targetGroupAttributes: {[group.arn]: attributes}}),
  );
}
