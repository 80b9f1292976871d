import {CannotTell} from '../../../model/errors.ts';
import type {Api, ApiGatewayFacts, ApiRoute} from '../../../model/facts/aws-facts.ts';
import {unlessAbsent} from '../absent.ts';
import {findApi} from '../find.ts';
import type {Place, Scope} from '../scope.ts';
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
  const rest = (place: Place) => to('apigateway', place);
  const http = (place: Place) => to('apigatewayv2', place);

  const apis = async (name: string) => {
    const place = at(name);
    return fact(place, 'apis', async (aborted) => {
      const both = await Promise.all([getRestApis(rest(place), aborted), getHttpApis(http(place), aborted)]);
      return both.flat();
    });
  };
  const apiRoutes = async (name: string, {id, protocol}: Api): Promise<readonly ApiRoute[]> => {
    const place = at(name);
    return fact(place, `apiRoutes:${id}`, (aborted) =>
      protocol === 'REST' ? getRestRoutes(rest(place), id, aborted) : getHttpRoutes(http(place), id, aborted),
    );
  };

  return {
    apis,
    api: async (name) => findApi(resource(name, 'api').api, await apis(name), at(name).name),
    apiRoutes,
    async apiStages(name, api) {
      const place = at(name);
      const {id, protocol} = api;
      const shown = variablesOf(await apiRoutes(name, api));
      return fact(place, `apiStages:${id}`, async (aborted) => {
        const stages =
          protocol === 'REST'
            ? await getRestStages(rest(place), id, aborted)
            : await getHttpStages(http(place), id, aborted);
        return stages.map((stage) => stageWithVariables(stage, shown));
      });
    },
    async apiDeployments(name, {id, protocol}) {
      const place = at(name);
      return fact(place, `apiDeployments:${id}`, (aborted) =>
        protocol === 'REST'
          ? getRestDeployments(rest(place), id, aborted)
          : getHttpDeployments(http(place), id, aborted),
      );
    },
    async apiDomains(name) {
      const place = at(name);
      return fact(place, 'apiDomains', (aborted) => getDomainNames(rest(place), aborted));
    },
    async apiMappings(name, domainName) {
      const place = at(name);
      return fact(place, `apiMappings:${domainName}`, (aborted) =>
        unlessAbsent(
          ['NotFoundException'],
          () => getApiMappings(http(place), domainName, aborted),
          () => {
            throw new CannotTell(
              `no custom domain name "${domainName}" of API Gateway in ${place.name}`,
              'correct the domain name, or the account or region of this resource in the checklist',
            );
          },
        ),
      );
    },
    async vpcLinks(name) {
      const place = at(name);
      return fact(place, 'vpcLinks', async (aborted) => {
        const both = await Promise.all([
          getNetworkVpcLinks(rest(place), aborted),
          getPrivateVpcLinks(http(place), aborted),
        ]);
        return both.flat();
      });
    },
  };
}
