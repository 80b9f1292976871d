import {CannotTell} from '../../../model/errors.ts';
import type {Api, ApiGatewayFacts, ApiRoute} from '../../../model/facts/aws-facts.ts';
import {unlessAbsent} from '../absent.ts';
import {findApi} from '../find.ts';
import type {AccountRegion, Scope} from '../scope.ts';
import {toExportedApi} from './export-mapping.ts';
import {
  exportHttpApi,
  getApiMappings,
  getHttpApis,
  getHttpRoutes,
  getHttpStages,
  getPrivateVpcLinks,
  listRoutingRules,
} from './http-calls.ts';
import {toHttpStage} from './http-mapping.ts';
import {
  exportRestApi,
  getDomainNames,
  getNetworkVpcLinks,
  getRestApis,
  getRestRoutes,
  getRestStages,
  getUsagePlans,
} from './rest-calls.ts';
import {toRestStage} from './rest-mapping.ts';
import {shownVariables} from './stages.ts';

/** One IAM action for every read of both. */
const action = 'apigateway:GET';

/** REST APIs live in API Gateway's first API, HTTP and WebSocket APIs in its second; neither lists the other's. */
export function apiGatewayFacts({at, to, fact, resource, unrecorded}: Scope): ApiGatewayFacts {
  const rest = (accountRegion: AccountRegion) => to('apigateway', accountRegion);
  const http = (accountRegion: AccountRegion) => to('apigatewayv2', accountRegion);

  const apis = async (name: string) => {
    const accountRegion = at(name);
    return fact(accountRegion, 'apis', async (aborted) => {
      const both = await Promise.all([
        getRestApis(rest(accountRegion), aborted),
        getHttpApis(http(accountRegion), aborted),
      ]);
      return both.flat();
    });
  };
  const apiRoutes = async (name: string, {id, protocol}: Api): Promise<readonly ApiRoute[]> => {
    const accountRegion = at(name);
    return fact(accountRegion, `apiRoutes:${id}`, (aborted) =>
      protocol === 'REST'
        ? getRestRoutes(rest(accountRegion), id, aborted)
        : getHttpRoutes(http(accountRegion), id, aborted),
    );
  };

  // All variables of a stage may not be recorded, and both what it is and what it serves need its answer.
  const restStages = (accountRegion: AccountRegion, id: string, signal: AbortSignal) =>
    unrecorded(accountRegion, `apiStages:${id}`, signal, (ended) => getRestStages(rest(accountRegion), id, ended));
  const httpStages = (accountRegion: AccountRegion, id: string, signal: AbortSignal) =>
    unrecorded(accountRegion, `apiStages:${id}`, signal, (ended) => getHttpStages(http(accountRegion), id, ended));

  return {
    apis,
    api: async (name) => findApi(resource(name, 'api').api, await apis(name), at(name).name),
    apiRoutes,
    async apiStages(name, {id, protocol}) {
      const accountRegion = at(name);
      return fact(accountRegion, `apiStages:${id}`, async (aborted) =>
        protocol === 'REST'
          ? (await restStages(accountRegion, id, aborted)).map((stage) => toRestStage(action, stage))
          : (await httpStages(accountRegion, id, aborted)).map((stage) => toHttpStage(action, stage)),
      );
    },
    async servedApi(name, {id, protocol}, stageName) {
      const accountRegion = at(name);
      return fact(accountRegion, `servedApi:${id}:${stageName}`, async (aborted) => {
        const [body, variables] =
          protocol === 'REST'
            ? await Promise.all([
                exportRestApi(rest(accountRegion), id, stageName, aborted),
                restStages(accountRegion, id, aborted).then(
                  (stages) => stages.find((stage) => stage.stageName === stageName)?.variables,
                ),
              ])
            : await Promise.all([
                exportHttpApi(http(accountRegion), id, stageName, aborted),
                httpStages(accountRegion, id, aborted).then(
                  (stages) => stages.find((stage) => stage.StageName === stageName)?.StageVariables,
                ),
              ]);
        const exported = toExportedApi(action, protocol, body);
        return {...exported, variables: shownVariables(variables ?? {}, exported.routes)};
      });
    },
    async apiDomains(name) {
      const accountRegion = at(name);
      return fact(accountRegion, 'apiDomains', (aborted) => getDomainNames(rest(accountRegion), aborted));
    },
    async apiMappings(name, domainName) {
      const accountRegion = at(name);
      return fact(accountRegion, `apiMappings:${domainName}`, (aborted) =>
        unlessAbsent(
          ['NotFoundException'],
          () => getApiMappings(http(accountRegion), domainName, aborted),
          () => {
            throw new CannotTell(
              `no custom domain name "${domainName}" of API Gateway in ${accountRegion.name}`,
              'correct the domain name, or the account (--profile) or region (--region) where it is looked for; in a checklist, those of this resource',
            );
          },
        ),
      );
    },
    async routingRules(name, domainName) {
      const accountRegion = at(name);
      return fact(accountRegion, `routingRules:${domainName}`, (aborted) =>
        listRoutingRules(http(accountRegion), domainName, aborted),
      );
    },
    async usagePlans(name) {
      const accountRegion = at(name);
      return fact(accountRegion, 'usagePlans', (aborted) => getUsagePlans(rest(accountRegion), aborted));
    },
    async vpcLinks(name) {
      const accountRegion = at(name);
      return fact(accountRegion, 'vpcLinks', async (aborted) => {
        const both = await Promise.all([
          getNetworkVpcLinks(rest(accountRegion), aborted),
          getPrivateVpcLinks(http(accountRegion), aborted),
        ]);
        return both.flat();
      });
    },
  };
}
