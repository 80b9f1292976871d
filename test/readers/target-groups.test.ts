import {expect} from 'chai';
import {CannotTell} from '../../src/model/errors.ts';
import type {ResourceRef} from '../../src/model/resource-ref.ts';
import {targetGroupAt, targetGroupIfNamed} from '../../src/readers/target-groups.ts';
import {LOAD_BALANCER, targetGroup} from '../support/aws-facts.ts';
import {thrownBy} from '../support/thrown-by.ts';

const ALB = 'alb' as ResourceRef<'loadBalancer'>;

describe('the target group of an item', () => {
  it('is the one of that name, with the load balancer', async () => {
    const {loadBalancer, group} = await targetGroupAt(ALB, 'sse', facts([]));
    expect([loadBalancer.name, group.name]).to.deep.equal([LOAD_BALANCER.name, 'sse']);
  });

  it('is a place to look', async () => {
    await thrownBy(targetGroupAt(ALB, 'other', facts([])), CannotTell);
  });

  it('is not asked for where the item names none', async () => {
    const asked: string[] = [];
    expect(await targetGroupIfNamed(ALB, undefined, facts(asked))).to.equal(null);
    expect(asked).to.deep.equal([]);
    expect(await targetGroupIfNamed(ALB, 'sse', facts(asked))).to.have.property('name', 'sse');
    expect(asked).to.have.members(['loadBalancer', 'targetGroups']);
  });
});

function facts(asked: string[]) {
  return {
    loadBalancer: async () => {
      asked.push('loadBalancer');
      return LOAD_BALANCER;
    },
    targetGroups: async () => {
      asked.push('targetGroups');
      return [targetGroup('sse')];
    },
  };
}
