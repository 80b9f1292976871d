import {expect} from 'chai';
import {privateTarget} from '../../../src/domain/api-gateway/api-private-target.ts';
import type {Api, ApiIntegration, VpcLink} from '../../../src/model/facts/aws-facts.ts';
import {API, integration, LISTENER, LOAD_BALANCER, vpcLink} from '../../support/aws-facts.ts';

describe('the way of a private integration to a load balancer', () => {
  it('leaves open which listener is called when it names the load balancer', () => {
    expect(target({})).to.deep.include({faults: [], leavesListenerOpen: true});
    expect(target({integrationTarget: LISTENER.arn})).to.deep.include({faults: [], leavesListenerOpen: false});
  });

  it('is in the uri of an HTTP API', () => {
    const http = {...API, protocol: 'HTTP'} as const;
    expect(target({uri: LISTENER.arn, integrationTarget: null}, http).faults).to.deep.equal([]);
    const [fault] = target({}, http).faults;
    expect(fault?.what).to.equal('it calls https://api.georgi.io/{proxy}, not listener 443 of central-alb');
    expect(fault?.fix).to.include(`Set the integration uri to ${LISTENER.arn}`);
  });

  it('needs a link of version 2', () => {
    expect(target({}, API, [vpcLink({version: 1})]).faults[0]?.what).to.include('of version 1');
    const missing = target({}, API, []);
    expect(missing.link).to.equal(null);
    expect(missing.faults.map(({what}) => what)).to.deep.equal([`there is no VPC link ${vpcLink().id}`]);
    expect(target({connectionType: 'INTERNET'}).faults[0]?.what).to.include('uses no VPC link');
  });
});

function target(members: Partial<ApiIntegration>, api: Api = API, links: readonly VpcLink[] = [vpcLink()]) {
  return privateTarget(api, {name: 'prod', variables: {}}, integration(members), links, LOAD_BALANCER, LISTENER);
}
