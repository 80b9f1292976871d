import {expect} from 'chai';
import {steadiness} from '../../../src/domain/targets/service-steadiness.ts';
import {HEALTHY} from '../../../src/lab/aws-world.ts';
import {deployment, ecsService} from '../../support/aws-facts.ts';

const ANY = {atLeast: 1, revision: null};

describe('the steadiness of a service', () => {
  it('is without fault or doubt after a deployment that went well', () => {
    const {service, serviceDeployments: history, tasks} = HEALTHY;
    expect(steadiness({service, history, tasks}, ANY)).to.deep.equal({faults: [], doubts: []});
  });

  it('needs no history where the rollout state is known', () => {
    expect(steadiness({service: ecsService(), history: [], tasks: HEALTHY.tasks}, ANY)).to.deep.equal({
      faults: [],
      doubts: [],
    });
  });

  it('names every fault at once', () => {
    const service = ecsService({status: 'DRAINING', runningCount: 0, deployments: [deployment({failedTasks: 3})]});
    const seen = {service, history: [], tasks: HEALTHY.tasks};
    expect(steadiness(seen, {atLeast: 3, revision: 'other:1'}).faults).to.have.length(6);
  });
});
