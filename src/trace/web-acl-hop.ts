import {seenRequest} from '../domain/listener-rules/seen-request.ts';
import type {WebAclJudgement} from '../domain/web-acl/web-acl-judgement.ts';
import {endingText, refusalFix} from '../domain/web-acl/web-acl-text.ts';
import {bodyBytesOf} from '../domain/web-acl/web-request.ts';
import {command} from '../model/text/shell.ts';
import {webAclJudgement} from '../readers/web-acl.ts';
import type {Arriving} from './arriving.ts';
import {brokenHop, okHop, type Step, step, unknownHop} from './hop.ts';
import type {LoadBalancerHere} from './load-balancer-hop.ts';

/**
 * What the web ACL of the load balancer makes of the request, before any rule sees it. Of managed groups, rate limits and
 * Firewall Manager nobody can compute it: that they may refuse is said, and is not judged.
 */
export function webAclStep({aws, name, loadBalancer}: LoadBalancerHere, arriving: Arriving): Promise<Step<never>> {
  return step<never>('web-acl', async () => {
    const acl = await aws.webAcl(name);
    const byHand = command`aws wafv2 get-web-acl-for-resource --resource-arn ${loadBalancer.arn}`;
    if (acl === null)
      return {hop: okHop('web-acl', {summary: 'none in front of it', facts: {arn: null}, byHand}), next: null};
    const {host, method, headers, paths} = arriving;
    const request = {
      host,
      method,
      headers,
      query: arriving.query ?? undefined,
      sourceIp: arriving.sourceIp ?? undefined,
    };
    const bodyBytes = bodyBytesOf(method);
    const judgements = await Promise.all(
      paths.map((path) => {
        const asked = {seen: seenRequest({...request, path}), country: null, bodyBytes};
        return webAclJudgement(acl, asked, [], aws, name);
      }),
    );
    const open = judgements.flatMap(({doubts}) => doubts);
    const doubts = [...new Set(open.map(({rule, what}) => `rule ${rule}: ${what}`))];
    const rules = [...new Set(open.map(({rule}) => rule))].join(', ');
    const facts = {arn: acl.arn, name: acl.name, notJudged: doubts};
    const outcomes = new Set(judgements.map(outcomeOf));
    const [refusal] = judgements.flatMap(({endings}) => endings.filter(({isSure}) => isSure));
    if (refusal !== undefined && outcomes.size === 1 && outcomes.has('refused')) {
      const said = {summary: `${acl.name} refuses it`, facts, byHand};
      const because = `${acl.name}: ${endingText(refusal)}`;
      return {hop: brokenHop('web-acl', {...said, because, fix: refusalFix(refusal)}), next: null};
    }
    if (outcomes.size === 1 && outcomes.has('let through')) {
      const lines = rules === '' ? [] : [{mark: null, text: `not judged: what ${rules} makes of it`}];
      return {hop: okHop('web-acl', {summary: `${acl.name} lets it through`, lines, facts, byHand}), next: null};
    }
    const because = doubts.join('; ') || 'which path arrives is not documented, and it depends on that';
    const fix = 'give the headers and the source that clients send (--header, --source-ip), or send the request';
    const summary = `whether ${acl.name} lets it through is not known`;
    return {hop: unknownHop('web-acl', {summary, facts, byHand, because, fix}), next: null};
  });
}

function outcomeOf({endings, doubts}: WebAclJudgement): 'let through' | 'refused' | 'unknown' {
  if (endings.every(({isAllowed}) => !isAllowed)) return 'refused';
  const isLetThrough = endings.every(({isAllowed, isSure}) => isAllowed || !isSure);
  const isAllKnown = endings.every(({isAllowed}) => isAllowed);
  return isLetThrough && (isAllKnown || doubts.every(({isBeyond}) => isBeyond)) ? 'let through' : 'unknown';
}
