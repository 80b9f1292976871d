import {arrivalOf} from '../../domain/api-gateway/api-arrival.ts';
import {landingFix, landingsOf, leadsTo, requirePath, takenText} from '../../domain/api-gateway/api-landing.ts';
import {missingIntegration, requireSureRoute, routesByHand} from '../../domain/api-gateway/api-routes.ts';
import {requireOneDeployment, requireStage} from '../../domain/api-gateway/api-stages.ts';
import {endpointFault} from '../../domain/api-gateway/endpoint-fault.ts';
import {linkCertificateFault} from '../../domain/api-gateway/link-certificate.ts';
import {ruleName} from '../../domain/listener-rules/listener-rules.ts';
import {rewriteFix, undecidedSight} from '../../domain/listener-rules/request-routing.ts';
import {unlikeWanted} from '../../domain/listener-rules/rewrites.ts';
import {requireUsable, stateNote} from '../../domain/load-balancers/usable-state.ts';
import {CannotTell, defineCheck, type Evidence, type Fault, fail, pass} from '../../model/check.ts';
import {addressParam, hostParam, methodParam, pathParam, resourceParam, textParam} from '../../model/params.ts';
import {queryParam, sentHeadersParam, targetSeesParam} from '../../model/routed-params.ts';
import {attachedCertificates} from '../../readers/attached-certificates.ts';
import {sourcesThroughLink} from '../../readers/link-addresses.ts';
import {privateWay} from '../../readers/private-way.ts';
import {targetGroupIfNamed} from '../../readers/target-groups.ts';

export const routeReachesVpcLink = defineCheck({
  id: 'apigateway/route-reaches-vpc-link',
  title: 'A route of the API goes over the VPC link to the load balancer, and a listener rule takes it on',
  why: 'A private integration sends the stage name in front of the path and the host of its own uri, so that rules for the public name and path miss it: the default action answers 404.',
  fix: 'Let a listener rule match the host of the integration uri and the path with the stage, or take the stage off: requestOverride.path in a mapping template of a REST API, overwrite:path = $request.path for an HTTP API. Then deploy.',
  byHand:
    'id=<API_ID>; aws apigateway get-resources --rest-api-id "$id" --embed methods --query "items[].[path,resourceMethods]" || aws apigatewayv2 get-integrations --api-id "$id"',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/private-integration.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html',
  ],
  facts: [
    'api',
    'apiStages',
    'certificate',
    'listener',
    'listenerCertificates',
    'listenerRules',
    'listenersOf',
    'loadBalancer',
    'loadBalancers',
    'servedApi',
    'subnets',
    'targetGroups',
    'targetHealth',
    'vpcLinks',
  ],
  params: () => ({
    api: resourceParam('api', 'The REST or HTTP API'),
    stage: textParam('The stage that serves the request'),
    method: methodParam('The method, in capitals'),
    path: pathParam('The path within the API, without stage and query string'),
    headers: sentHeadersParam('Further headers that clients of the API send').optional(),
    query: queryParam().optional(),
    host: hostParam(
      "The Host that the load balancer sees, where AWS does not document it (an HTTP API that does not overwrite it): somebody has read it in the load balancer's access logs",
    ).optional(),
    sourceIp: addressParam(
      'The address that the load balancer sees; without it, all those of the subnets of the VPC link are tried',
    ).optional(),
    vpcLink: textParam('The VPC link it has to use: a name or an id').optional(),
    alb: resourceParam('loadBalancer', 'The load balancer and listener it has to reach'),
    targetGroup: textParam('The target group it has to reach: a name or an ARN').optional(),
    targetSees: targetSeesParam(),
  }),
  async run({api: name, stage: stageName, method, path, headers = {}, query, host, sourceIp, ...to}, {aws, now}) {
    const {vpcLink, alb, targetGroup, targetSees = {}} = to;
    const [api, loadBalancer, listener] = await Promise.all([aws.api(name), aws.loadBalancer(alb), aws.listener(alb)]);
    const found = requireStage(api, await aws.apiStages(name, api), stageName);
    const deployment = requireOneDeployment(api, found);
    const {routes, variables} = await aws.servedApi(name, api, stageName);
    const wanted = await targetGroupIfNamed(alb, targetGroup, aws);
    const stage = {name: stageName, variables};
    const {route, parameters, because} = requireSureRoute(api, routes, {method, path});
    const source = `apigateway:GET API ${api.id}`;
    const byHand = routesByHand(api, stageName);
    const evidence: Evidence[] = [{what: 'route', value: because, source}, ...deployment];
    const place = `API ${api.name} (${api.id}), stage ${stage.name}, ${method} ${path}`;
    const expected = `a VPC link${vpcLink === undefined ? '' : ` ${vpcLink}`} to listener ${listener.port} of ${loadBalancer.name}, and a rule that forwards${wanted === null ? '' : ` to ${wanted.name}`}`;
    const failed = (...faults: Fault[]) => fail({place, faults, expected, evidence, byHand});

    const integration = route?.integration ?? null;
    if (integration === null) return failed(missingIntegration(route === null, because, {method, path}));
    const documented = arrivalOf(api, stage, integration, {method, path}, parameters, {headers, query});
    const arrival = {...documented, host: documented.host ?? host ?? null};
    const way = await privateWay(aws, {api: name, loadBalancer: alb}, {api, stage, integration, arrival});
    const {link} = way;
    evidence.push(...way.evidence);
    const isOther = link !== null && vpcLink !== undefined && vpcLink !== link.id && vpcLink !== link.name;
    const other = {
      what: `it goes over VPC link ${link?.name} (${link?.id}), not ${vpcLink}`,
      fix: `Name the id of VPC link ${vpcLink} as the connection of the integration, and deploy.`,
    };
    const wrong = [...(isOther ? [other] : []), ...way.faults];
    if (wrong.length > 0) return failed(...wrong);

    requirePath(arrival, place);
    const elsewhere = endpointFault(api, way.targets, arrival.port, loadBalancer, listener, place);
    if (elsewhere !== null) return failed(elsewhere);
    if (arrival.scheme.toUpperCase() !== listener.protocol) {
      return failed({
        what: `it speaks ${arrival.scheme} to a listener for ${listener.protocol}`,
        fix: `Let the uri of the integration begin with ${listener.protocol.toLowerCase()}://, or call a listener for ${arrival.scheme.toUpperCase()}; then deploy.`,
      });
    }
    const verified = integration.tlsServerName ?? arrival.host;
    if (arrival.scheme === 'https' && verified !== null) {
      const distrust = linkCertificateFault(verified, await attachedCertificates(aws, alb), integration, now);
      if (distrust !== null) return failed(distrust);
    }
    const seen = arrival.paths.map((one) => `${arrival.method} ${arrival.host ?? '(host not documented)'}${one}`);
    evidence.push({what: 'what the load balancer sees', value: seen, source: arrival.because});
    const rules = await aws.listenerRules(alb);
    const sources =
      sourceIp === undefined ? await sourcesThroughLink(aws, alb, way.source?.subnetIds ?? [], rules) : [sourceIp];
    const winners = landingsOf(rules, arrival, sources, place);
    for (const {trial, asked} of winners) {
      evidence.push({what: `${ruleName(trial.rule)} takes ${asked}`, value: trial.because, source: trial.rule.arn});
    }
    const verdicts = winners.map(({trial}) => leadsTo(trial.rule, wanted?.arn ?? null));
    const does = [...new Set(winners.map(takenText))];
    if (new Set(verdicts).size > 1) {
      throw new CannotTell(
        arrival.paths.length > 1
          ? `${place}: whether the path of the caller or that of the integration's uri follows the stage is not documented, and it decides: ${does.join('; ')}`
          : `${place}: which address of the VPC link the load balancer sees decides: ${does.join('; ')}`,
        arrival.paths.length > 1
          ? 'give the uri the path of the route, or send the request and see what answers (http/responds)'
          : 'let the rule admit all subnets of the VPC link, or state `sourceIp:`',
      );
    }
    const [landing] = winners;
    if (!verdicts[0] && landing !== undefined) {
      const fix = landingFix(api, rules, landing, wanted?.arn ?? null);
      return failed({what: `the load balancer sees ${does.join('; ')}`, fix});
    }
    const sights = winners.map(({trial, request}) => ({
      rule: trial.rule,
      ...unlikeWanted(trial.rule, request, targetSees),
    }));
    const open = sights.flatMap((sight) => sight.open);
    const blurred = sights.filter(({wrong}) => wrong.length > 0);
    if (open.length > 0 || (blurred.length > 0 && blurred.length < sights.length)) throw undecidedSight(place, open);
    if (blurred.length > 0) {
      return failed(
        ...blurred.map(({rule, wrong}) => ({what: `the target sees ${wrong.join(' and ')}`, fix: rewriteFix(rule)})),
      );
    }
    requireUsable(loadBalancer);
    const actual = `VPC link ${link?.name}, then ${does.join('; ')}`;
    return pass({place, actual, expected, because: stateNote(loadBalancer), evidence, byHand});
  },
});
