import {expect} from 'chai';
import {routeIsGone as check} from '../../../src/checks/apigateway/route-is-gone.ts';
import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {API_HOST} from '../../../src/lab/worlds/names.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {ApiRoute} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {apiRoute, apiStage, servedApi} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const STAGE = 'jessica-service';
const GONE = {api: 'api', stage: STAGE, path: '/mcp/sse'};
const STATUS = apiRoute({method: 'GET', path: '/api/v1/status'});

neverPassesUnanswered(check, {...GONE, host: API_HOST}, {world: {apiRoutes: [STATUS]}});

describe('apigateway/route-is-gone behind routing rules', () => {
  const rule = {priority: 1, basePaths: null, headers: [], apiId: HEALTHY.api.id, stage: STAGE, stripsBasePath: false};
  neverPassesUnanswered(
    check,
    {...GONE, host: API_HOST},
    {
      world: {
        apiRoutes: [STATUS],
        apiDomains: HEALTHY.apiDomains.map((one) => ({...one, routingMode: 'ROUTING_RULE_THEN_API_MAPPING'})),
        routingRules: {[API_HOST]: [rule]},
      },
      emptyIsAnAnswer: {
        'apigatewayv2:ListRoutingRules': 'then the mappings lead there',
        'apigatewayv2:GetApiMappings': 'the rule leads there without one',
      },
    },
  );
});

describe('apigateway/route-is-gone', () => {
  it('passes where the stage serves no route of the path, and none that takes its requests', async () => {
    const verdict = await look([STATUS]);
    expect(verdict.summary).to.include(
      'any method /mcp/sse: no route for any method /mcp/sse among the 1 that are served',
    );
  });

  it('fails where the stage still serves it, whatever its variables are called', async () => {
    const get = apiRoute({method: 'GET', path: '/mcp/sse'});
    expect((await look([STATUS, get])).actual).to.equal('GET /mcp/sse is still served');
    expect((await look([STATUS, get], {method: 'POST'})).status).to.equal('pass');
    expect((await look([STATUS, {...get, method: 'ANY'}], {method: 'GET'})).actual).to.equal(
      'ANY /mcp/sse is still served',
    );
    const named = apiRoute({method: 'ANY', path: '/mcp/{proxy+}'});
    expect((await look([STATUS, named], {path: '/mcp/{rest+}'})).actual).to.equal('ANY /mcp/{proxy+} is still served');
  });

  it('fails where it was deleted and never deployed', async () => {
    const servedApis = {[STAGE]: servedApi({routes: [STATUS, apiRoute({method: 'GET', path: '/mcp/sse'})]})};
    const verdict = await look([STATUS], {}, {servedApis});
    expect(verdict.status).to.equal('fail');
    expect(verdict.fix).to.include(`deploying it to stage ${STAGE} is enough`);
  });

  it('fails where a wider route takes its requests, unless that is allowed', async () => {
    const wide = await look([STATUS, apiRoute()]);
    expect(wide.actual).to.equal('ANY /{proxy+} takes it');
    expect(wide.fix).to.include('`widerRoutes: allowed`');
    const allowed = await look([STATUS, apiRoute()], {widerRoutes: 'allowed'});
    expect(allowed.status).to.equal('pass');
    expect(allowed.summary).to.include('ANY /{proxy+} takes such requests, and what it calls was not looked at');
    const http = {api: {...HEALTHY.api, protocol: 'HTTP' as const}};
    expect((await look([apiRoute({path: '$default'})], {}, http)).actual).to.equal('ANY $default takes it');
    expect((await look([apiRoute({path: '$default'})], {path: '/$default'}, http)).actual).to.include(
      'is still served',
    );
  });

  it('cannot tell where it is not documented whether a wider route takes over', async () => {
    const unsure = look([apiRoute({method: 'POST', path: '/mcp/{id}'}), apiRoute({method: 'GET'})], {method: 'GET'});
    expect((await thrownBy(unsure, CannotTell)).message).to.include('not documented');
  });

  it('cannot tell of a stage that is not there, has a canary, serves nothing, or is of a WebSocket API', async () => {
    const reason = async (...asked: Parameters<typeof look>) => (await thrownBy(look(...asked), CannotTell)).message;
    expect(await reason([STATUS], {stage: 'jessica-servic'})).to.include('Did you mean "jessica-service"?');
    expect(await reason([])).to.include('it serves no route at all');
    const canary = {percentTraffic: 10, deploymentId: 'c', overrides: []};
    expect(await reason([STATUS], {}, {apiStages: [apiStage({canary})]})).to.include('its canary');
    expect(await reason([STATUS], {}, {api: {...HEALTHY.api, protocol: 'WEBSOCKET'}})).to.include('cannot be exported');
    const undeployed = [apiStage({deploymentId: null})];
    expect(await reason([STATUS], {}, {apiStages: undeployed})).to.include('names no deployment');
  });

  it('cannot tell where another stage serves it, unless that one may', async () => {
    const stages = {
      apiStages: [apiStage(), apiStage({name: 'test'})],
      servedApis: {test: servedApi({routes: [apiRoute({method: 'GET', path: '/mcp/sse'})]})},
    };
    expect((await thrownBy(look([STATUS], {}, stages), CannotTell)).message).to.include(
      'stage test of the same API serves GET /mcp/sse',
    );
    expect((await look([STATUS], {keptIn: ['test']}, stages)).status).to.equal('pass');
    const wider = {...stages, servedApis: {test: servedApi({routes: [apiRoute()]})}};
    expect((await look([STATUS], {}, wider)).status).to.equal('pass');
  });

  it('cannot tell where another stage cannot be read, and does not advise to change that one', async () => {
    const canary = {percentTraffic: 10, deploymentId: 'c', overrides: []};
    const stages = {apiStages: [apiStage(), apiStage({name: 'test', canary})]};
    const {message, fix} = await thrownBy(look([STATUS], {}, stages), CannotTell);
    expect(message).to.include('whether stage test of the same API serves it is not known');
    expect(fix).to.match(/^where stage test may go on serving it, put it into `keptIn:`/);
    expect((await look([STATUS], {keptIn: ['test']}, stages)).status).to.equal('pass');
  });

  it('passes where another stage serves nothing', async () => {
    const stages = {apiStages: [apiStage(), apiStage({name: 'test'})], servedApis: {test: servedApi({routes: []})}};
    expect((await look([STATUS], {}, stages)).status).to.equal('pass');
  });

  it('takes no other route for one that takes what the variables of the route took', async () => {
    const literal = apiRoute({method: 'GET', path: '/jobs/status'});
    expect((await look([literal], {path: '/jobs/{status}'})).status).to.equal('pass');
    const deep = apiRoute({method: 'GET', path: '/jobs/{id}/log'});
    expect((await look([deep], {path: '/jobs/{id}'})).status).to.equal('pass');
    expect((await look([deep], {path: '/jobs/{proxy+}'})).status).to.equal('pass');
    const wide = apiRoute({method: 'GET', path: '/jobs/{id}/{part}'});
    expect((await look([wide], {path: '/jobs/{proxy+}'})).actual).to.equal('GET /jobs/{id}/{part} takes it');
  });

  describe('with the name that clients used', () => {
    const reason = async (facts: Partial<AwsWorld>, host = API_HOST) =>
      (await thrownBy(look([STATUS], {host}, facts), CannotTell)).message;

    it('passes where the name leads to the stage', async () => {
      expect((await look([STATUS], {host: API_HOST})).status).to.equal('pass');
      const anyStage = {[API_HOST]: [{apiId: HEALTHY.api.id, stage: '', basePath: ''}]};
      expect((await look([STATUS], {host: API_HOST}, {apiMappings: anyStage})).status).to.equal('pass');
    });

    it('passes where a wildcard of the custom domain names leads to the stage', async () => {
      const name = '*.georgi.io';
      const apiDomains = HEALTHY.apiDomains.map((one) => ({...one, name}));
      const apiMappings = {[name]: HEALTHY.apiMappings[API_HOST] ?? []};
      expect((await look([STATUS], {host: API_HOST}, {apiDomains, apiMappings})).status).to.equal('pass');
    });

    it('cannot tell where it leads elsewhere, nowhere, or is not there', async () => {
      expect(await reason({}, 'api.georgi.i')).to.include('no custom domain name "api.georgi.i"');
      const other = {apiId: 'other', stage: 'prod', basePath: 'jessica-service'};
      expect(await reason({apiMappings: {[API_HOST]: [other]}})).to.include('to stage prod of API other');
      expect(await reason({apiMappings: {}})).to.include('but nowhere');
      const narrower = {...other, basePath: 'jessica-service/mcp'};
      const shadowed = [...(HEALTHY.apiMappings[API_HOST] ?? []), narrower];
      expect(await reason({apiMappings: {[API_HOST]: shadowed}})).to.include('it does not lead to stage');
    });

    it('follows routing rules, and cannot tell where they decide by headers or lead elsewhere', async () => {
      const ruled = {apiDomains: HEALTHY.apiDomains.map((one) => ({...one, routingMode: 'ROUTING_RULE_ONLY'}))};
      const rule = {
        priority: 1,
        basePaths: ['v2'],
        headers: [],
        apiId: HEALTHY.api.id,
        stage: STAGE,
        stripsBasePath: true,
      };
      const led = {...ruled, routingRules: {[API_HOST]: [rule]}};
      expect((await look([STATUS], {host: API_HOST}, led)).status).to.equal('pass');
      expect(await reason({...ruled, routingRules: {[API_HOST]: [{...rule, apiId: 'other'}]}})).to.include(
        'routing rule 1 to stage jessica-service of API other',
      );
      const canary = {...rule, basePaths: null, headers: ['X-Canary'], apiId: 'other'};
      expect(await reason({...ruled, routingRules: {[API_HOST]: [canary]}})).to.include('asks for X-Canary');
    });
  });

  it('uses the actions it declares', async () => {
    const world = awsWorld({apiRoutes: [STATUS]});
    await check.run(check.params.parse(GONE) as Parameters<typeof check.run>[0], world);
    expect(check.iam).to.include.members(world.usedActions());
  });
});

function look(apiRoutes: readonly ApiRoute[], params: object = {}, facts: Partial<AwsWorld> = {}) {
  const parsed = check.params.parse({...GONE, ...params}) as Parameters<typeof check.run>[0];
  return check.run(parsed, awsWorld({apiRoutes, ...facts}));
}
