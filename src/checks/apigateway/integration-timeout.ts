import {deployingHint} from '../../domain/api-gateway/api-stages.ts';
import {timeoutFix} from '../../domain/api-gateway/api-streaming.ts';
import {gatewayTimers, INTEGRATION_TIMEOUT} from '../../domain/streams/stream-timers.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {durationParam, methodParam, pathParam, resourceParam, textParam, z} from '../../model/params.ts';
import {boundsText} from '../../model/text/bounds.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {configuredRoute} from '../../readers/api-configuration.ts';

export const integrationTimeout = defineCheck({
  id: 'apigateway/integration-timeout',
  title: 'API Gateway waits for this route as long as it should',
  why: 'When the integration timeout runs out, API Gateway answers 504 while the backend keeps working: a slow call that succeeds behind the load balancer fails through the gateway. Without `stage` the editable API is read, and a change that was never deployed counts.',
  fix: 'Set the timeout of the integration (timeout_milliseconds in Terraform). A REST API gets 29 s, a Regional or private one more on request (Service Quotas); an HTTP API 30 s at most. Then deploy.',
  byHand:
    'id=<API_ID>; aws apigateway get-resources --rest-api-id "$id" --embed methods --query "items[].[path,resourceMethods]" || aws apigatewayv2 get-integrations --api-id "$id"',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html',
  ],
  facts: ['api', 'apiRoutes', 'apiStages', 'servedApi'],
  params: () =>
    z
      .strictObject({
        api: resourceParam('api', 'The API'),
        stage: textParam(
          'The stage that has to serve it already; without it the editable API is read, deployed or not',
        ).optional(),
        method: methodParam('The method, in capitals'),
        path: pathParam('The path within the API, without stage and query string'),
        atLeast: durationParam('The shortest timeout that is accepted').optional(),
        atMost: durationParam('The longest timeout that is accepted').optional(),
      })
      .refine(({atLeast, atMost}) => atLeast !== undefined || atMost !== undefined, {
        error: 'needs atLeast, atMost or both',
      }),
  async run({api: name, stage, method, path, atLeast, atMost}, {aws}) {
    const route = await configuredRoute(name, {stage, method, path}, aws);
    const {api, integration, place, source, byHand} = route;
    const expected = boundsText(atLeast, atMost, formatDuration);
    if (integration === null) return fail({place, faults: [route.missing], expected, evidence: route.evidence, byHand});
    const timer = gatewayTimers({api, integration}).find((one) => one.name === INTEGRATION_TIMEOUT);
    if (timer === undefined || timer.seconds === null) {
      throw new CannotTell(`${place}: AWS does not say the timeout`, 'read it in the console');
    }
    const timeoutMs = timer.seconds * 1000;
    const waits = `${formatDuration(timeoutMs)}${timer.state === 'default' ? ' (the default)' : ''}`;
    const evidence = [...route.evidence, {what: 'integration timeout', value: waits, source}];
    const grounds = {place, actual: `the integration timeout is ${waits}`, expected, evidence, byHand};
    const fits = timeoutMs >= (atLeast ?? 0) && timeoutMs <= (atMost ?? Number.POSITIVE_INFINITY);
    return fits
      ? pass(grounds)
      : fail({...grounds, fix: `${timeoutFix(api, timeoutMs, {atLeast, atMost})}${deployingHint(stage)}`});
  },
});
