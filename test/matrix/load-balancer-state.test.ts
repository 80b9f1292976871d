import {expect} from 'chai';
import {hostServesOnly} from '../../src/checks/alb/host-serves-only.ts';
import {ruleRoutesRequest} from '../../src/checks/alb/rule-routes-request.ts';
import {rulesRoutePattern} from '../../src/checks/alb/rules-route-pattern.ts';
import {targetsHealthy} from '../../src/checks/alb/targets-healthy.ts';
import {linkReachesLoadBalancer} from '../../src/checks/apigateway/link-reaches-load-balancer.ts';
import {routeReachesVpcLink} from '../../src/checks/apigateway/route-reaches-vpc-link.ts';
import {recordPointsToLoadBalancer} from '../../src/checks/dns/record-points-to-load-balancer.ts';
import {HEALTHY} from '../../src/lab/aws-world.ts';
import type {AnyCheck} from '../../src/model/check.ts';
import {CannotTell} from '../../src/model/errors.ts';
import type {Json} from '../../src/model/outcome.ts';
import {lookAt, type Outcome} from './look.ts';

const HOST = 'mcp.run.georgi.io';
const SSE = '/jessica-service/mcp/sse*';

/** Claims about what a load balancer does, which the rules or the record alone do not carry. */
const CLAIMS: readonly (readonly [AnyCheck, Readonly<Record<string, Json>>])[] = [
  [
    ruleRoutesRequest,
    {alb: 'alb', request: {host: HOST, path: '/jessica-service/mcp/sse/stream'}, targetGroup: 'jessica-service-sse'},
  ],
  [rulesRoutePattern, {alb: 'alb', host: HOST, path: SSE, targetGroup: 'jessica-service-sse'}],
  [hostServesOnly, {alb: 'alb', host: HOST, serves: [SSE], fixedResponse: {status: 404}}],
  [targetsHealthy, {alb: 'alb', targetGroup: 'jessica-service-sse'}],
  [
    routeReachesVpcLink,
    {api: 'api', stage: 'jessica-service', method: 'GET', path: '/api/v1/status', vpcLink: 'central-link', alb: 'alb'},
  ],
  [linkReachesLoadBalancer, {api: 'api', vpcLink: 'central-link', alb: 'alb'}],
  [recordPointsToLoadBalancer, {host: HOST, zone: 'zone', alb: 'alb'}],
];

describe('behind a load balancer', () => {
  for (const [check, params] of CLAIMS) {
    const look = async (code: string) => {
      const state = {code, reason: null};
      return (await lookAt(check, params, {loadBalancer: {...HEALTHY.loadBalancer, state}})).outcome;
    };

    it(`${check.id} passes while it is active, and says when it is impaired`, async () => {
      expect(verdictOf(await look('active')).status).to.equal('pass');
      const impaired = verdictOf(await look('active_impaired'));
      expect(impaired.status).to.equal('pass');
      expect(impaired.summary).to.include('active_impaired');
    });

    for (const code of ['failed', 'provisioning', 'resting']) {
      it(`${check.id} cannot tell while it is ${code}`, async () => {
        const outcome = await look(code);
        if (!('thrown' in outcome)) throw new Error(verdictOf(outcome).summary);
        expect(outcome.thrown).to.be.instanceOf(CannotTell);
        expect((outcome.thrown as CannotTell).message).to.include(code);
      });
    }
  }
});

function verdictOf(outcome: Outcome) {
  if ('verdict' in outcome) return outcome.verdict;
  throw outcome.thrown;
}
