import {expect} from 'chai';
import {meantContainer, runsOnFargate} from '../../../src/domain/targets/task-containers.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {container, ecsService, taskDefinition} from '../../support/aws-facts.ts';

const TWO = taskDefinition({containers: [container({name: 'proxy'}), container()]});
const ALONE = ecsService({loadBalancers: []});

describe('the containers of a task', () => {
  it('are found by name, then by the load balancer, then by being alone', () => {
    expect(meantContainer(ecsService(), TWO, 'proxy').name).to.equal('proxy');
    expect(meantContainer(ecsService(), TWO, undefined).name).to.equal('jessica-service');
    expect(meantContainer(ALONE, taskDefinition(), undefined).name).to.equal('jessica-service');
  });

  it('are not guessed', () => {
    expect(() => meantContainer(ALONE, TWO, undefined)).to.throw(CannotTell, 'proxy, jessica-service are several');
    expect(() => meantContainer(ALONE, TWO, 'prox')).to.throw(CannotTell, 'no container "prox", only proxy');
  });

  it('run on Fargate when the service says so, or when they can run nowhere else', () => {
    const either = taskDefinition({requiresCompatibilities: ['EC2', 'FARGATE']});
    expect(runsOnFargate(ecsService({launchType: 'FARGATE'}), either)).to.equal(true);
    expect(runsOnFargate(ecsService({launchType: 'EC2'}), taskDefinition())).to.equal(false);
    expect(runsOnFargate(ecsService({launchType: null}), taskDefinition())).to.equal(true);
    expect(runsOnFargate(ecsService({launchType: null}), either)).to.equal(null);
  });
});
