import {expect} from 'chai';
import {findTargetGroup, targetGroupName} from '../../../src/domain/targets/target-groups.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {LOAD_BALANCER, targetGroup} from '../../support/aws-world.ts';

const GROUPS = ['sse', 'api'].map((name) => targetGroup(name));

describe('target groups', () => {
  it('are found by name and by ARN', () => {
    expect(findTargetGroup('api', GROUPS, LOAD_BALANCER.arn).name).to.equal('api');
    expect(findTargetGroup(targetGroup('sse').arn, GROUPS, LOAD_BALANCER.arn).name).to.equal('sse');
  });

  it('are a place to look: without one nothing can be told, and near names are given', () => {
    expect(() => findTargetGroup('sso', GROUPS, LOAD_BALANCER.arn)).to.throw(
      CannotTell,
      'no target group "sso" in account 444444444444, eu-central-1. There are: sse, api. Did you mean "sse"?',
    );
    expect(() => findTargetGroup('sse', [], LOAD_BALANCER.arn)).to.throw(CannotTell, 'There are: none.');
  });

  it('have their name in their ARN', () => {
    expect(targetGroupName(targetGroup('sse').arn)).to.equal('sse');
    expect(targetGroupName('sse')).to.equal('sse');
  });
});
