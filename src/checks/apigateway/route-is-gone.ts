import {routesByHand} from '../../domain/api-gateway/api-routes.ts';
import {
  deployingHint,
  deploymentDoubt,
  requireOneDeployment,
  requireStage,
} from '../../domain/api-gateway/api-stages.ts';
import {type RemainingRoute, remainsOf} from '../../domain/api-gateway/remaining-routes.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {hostParam, pathParam, resourceParam, textParam, textsParam, z} from '../../model/params.ts';
import {clauses} from '../../model/text/clauses.ts';
import {domainLeadsTo} from '../../readers/api-domain-way.ts';

export const routeIsGone = defineCheck({
  id: 'apigateway/route-is-gone',
  title: 'The stage of the API serves no route for a path any more',
  why: 'An old route that stays behind goes on serving clients past everything that was built around the new way, and breaks one day unseen. A route that was deleted and never deployed is still served. That there ever was such a route is not looked at: a path with a typing error has none.',
  fix: 'Once nothing asks for the path, delete the route (its `aws_api_gateway_method` and resource, or its `aws_apigatewayv2_route`), and deploy the API to the stage.',
  byHand:
    'aws apigateway get-export --rest-api-id <API_ID> --stage-name <stage> --export-type oas30 /dev/stdout || aws apigatewayv2 export-api --api-id <API_ID> --stage-name <stage> --specification OAS30 --output-type JSON /dev/stdout',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html',
  ],
  facts: ['api', 'apiDomains', 'apiMappings', 'apiStages', 'routingRules', 'servedApi'],
  params: () => ({
    api: resourceParam('api', 'The REST or HTTP API that had the route'),
    stage: textParam('The stage that is to serve it no more'),
    method: z
      .string()
      .regex(/^[A-Z]+$/, {error: 'is not a method in capitals'})
      .optional()
      .meta({description: 'The method of the route, in capitals, or ANY; without it, all of the path'}),
    path: pathParam('The path of the route within the API, as it is configured or as clients ask for it'),
    widerRoutes: z.enum(['refused', 'allowed']).default('refused').meta({
      description:
        'Whether another route, such as {proxy+} or $default, may take what clients ask for there: allowed where what it calls refuses it',
    }),
    host: hostParam('The custom domain name that clients used, which has to lead to this stage').optional(),
    keptIn: textsParam('Other stages of the API that may serve it still').optional(),
  }),
  async run({api: name, stage: stageName, method, path, widerRoutes, host, keptIn = []}, {aws}) {
    const api = await aws.api(name);
    const stages = await aws.apiStages(name, api);
    const described = {method: method ?? null, path};
    const asked = `${method ?? 'any method'} ${path}`;
    const place = `API ${api.name} (${api.id}), stage ${stageName}, ${asked}`;
    const stage = requireStage(api, stages, stageName);
    const deployment = requireOneDeployment(api, stage);
    const {routes} = await aws.servedApi(name, api, stageName);
    if (routes.length === 0) {
      throw new CannotTell(
        `API ${api.name} (${api.id}), stage ${stageName}: it serves no route at all`,
        'see whether this is the API and the stage that are meant',
      );
    }
    const {remaining, doubt} = remainsOf(api, routes, described);
    const expected = `no route for ${asked}`;
    const source = `apigateway:GET export of ${stageName} of API ${api.id}`;
    const evidence = [
      ...deployment,
      {what: 'routes served', value: routes.map((route) => `${route.method} ${route.path}`), source},
    ];
    const byHand = routesByHand(api, stageName);
    const still = remaining.filter(({isWider}) => !isWider || widerRoutes === 'refused');
    if (still.length > 0) {
      const faults = still.map((one) => ({what: remainText(one), fix: `${removal(one)}${deployingHint(stageName)}`}));
      return fail({place, faults, expected, evidence, byHand});
    }
    if (doubt !== null && widerRoutes === 'refused') {
      throw new CannotTell(`${place}: ${doubt}`, 'send the request and see what answers (http/responds)');
    }
    if (host !== undefined) await domainLeadsTo(name, host, {api, stage: stageName, path}, aws);
    for (const other of stages.filter((one) => one.name !== stageName && !keptIn.includes(one.name))) {
      const unread = deploymentDoubt(api, other);
      if (unread !== null) {
        throw new CannotTell(
          `${place}: it is not served, but whether stage ${other.name} of the same API serves it is not known: ${unread.because}`,
          `where stage ${other.name} may go on serving it, put it into \`keptIn:\`; else ${unread.fix}`,
        );
      }
      const there = remainsOf(api, (await aws.servedApi(name, api, other.name)).routes, described);
      const own = there.remaining.find(({isWider}) => !isWider);
      if (own === undefined) continue;
      throw new CannotTell(
        `${place}: it is not served, but stage ${other.name} of the same API serves ${own.route.method} ${own.route.path}`,
        `name stage ${other.name} where that one is meant; where it may go on serving it, put it into \`keptIn:\``,
      );
    }
    const wider = remaining.map(({route}) => `${route.method} ${route.path}`);
    return pass({
      place,
      actual: `${expected} among the ${routes.length} that are served`,
      expected,
      evidence,
      byHand,
      because: clauses(
        wider.length === 0 ? null : `${wider.join(' and ')} takes such requests, and what it calls was not looked at`,
      ),
    });
  },
});

function remainText({route, isWider}: RemainingRoute): string {
  const name = `${route.method} ${route.path}`;
  return isWider ? `${name} takes it` : `${name} is still served`;
}

function removal({route, isWider}: RemainingRoute): string {
  return isWider
    ? `Take ${route.method} ${route.path} away or narrow it, and deploy; where what it calls refuses such requests, say so with \`widerRoutes: allowed\`.`
    : `Once nothing asks for it, delete ${route.method} ${route.path}, and deploy.`;
}
