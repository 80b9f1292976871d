import {routesByHand} from '../../domain/api-gateway/api-routes.ts';
import {seenRequest} from '../../domain/listener-rules/seen-request.ts';
import {CannotTell, defineCheck, type Evidence, fail, pass} from '../../model/check.ts';
import {fileParam, methodParam, pathParam, resourceParam, textParam, z} from '../../model/params.ts';
import {webRequestParam} from '../../model/routed-params.ts';
import {successorsParam} from '../../model/successor-params.ts';
import {clauses} from '../../model/text/clauses.ts';
import {oldProtections} from '../../readers/old-protections.ts';
import {standingOf} from '../../readers/successors.ts';

export const protectionsHaveSuccessors = defineCheck({
  id: 'apigateway/protections-have-successors',
  title: 'Whatever keeps requests of a route out at API Gateway has a successor on the way through the load balancer',
  why: 'Behind API Gateway a service often has no authorizer, limit or firewall of its own. A way through the load balancer goes past all of them, and what they kept out reaches the service, with nobody having decided it. That a successor is there is judged, not that it does as much.',
  fix: 'Name in `successors:` what takes the place of each protection, and build it; or say in `because:` why none has to.',
  byHand:
    'aws apigateway get-export --rest-api-id <API_ID> --stage-name <stage> --export-type oas30 --parameters extensions=apigateway /dev/stdout; aws apigateway get-stage --rest-api-id <API_ID> --stage-name <stage>',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-best-practices.html',
  ],
  facts: [
    'api',
    'apiDomains',
    'apiMappings',
    'apiStages',
    'environmentIs',
    'files',
    'ipSet',
    'listener',
    'listenerRules',
    'regexPatternSet',
    'routingRules',
    'servedApi',
    'service',
    'stageWebAcl',
    'taskDefinition',
    'tasks',
    'usagePlans',
    'wafRuleGroup',
    'webAcl',
  ],
  params: () =>
    z
      .strictObject({
        api: resourceParam('api', 'The REST or HTTP API of the old way'),
        stage: textParam('The stage that serves it'),
        method: methodParam('The method, in capitals'),
        path: pathParam('The path within the API, without stage and query string'),
        alb: resourceParam('loadBalancer', 'The load balancer and listener of the new way'),
        request: webRequestParam(),
        service: resourceParam('service', 'The service whose variables are successors').optional(),
        file: fileParam('The file whose texts are successors, of configuration or code').optional(),
        successors: successorsParam(),
      })
      .refine(({service, successors}) => service !== undefined || !names(successors, 'environment'), {
        path: ['service'],
        error: 'is missing, and a successor names a variable of it',
      })
      .refine(({file, successors}) => file !== undefined || !names(successors, 'text'), {
        path: ['file'],
        error: 'is missing, and a successor names a text of it',
      }),
  async run({api: name, stage: stageName, method, path, request: stated, successors, ...to}, {aws, files}) {
    const old = await oldProtections(name, {stage: stageName, method, path}, aws);
    const {api, stage, place, protections, because} = old;
    if (protections === null) {
      throw new CannotTell(`${place}: ${because}`, 'correct `method:` and `path:` to those of a route that is served');
    }
    const {country = null, bodyBytes = null, ...request} = stated;
    const way = {...to, api: name, request, asked: {seen: seenRequest(request), country, bodyBytes}};
    const looks = await Promise.all(
      protections.map(async ({kind, what}) => {
        const named = successors[kind];
        const fix = `Name in \`successors: {${kind}: …}\` what takes its place, or why nothing has to (\`because:\`).`;
        if (named === undefined) return {what, kind: 'missing', standing: 'has no successor', fix} as const;
        const before = {stageWebAclArn: stage.webAclArn, isLimit: kind === 'throttling'};
        const standing = await standingOf(named, before, way, {aws, files});
        return {...standing, what, standing: standing.what};
      }),
    );
    const evidence: Evidence[] = [
      ...old.evidence,
      ...looks.map((look) => ({what: look.what, value: look.standing, source: 'source' in look ? look.source : place})),
    ];
    const expected = 'a successor of each protection';
    const byHand = routesByHand(api, stage.name);
    const faults = looks.flatMap((look) =>
      look.kind === 'missing' ? {what: `${look.what}: ${look.standing}`, fix: look.fix} : [],
    );
    if (faults.length > 0) return fail({place, faults, expected, evidence, byHand});
    const [doubt] = looks.flatMap((look) => (look.kind === 'doubt' ? look : []));
    if (doubt !== undefined) throw new CannotTell(`${place}: ${doubt.what}: ${doubt.standing}`, doubt.fix);
    const kinds = new Set<string>(protections.map(({kind}) => kind));
    const idle = Object.keys(successors).filter((kind) => !kinds.has(kind));
    const actual =
      looks.map(({what, standing}) => `${what} (now ${standing})`).join('; ') || 'nothing is kept out of it';
    const unused = idle.length === 0 ? null : `it has nothing that ${idle.join(' and ')} would be the successor of`;
    return pass({place, actual, expected, evidence, byHand, because: clauses(unused, NOT_LOOKED_AT)});
  },
});

/** What may keep requests out besides. */
const NOT_LOOKED_AT =
  'what is in front of API Gateway, such as CloudFront, and the limits of the whole account were not looked at';

function names(successors: Readonly<Record<string, object | undefined>>, form: string): boolean {
  return Object.values(successors).some((one) => one !== undefined && form in one);
}
