import {CannotTell} from '../../../model/errors.ts';
import type {Api, ApiGatewayFacts, ApiRoute} from '../../../model/facts/aws-facts.ts';
import {unlessAbsent} from '../absent.ts';
import {findApi} from '../find.ts';
import type {AccountRegion, Scope} from '../scope.ts';
import {
  getApiMappings,
  getHttpApis,
  getHttpDeployments,
  getHttpRoutes,
  getHttpStages,
  getPrivateVpcLinks,
} from './http-calls.ts';
import {
  getDomainNames,
  getNetworkVpcLinks,
  getRestApis,
  getRestDeployments,
  getRestRoutes,
  getRestStages,
} from './rest-calls.ts';
import {stageWithVariables, variablesOf} from './stages.ts';

/** REST APIs live in API Gateway's first API, HTTP and WebSocket APIs in its second; neither lists the other's. */
export function apiGatewayFacts({at, to, fact, resource}: Scope): ApiGatewayFacts {
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

  return {
    apis,
    api: async (name) => findApi(resource(name, 'api').api, await apis(name), at(name).name),
    apiRoutes,
    async apiStages(name, api) {
      const accountRegion = at(name);
      const {id, protocol} = api;
      const shown = variablesOf(await apiRoutes(name, api));
      return fact(accountRegion, `apiStages:${id}`, async (aborted) => {
        const stages =
          protocol === 'REST'
            ? await getRestStages(rest(accountRegion), id, aborted)
            : await getHttpStages(http(accountRegion), id, aborted);
        return stages.map((stage) => stageWithVariables(stage, shown));
      });
    },
    async apiDeployments(name, {id, protocol}) {
      const accountRegion = at(name);
      return fact(accountRegion, `apiDeployments:${id}`, (aborted) =>
        protocol === 'REST'
          ? getRestDeployments(rest(accountRegion), id, aborted)
          : getHttpDeployments(http(accountRegion), id, aborted),
      );
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
