import {expect} from 'chai';
import {z} from 'zod';
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
});
const checklist = checklistOf([], {
  resources: {
    alb: {
      kind: 'loadBalancer',
      name: 'alb',
      account: 'platform',
      region: null,
      loadBalancer: 'central-alb',
      listener: 443,
    },
    zone: {kind: 'hostedZone', name: 'zone', account: 'dns', region: null, hostedZone: 'georgi.io'},
  },
});

function fill(byHand: string, written: Readonly<Record<string, Json>>): string {
  return fillByHand({docs: {why: '', fix: '', byHand, links: []}, params}, written, checklist);
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
    // A host that happens to be called like a resource is none.
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
});
