import {expect} from 'chai';
import {z} from 'zod';
import type {Checklist} from '../../src/model/checklist.ts';
import type {Listener, LoadBalancer} from '../../src/model/facts/aws-facts.ts';
import {nothingSeen, type SeenFacts} from '../../src/model/facts/seen-facts.ts';
import type {Json} from '../../src/model/outcome.ts';
import {durationParam, resourceParam} from '../../src/model/params.ts';
import {fillByHand} from '../../src/runner/by-hand.ts';
import {checklistOf} from './scene.ts';

const params = z.strictObject({
  host: z.string(),
  alb: resourceParam('loadBalancer', 'where'),
  zone: resourceParam('hostedZone', 'whose').optional(),
  files: z.array(z.string()).optional(),
  port: z.number().optional(),
  method: z.string().default('GET'),
  within: durationParam('how long').prefault('5s'),
  targetGroup: z.string().optional(),
});
const ALB = {
  kind: 'loadBalancer',
  name: 'alb',
  account: 'platform',
  region: null,
  loadBalancer: 'central-alb',
  listener: 443,
} as const;
const checklist = checklistOf([], {
  resources: {
    alb: ALB,
    zone: {kind: 'hostedZone', name: 'zone', account: 'dns', region: null, hostedZone: 'georgi.io'},
  },
});

function fill(
  byHand: string,
  written: Readonly<Record<string, Json>>,
  {seen, own, ...changed}: Partial<Checklist> & {readonly seen?: SeenFacts; readonly own?: string} = {},
): string {
  return fillByHand({byHand, params}, written, {...checklist, ...changed}, {seen, own: own ?? null});
}

describe('the command that shows it by hand', () => {
  it('holds the item’s own values', () => {
    expect(fill('dig +short <host>; nc -z <host> <port>', {host: 'mcp.example.com', port: 443})).to.equal(
      'dig +short mcp.example.com; nc -z mcp.example.com 443',
    );
  });

  it('names what a resource stands for, also where it is optional', () => {
    expect(fill('aws elbv2 describe-load-balancers --names <alb>', {alb: 'alb'})).to.equal(
      'aws elbv2 describe-load-balancers --names central-alb',
    );
    expect(fill('<zone>', {zone: 'zone'})).to.equal('georgi.io');
    // A host with the same name as a resource is not a resource.
    expect(fill('<host>', {host: 'alb'})).to.equal('alb');
  });

  it('holds the default of what the item leaves open: a placeholder in a shell would be a redirection', () => {
    expect(fill('curl -X <method> --max-time <within>', {})).to.equal('curl -X GET --max-time 5s');
    expect(fill('curl -X <method>', {method: 'POST'})).to.equal('curl -X POST');
  });

  it('leaves alone what it has no single value for', () => {
    expect(fill('cat <files> <port> <other> <Not-a-param>', {files: ['a', 'b']})).to.equal(
      'cat <files> <port> <other> <Not-a-param>',
    );
  });

  it('quotes for the shell, inside quotes too', () => {
    const host = `a b$(x)'"\`;`;
    expect(fill('dig <host>', {host})).to.equal(`dig 'a b$(x)'\\''"\`;'`);
    expect(fill(`curl -H 'Host: <host>'`, {host})).to.equal(`curl -H 'Host: a b$(x)'\\''"\`;'`);
    expect(fill(`curl -H "Host: <host>"`, {host})).to.equal(`curl -H "Host: a b\\$(x)'\\"\\\`;"`);
    expect(fill(`echo "it's" <host>`, {host: 'a&b'})).to.equal(`echo "it's" 'a&b'`);
  });

  describe('of a resource', () => {
    const LISTENER = '<LISTENER_ARN>';
    const loadBalancer = {
      arn: 'arn:aws:lb',
      name: 'central-alb',
      securityGroupIds: ['sg-1', 'sg-2'],
    } as unknown as LoadBalancer;

    it('asks AWS for what is not known: it can be run before any fact came', () => {
      expect(fill(`aws elbv2 describe-rules --listener-arn ${LISTENER}`, {alb: 'alb'})).to.equal(
        `aws elbv2 describe-rules --listener-arn "$(aws elbv2 describe-listeners --load-balancer-arn ` +
          `"$(aws elbv2 describe-load-balancers --names central-alb --query "LoadBalancers[0].LoadBalancerArn" --output text)" ` +
          `--query "Listeners[?to_string(Port)=='443'].ListenerArn" --output text)"`,
      );
    });

    it('holds what a fact has said, for any item', () => {
      const seen = nothingSeen();
      seen.loadBalancer.set('alb', loadBalancer);
      seen.listener.set('alb', {arn: 'arn:aws:listener'} as Listener);
      expect(fill(`<LOAD_BALANCER_ARN> ${LISTENER} <SECURITY_GROUP_IDS>`, {alb: 'alb'}, {seen})).to.equal(
        'arn:aws:lb arn:aws:listener sg-1,sg-2',
      );
    });

    it('holds what the checklist itself says', () => {
      expect(fill('<LISTENER_PORT> <ZONE_NAME>', {alb: 'alb', zone: 'zone'})).to.equal('443 georgi.io');
      expect(fill('<TARGET_GROUP_ARN>', {alb: 'alb', targetGroup: 'arn:aws:tg/a'})).to.equal('arn:aws:tg/a');
    });

    it('stays as it is where the item names none', () => {
      expect(fill(`echo ${LISTENER}`, {})).to.equal(`echo ${LISTENER}`);
    });
  });

  it('says the profile and region of the account, in every call to AWS', () => {
    const account = {id: null, roleArn: null, externalId: null, via: null};
    const accounts = {
      platform: {...account, name: 'platform', profile: 'my team', region: 'eu-west-1'},
      dns: {...account, name: 'dns', profile: 'dns', region: 'eu-west-1'},
    };
    const both = {alb: 'alb', zone: 'zone'};
    expect(fill('aws elbv2 describe-tags; dig aws elbv2 x | aws acm list-certificates', both, {accounts})).to.equal(
      "aws elbv2 describe-tags --profile 'my team' --region eu-west-1; dig aws elbv2 x | aws acm list-certificates --profile 'my team' --region eu-west-1",
    );
    expect(fill('aws route53 get-hosted-zone --id <ZONE_ID>', both, {accounts})).to.match(
      /^aws route53 get-hosted-zone --profile dns --id "\$\(aws route53 list-hosted-zones-by-name --profile dns --dns-name georgi.io /,
    );
    const own = 'aws elbv2 describe-rules --listener-arn arn:aws:x';
    expect(fill('aws elbv2 x', both, {accounts, own})).to.equal(
      "aws elbv2 describe-rules --profile 'my team' --region eu-west-1 --listener-arn arn:aws:x",
    );
  });
});
