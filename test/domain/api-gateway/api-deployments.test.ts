import {expect} from 'chai';
import {requireLatestDeployment, requireStage} from '../../../src/domain/api-gateway/api-deployments.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {API, apiStage} from '../../support/aws-facts.ts';

const OLD = {id: 'd-1', createdAt: '2026-11-01T12:00:00.000Z'};
const NEW = {id: 'd-2', createdAt: '2026-11-02T12:00:00.000Z'};

describe('the deployment that a stage of an API serves', () => {
  it('is accepted when it is the latest', () => {
    const [evidence] = requireLatestDeployment(API, apiStage({deploymentId: 'd-2'}), [OLD, NEW]);
    expect(evidence?.value).to.include('d-2 of 2026-11-02');
  });

  it('needs no telling where changes are deployed at once', () => {
    expect(requireLatestDeployment(API, apiStage({autoDeploys: true, deploymentId: 'd-1'}), [OLD, NEW])).to.have.length(
      1,
    );
  });

  it('hides what it serves when a later one exists, or when it is not listed', () => {
    const requiring = (deploymentId: string | null) => () =>
      requireLatestDeployment(API, apiStage({deploymentId}), [OLD, NEW]);
    expect(requiring('d-1')).to.throw(CannotTell, 'serves deployment d-1');
    expect(requiring('d-9')).to.throw(CannotTell, 'd-9 is not listed');
    expect(requiring(null)).to.throw(CannotTell, '(none)');
  });

  it('looks for a stage by name, and names the near ones', () => {
    expect(requireStage(API, [apiStage({name: 'prod'})], 'prod').name).to.equal('prod');
    expect(() => requireStage(API, [apiStage({name: 'prod'})], 'prd')).to.throw(CannotTell, 'Did you mean "prod"?');
    expect(() => requireStage(API, [], 'prod')).to.throw(CannotTell, 'There are: none');
  });
});
