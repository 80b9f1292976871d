import {HTTP_API} from '../../../lab/unusual/http-api.ts';
import {apiRoute, integration} from '../../../support/aws-facts.ts';
import type {RecordedBreakage} from '../breakage.ts';

const [ROUTE] = HTTP_API.aws.apiRoutes;
if (ROUTE?.integration == null) throw new Error('the HTTP API has no integration');
const {integration: RIGHT} = ROUTE;

/** An HTTP API in place of the REST API. */
export const RECORDED_HTTP_API: readonly RecordedBreakage[] = [
  {
    fault: 'an HTTP API does not say which Host it sends to the load balancer, which AWS does not document either',
    known: [],
    // Such an API can't stream either.
    fails: ['events-stream'],
    cannotTell: ['api-route'],
    breaks: (world) => ({
      ...world,
      api: {...world.api, protocol: 'HTTP'},
      apiRoutes: world.apiRoutes.map(({path}) =>
        apiRoute({
          path,
          authorization: 'JWT',
          integration: integration({
            ...RIGHT,
            requestParameters: {'overwrite:path': '/jessica-service$request.path'},
          }),
        }),
      ),
      apiStages: HTTP_API.aws.apiStages.map((stage, i) => ({...stage, name: world.apiStages[i]?.name ?? stage.name})),
    }),
  },
];
