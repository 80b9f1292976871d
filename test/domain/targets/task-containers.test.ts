import {expect} from 'chai';
import {meantContainer, runsOnFargate, servingContainers} from '../../../src/domain/targets/task-containers.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {container, ecsService, task, taskDefinition} from '../../support/aws-facts.ts';

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
    expect(runsOnFargate(ecsService({launchType: 'FARGATE'}), either, [])).to.equal(true);
    expect(runsOnFargate(ecsService({launchType: 'EC2'}), taskDefinition(), [])).to.equal(false);
    expect(runsOnFargate(ecsService({launchType: null}), taskDefinition(), [])).to.equal(true);
    expect(runsOnFargate(ecsService({launchType: null}), either, [])).to.equal(null);
  });

  it('run where they say themselves, whatever else they could run on', () => {
    const either = taskDefinition({requiresCompatibilities: ['EC2', 'FARGATE']});
    const on = (...types: (string | null)[]) =>
      runsOnFargate(
        ecsService({launchType: null}),
        either,
        types.map((launchType, i) => task(i, {launchType})),
      );
    expect(on('FARGATE', 'FARGATE')).to.equal(true);
    expect([on('EC2'), on('MANAGED_INSTANCES'), on('EC2', 'EXTERNAL')]).to.deep.equal([false, false, false]);
    expect([on('FARGATE', 'EC2'), on(null), on(null, 'EC2')]).to.deep.equal([null, null, null]);
  });

  it('serve when they are meant, behind a load balancer, or a proxy for all', () => {
    const three = taskDefinition({
      containers: [container({name: 'envoy'}), container(), container({name: 'api'}), container({name: 'agent'})],
      proxyContainer: 'envoy',
    });
    const meant = container({name: 'api'});
    expect(servingContainers(ecsService(), three, meant)).to.deep.equal(['envoy', 'jessica-service', 'api']);
  });
});
