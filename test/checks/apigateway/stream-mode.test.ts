import {expect} from 'chai';
import {streamMode as check} from '../../../src/checks/apigateway/stream-mode.ts';
import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {ApiIntegration} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {API, apiRoute, integration, servedApi} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const MINUTE = 60_000;
const STREAM = {responseTransferMode: 'STREAM', timeoutMs: 15 * MINUTE};
type Params = Parameters<typeof check.run>[0];

neverPassesUnanswered(check, {
  api: 'api',
  stage: 'jessica-service',
  method: 'GET',
  path: '/mcp/sse',
  expect: 'BUFFERED',
});

describe('apigateway/stream-mode', () => {
  it('passes on the mode asked for, and uses the actions it declares', async () => {
    const world = awsWorld();
    const params = {api: 'api', method: 'GET', path: '/jessica-service/mcp'};
    expect((await check.run({...params, expect: 'BUFFERED', stage: 'jessica-service'}, world)).status).to.equal('pass');
    expect(world.usedActions()).to.deep.equal(check.iam);
    expect((await look(STREAM)).summary).to.include('responses are STREAM');
  });

  it('fails on the other mode, and takes what nobody set for BUFFERED', async () => {
    expect((await look({})).actual).to.include('responses are BUFFERED, not STREAM');
    expect((await look({responseTransferMode: null})).actual).to.include('responses are BUFFERED, not STREAM');
    expect((await look(STREAM, {expect: 'BUFFERED'})).actual).to.equal('responses are STREAM, not BUFFERED');
  });

  it('fails where streaming is impossible', async () => {
    const http = await look(STREAM, {}, {api: {...API, protocol: 'HTTP'}});
    expect(http.actual).to.equal('responses are BUFFERED, not STREAM; an HTTP API cannot stream: only REST APIs do');
    expect((await look({...STREAM, type: 'HTTP'})).actual).to.equal('an integration of type HTTP cannot stream');
    expect((await look({...STREAM, type: 'AWS_PROXY'})).status).to.equal('pass');
  });

  it('holds the length of streams against 15 minutes and the integration timeout', async () => {
    expect((await look(STREAM, {streamsOf: 15 * MINUTE})).status).to.equal('pass');
    const long = await look(STREAM, {streamsOf: 15 * MINUTE + 1});
    expect(long.actual).to.include('API Gateway longest stream is 15 min, less than a stream of 15 min');
    const short = await look({...STREAM, timeoutMs: 29_000}, {streamsOf: MINUTE});
    expect(short.actual).to.equal('API Gateway integration timeout is 29 s, less than a stream of 1 min');
  });

  it('holds the heartbeat against the idle timeout, shorter at the edge', async () => {
    expect((await look(STREAM, {heartbeat: 150_000})).status).to.equal('pass');
    const slow = await look(STREAM, {heartbeat: 150_001});
    expect(slow.actual).to.include('API Gateway stream idle timeout is 5 min, less than two heartbeats');
    const edge = {api: {...API, endpointTypes: ['EDGE']}};
    expect((await look(STREAM, {heartbeat: 15_000}, edge)).status).to.equal('pass');
    expect((await look(STREAM, {heartbeat: 15_001}, edge)).actual).to.include('is 30 s, less than two heartbeats');
  });

  it('fails without a route or an integration', async () => {
    const elsewhere = {apiRoutes: [apiRoute({path: '/api'})]};
    expect((await look(STREAM, {path: '/else'}, elsewhere)).summary).to.include(
      'no resource and method takes GET /else',
    );
    const bare = await look({}, {}, {apiRoutes: [apiRoute({integration: null})]});
    expect(bare.summary).to.include('it has no integration');
  });

  it('judges what the stage serves, not what was changed since and never deployed', async () => {
    const servedApis = {'jessica-service': servedApi({routes: [apiRoute()]})};
    const undeployed = await look(STREAM, {stage: 'jessica-service'}, {servedApis});
    expect(undeployed.actual).to.include('responses are BUFFERED, not STREAM');
    expect((await look(STREAM, {}, {servedApis})).status).to.equal('pass');
    const compressing = {'jessica-service': servedApi({minimumCompressionSize: 0})};
    const deployed = look(STREAM, {stage: 'jessica-service'}, {servedApis: compressing});
    expect((await deployed).status).to.equal('fail');
  });

  it('cannot tell what a stream of a method that the stage caches does', async () => {
    const cached = {method: 'GET', path: '*', isCached: true, throttlingRateLimit: null, throttlingBurstLimit: null};
    const apiStages = HEALTHY.apiStages.map((stage) => ({...stage, hasCache: true, methodSettings: [cached]}));
    const routes = [apiRoute({method: 'GET', integration: integration(STREAM)})];
    const servedApis = {'jessica-service': servedApi({routes})};
    const caching = look(STREAM, {stage: 'jessica-service'}, {apiStages, servedApis});
    expect((await thrownBy(caching, CannotTell)).message).to.include('caches the responses of GET /{proxy+}');
  });

  it('cannot tell about a stage that is not there', async () => {
    expect((await thrownBy(look(STREAM, {stage: 'jessica-servic'}), CannotTell)).message).to.include(
      'Did you mean "jessica-service"?',
    );
  });

  it('says that the editable API was read where no stage is named', async () => {
    expect((await look(STREAM)).evidence[1]?.value).to.include('the API as it can be edited');
    const served = await look(STREAM, {stage: 'jessica-service'});
    expect(served.evidence[1]?.what).to.equal('deployment that the stage serves');
    expect(JSON.stringify(served.evidence)).not.to.include('as it can be edited');
  });

  it('cannot tell what a stream of an API that compresses does', async () => {
    const compressing = look(STREAM, {}, {api: {...API, minimumCompressionSize: 0}});
    expect((await thrownBy(compressing, CannotTell)).message).to.include('compresses responses from 0 bytes');
  });

  it('takes a length of streams and a heartbeat with STREAM only', () => {
    const valid = (more: object) => check.params.safeParse({api: 'api', path: '/a', ...more}).success;
    expect(valid({expect: 'STREAM', streamsOf: '10m', heartbeat: '15s'})).to.equal(true);
    expect(valid({expect: 'BUFFERED'})).to.equal(true);
    expect(valid({expect: 'BUFFERED', heartbeat: '15s'})).to.equal(false);
  });
});

function look(members: Partial<ApiIntegration>, params: Partial<Params> = {}, facts: Partial<AwsWorld> = {}) {
  const world = awsWorld({apiRoutes: [apiRoute({integration: integration(members)})], ...facts});
  return check.run({api: 'api', method: 'GET', path: '/jessica-service/mcp', expect: 'STREAM', ...params}, world);
}
