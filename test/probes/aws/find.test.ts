import {expect} from 'chai';
import {CannotTell} from '../../../src/model/errors.ts';
import {findHostedZone, findListener, mustFindLoadBalancer} from '../../../src/probes/aws/find.ts';
import {RESOURCES} from '../../support/aws-answers.ts';
import {LISTENER, LOAD_BALANCER, ZONE} from '../../support/aws-facts.ts';

describe('finding what a resource names', () => {
  const where = 'account platform (444444444444), eu-central-1';

  it('finds a load balancer, or names what there is', () => {
    expect(mustFindLoadBalancer(LOAD_BALANCER.arn, [LOAD_BALANCER], where)).to.equal(LOAD_BALANCER);
    expect(() => mustFindLoadBalancer('central', [LOAD_BALANCER], where)).to.throw(
      CannotTell,
      /^no load balancer "central" in account platform .* There are: central-alb\./,
    );
  });

  it('finds the listener on the port, or names the ports there are', () => {
    expect(findListener(RESOURCES.alb, LOAD_BALANCER, [{...LISTENER, port: 80}, LISTENER])).to.equal(LISTENER);
    expect(() => findListener(RESOURCES.alb, LOAD_BALANCER, [{...LISTENER, port: 80, protocol: 'HTTP'}])).to.throw(
      CannotTell,
      'no listener on port 443 of load balancer central-alb',
    );
  });

  it('finds a zone by id or name, the public one before a private one', () => {
    const inside = {...ZONE, id: 'ZPRIVATE', isPrivate: true};
    expect(findHostedZone('Georgi.io.', [inside, ZONE], where)).to.equal(ZONE);
    expect(findHostedZone('/hostedzone/ZPRIVATE', [inside, ZONE], where)).to.equal(inside);
    expect(findHostedZone('georgi.io', [inside], where)).to.equal(inside);
  });

  it('does not choose between two of a name', () => {
    const twin = {...ZONE, id: 'ZTWIN'};
    expect(() => findHostedZone('georgi.io', [ZONE, twin], where)).to.throw(CannotTell, `${ZONE.id}, ZTWIN`);
    expect(() => findHostedZone('geogri.io', [ZONE], where)).to.throw(CannotTell, 'Did you mean "georgi.io"?');
  });
});
