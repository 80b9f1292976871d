import {expect} from 'chai';
import {integrationTimeout as check} from '../../../src/checks/apigateway/integration-timeout.ts';
import {HEALTHY} from '../../../src/lab/aws-world.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {Api} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {API, apiRoute, integration, servedApi} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const REQUEST = {api: 'api', method: 'GET', path: '/jessica-service/mcp'};

neverPassesUnanswered(check, {
  api: 'api',
  stage: 'jessica-service',
  method: 'GET',
  path: '/api/v1/status',
  atMost: '29s',
});

describe('apigateway/integration-timeout', () => {
  it('passes at both bounds, and uses the actions it declares', async () => {
    const world = awsWorld();
    const verdict = await check.run({...REQUEST, stage: 'jessica-service', atLeast: 29_000, atMost: 29_000}, world);
    expect(verdict).to.deep.include({status: 'pass', actual: 'the integration timeout is 29 s'});
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('fails a millisecond beyond either bound', async () => {
    const short = await check.run({...REQUEST, atLeast: 29_001}, awsWorld());
    expect(short.summary).to.include('the integration timeout is 29 s, not at least 29 s');
    expect((await check.run({...REQUEST, atMost: 28_999}, awsWorld())).status).to.equal('fail');
  });

  it('knows the defaults', async () => {
    expect((await look(null)).actual).to.equal('the integration timeout is 29 s (the default)');
    expect((await look(null, {...API, protocol: 'HTTP'})).actual).to.equal(
      'the integration timeout is 30 s (the default)',
    );
    expect((await look(120_000)).actual).to.equal('the integration timeout is 2 min');
  });

  it('fails without a route or an integration', async () => {
    const lost = await check.run(
      {...REQUEST, path: '/else', atLeast: 1},
      awsWorld({apiRoutes: [apiRoute({path: '/api'})]}),
    );
    expect(lost.summary).to.include('no resource and method takes GET /else');
    const world = awsWorld({apiRoutes: [apiRoute({integration: null})]});
    expect((await check.run({...REQUEST, atLeast: 1}, world)).summary).to.include('it has no integration');
  });

  it('cannot tell where the route is not sure', async () => {
    const odd = check.run({...REQUEST, path: '/jessica-service/', atLeast: 1}, awsWorld());
    expect((await thrownBy(odd, CannotTell)).message).to.include('not documented');
  });

  it('judges what the stage serves, not what was changed since and never deployed', async () => {
    const world = awsWorld({
      apiRoutes: [apiRoute({integration: integration({timeoutMs: 60_000})})],
      servedApis: {'jessica-service': servedApi({routes: [apiRoute({integration: integration({timeoutMs: 29_000})})]})},
    });
    const served = await check.run({...REQUEST, stage: 'jessica-service', atLeast: 60_000}, world);
    expect(served.summary).to.include(
      'stage jessica-service, GET /jessica-service/mcp: the integration timeout is 29 s',
    );
    expect((await check.run({...REQUEST, atLeast: 60_000}, world)).status).to.equal('pass');
  });

  it('cannot tell while a canary takes a part of the requests', async () => {
    const canary = {percentTraffic: 5, deploymentId: 'd-2', overrides: []};
    const world = awsWorld({apiStages: HEALTHY.apiStages.map((stage) => ({...stage, canary}))});
    const part = check.run({...REQUEST, stage: 'jessica-service', atLeast: 1}, world);
    expect((await thrownBy(part, CannotTell)).message).to.include('5 % of the requests get its canary');
  });

  it('cannot tell about a stage that is not there', async () => {
    const lost = check.run({...REQUEST, stage: 'jessica-servic', atLeast: 1}, awsWorld());
    expect((await thrownBy(lost, CannotTell)).message).to.include('Did you mean "jessica-service"?');
  });

  it('says which deployment counts, or that the editable API was read', async () => {
    const served = await check.run({...REQUEST, stage: 'jessica-service', atLeast: 1}, awsWorld());
    expect(served.evidence[1]?.what).to.equal('deployment that the stage serves');
    const editable = await check.run({...REQUEST, atLeast: 1}, awsWorld());
    expect(editable.evidence[1]?.value).to.include('the API as it can be edited');
  });

  it('wants a bound', () => {
    expect(check.params.safeParse(REQUEST).success).to.equal(false);
    expect(check.params.parse({...REQUEST, atLeast: '29s'}).atLeast).to.equal(29_000);
  });
});

function look(timeoutMs: number | null, api: Api = API) {
  const world = awsWorld({api, apiRoutes: [apiRoute({integration: integration({timeoutMs})})]});
  return check.run({...REQUEST, atLeast: 1}, world);
}
