import {expect} from 'chai';
import {privateTarget} from '../../../src/domain/api-gateway/api-private-target.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {Api, ApiIntegration, VpcLink} from '../../../src/model/facts/aws-facts.ts';
import {API, integration, LISTENER, LOAD_BALANCER, vpcLink} from '../../support/aws-facts.ts';

const NLB_ARN = LOAD_BALANCER.arn.replace('loadbalancer/app/central-alb', 'loadbalancer/net/edge-nlb');

describe('where a private integration ends', () => {
  it('is a load balancer, or one of its listeners', () => {
    expect(target({}).end).to.deep.equal({kind: 'application', loadBalancerArn: LOAD_BALANCER.arn, listenerArn: null});
    expect(target({integrationTarget: LISTENER.arn}).end).to.deep.equal({
      kind: 'application',
      loadBalancerArn: LOAD_BALANCER.arn,
      listenerArn: LISTENER.arn,
    });
  });

  it('is in the uri of an HTTP API', () => {
    const http = {...API, protocol: 'HTTP'} as const;
    expect(target({uri: LISTENER.arn, integrationTarget: null}, http).end).to.deep.include({listenerArn: LISTENER.arn});
    const cloudMap = 'arn:aws:servicediscovery:eu-central-1:444444444444:service/srv-1';
    const [fault] = target({uri: cloudMap}, http).faults;
    expect(fault?.what).to.equal(`it calls ${cloudMap}, which is not a load balancer`);
    expect(fault?.fix).to.include('Set the integration uri');
  });

  it('is the network load balancer of a link of version 1, or of an integration, at the port of the uri', () => {
    const entry = {kind: 'network', loadBalancerArn: NLB_ARN, entry: {port: 8443}};
    expect(target({}, API, [vpcLink({version: 1, targetArns: [NLB_ARN]})]).end).to.deep.equal(entry);
    expect(target({integrationTarget: NLB_ARN}).end).to.deep.equal(entry);
    const listenerArn = `${NLB_ARN.replace('loadbalancer/', 'listener/')}/0123456789abcdef`;
    expect(target({integrationTarget: listenerArn}).end).to.deep.include({entry: {listenerArn}});
  });

  it('needs a link that is there and available', () => {
    const missing = target({}, API, []);
    expect(missing.link).to.equal(null);
    expect(missing.faults.map(({what}) => what)).to.deep.equal([`there is no VPC link ${vpcLink().id}`]);
    expect(target({connectionType: 'INTERNET'}).faults[0]?.what).to.include('uses no VPC link');
    expect(target({type: 'MOCK'}).faults[0]?.what).to.include('of type MOCK, which calls nothing');
    for (const status of ['FAILED', 'INACTIVE', 'DELETING', 'PENDING']) {
      const {faults, end} = target({}, API, [vpcLink({status})]);
      expect(faults[0]?.what).to.include(`VPC link central-link is ${status}`);
      expect(end).not.to.equal(null);
    }
  });

  it('is not known where nothing names it', () => {
    expect(() => target({integrationTarget: null})).to.throw(CannotTell, 'does not say which load balancer');
    expect(() => target({}, API, [vpcLink({version: 1})])).to.throw(CannotTell, 'names no network load balancer');
  });
});

function target(members: Partial<ApiIntegration>, api: Api = API, links: readonly VpcLink[] = [vpcLink()]) {
  return privateTarget(api, {name: 'prod', variables: {}}, integration(members), links, 8443);
}
