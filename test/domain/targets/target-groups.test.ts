import {expect} from 'chai';
import {findTargetGroup, targetGroupName} from '../../../src/domain/targets/target-groups.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {LOAD_BALANCER, targetGroup} from '../../support/aws-facts.ts';

const GROUPS = ['jessica-service-sse', 'jessica-service-api'].map((name) => targetGroup(name));

describe('target groups', () => {
  it('are found by name and by ARN', () => {
    expect(findTargetGroup('jessica-service-api', GROUPS, LOAD_BALANCER.arn).name).to.equal('jessica-service-api');
    expect(findTargetGroup(targetGroup('jessica-service-sse').arn, GROUPS, LOAD_BALANCER.arn).name).to.equal(
      'jessica-service-sse',
    );
  });

  it('are a place to look: without one nothing can be judged, and near names are given', () => {
    expect(() => findTargetGroup('jessica-service-sso', GROUPS, LOAD_BALANCER.arn)).to.throw(
      CannotTell,
      'no target group "jessica-service-sso" in account 444444444444, eu-central-1. There are: jessica-service-sse, jessica-service-api. Did you mean "jessica-service-sse"?',
    );
    expect(() => findTargetGroup('jessica-service-sse', [], LOAD_BALANCER.arn)).to.throw(
      CannotTell,
      'There are: none.',
    );
  });

  it('have their name in their ARN', () => {
    expect(targetGroupName(targetGroup('jessica-service-sse').arn)).to.equal('jessica-service-sse');
    expect(targetGroupName('jessica-service-sse')).to.equal('jessica-service-sse');
  });
});
