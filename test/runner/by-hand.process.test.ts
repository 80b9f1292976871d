import {execFileSync} from 'node:child_process';
import {expect} from 'chai';
import {z} from 'zod';
import {resourceParam} from '../../src/model/params.ts';
import {fillByHand} from '../../src/runner/by-hand.ts';
import {checklistOf} from './scene.ts';

describe('the command that shows it by hand, in a shell', () => {
  it('holds every name as one word, however deeply it is nested', () => {
    const loadBalancer = `a b"c'd$(e)\`f`;
    const alb = {kind: 'loadBalancer', name: 'alb', account: 'x', region: null, loadBalancer, listener: 443} as const;
    const params = z.strictObject({alb: resourceParam('loadBalancer', 'which'), host: z.string()});
    const byHand = 'echo <LOAD_BALANCER_ARN> <host> "<host>"';
    const checklist = checklistOf([], {resources: {alb}});
    const line = fillByHand({byHand, params}, {alb: 'alb', host: loadBalancer}, checklist);
    // Instead of the AWS CLI: prints the name that it is asked for.
    const aws = 'aws() { while [ "$1" != --names ]; do shift; done; printf %s "$2"; }';
    expect(execFileSync('sh', ['-c', `${aws}; ${line}`], {encoding: 'utf8'})).to.equal(
      `${[loadBalancer, loadBalancer, loadBalancer].join(' ')}\n`,
    );
  });
});
