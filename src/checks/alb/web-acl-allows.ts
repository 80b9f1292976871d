import {requestText} from '../../domain/listener-rules/request-text.ts';
import {seenRequest} from '../../domain/listener-rules/seen-request.ts';
import {endingText, refusalFix, requireAssumed, webAclEvidence} from '../../domain/web-acl/web-acl-text.ts';
import {bodyBytesOf} from '../../domain/web-acl/web-request.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam, z} from '../../model/params.ts';
import {webRequestParam} from '../../model/routed-params.ts';
import {clauses} from '../../model/text/clauses.ts';
import {webAclJudgement} from '../../readers/web-acl.ts';

export const webAclAllows = defineCheck({
  id: 'alb/web-acl-allows',
  title: 'The web ACL in front of the load balancer lets the request through',
  why: 'A web ACL that was made for an API refuses what is new: a path that no rule allows, a client without a browser that cannot solve a CAPTCHA or a challenge, a country, a body that is too large. The load balancer then answers 403, and no target ever sees the request.',
  fix: 'Add a rule with a smaller priority number that allows just this request, or narrow the statement of the rule that refuses it (`rule` of the `aws_wafv2_web_acl`); look at its sampled requests first.',
  byHand: 'aws wafv2 get-web-acl-for-resource --resource-arn <LOAD_BALANCER_ARN>',
  links: [
    'https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-processing.html',
    'https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements.html',
  ],
  facts: ['ipSet', 'loadBalancer', 'regexPatternSet', 'wafRuleGroup', 'webAcl'],
  params: () => ({
    alb: resourceParam('loadBalancer', 'The load balancer that the web ACL is associated with'),
    request: webRequestParam(),
    assume: z.array(z.string().min(1)).default([]).meta({
      description:
        'Rules that a person has seen let this request through, by name: of managed groups, rate limits and Firewall Manager it cannot be computed',
    }),
  }),
  async run({alb, request: stated, assume}, {aws}) {
    const [loadBalancer, acl] = await Promise.all([aws.loadBalancer(alb), aws.webAcl(alb)]);
    const expected = 'let through';
    if (acl === null) {
      const actual = 'no web ACL is associated with it, and none refuses the request';
      const evidence = [{what: 'web ACL', value: null, source: loadBalancer.arn}];
      return pass({place: `load balancer ${loadBalancer.name}`, actual, expected, evidence});
    }
    const {country = null, bodyBytes, ...request} = stated;
    const asked = {seen: seenRequest(request), country, bodyBytes: bodyBytesOf(request.method, bodyBytes)};
    requireAssumed(acl, assume);
    const judgement = await webAclJudgement(acl, asked, assume, aws, alb);

    const place = `${requestText(request)} at web ACL ${acl.name}`;
    const {endings, assumed, doubts} = judgement;
    const grounds = {place, expected, evidence: webAclEvidence(acl, judgement)};
    const refusals = endings.filter(({isAllowed}) => !isAllowed);
    const said =
      assumed.length === 0 ? null : `${assumed.join(', ')} let it through by \`assume\`, and were not computed`;
    if (refusals.length === 0) {
      const seen = endings.filter(({isSure, by}) => isSure || !assumed.some((name) => by === `rule ${name}`));
      const actual = [...new Set(seen.map(endingText))].join(' or ');
      return pass({...grounds, actual, because: clauses(said)});
    }
    if (refusals.length === endings.length) {
      const faults = refusals
        .filter(({isSure}) => isSure)
        .map((ending) => ({what: endingText(ending), fix: refusalFix(ending)}));
      return fail({...grounds, faults, because: said});
    }
    const open = [...new Set(doubts.map(({rule, what}) => `rule ${rule}: ${what}`))];
    throw new CannotTell(
      `${place}: whether it is let through is not known: ${open.join('; ')}`,
      'state what is missing in `request:`; where the sampled requests or the logs of the web ACL show that a rule lets this request through, name the rule in `assume:`',
    );
  },
});
