import {isCached} from '../../domain/api-gateway/api-stages.ts';
import {gatewayTimerFaults, modeFault, streamObstacles, transferMode} from '../../domain/api-gateway/api-streaming.ts';
import {gatewayTimers} from '../../domain/streams/stream-timers.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {durationParam, methodParam, pathParam, resourceParam, textParam, z} from '../../model/params.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {configuredRoute} from '../../readers/api-configuration.ts';

export const streamMode = defineCheck({
  id: 'apigateway/stream-mode',
  title: 'API Gateway passes responses on as it should: whole, or as a stream',
  why: 'A buffering route holds an event stream back until it is complete, which it never is: the client sees nothing and then 504. A streaming one ends it after 15 minutes, or after 5 minutes (30 s at an edge-optimized API) of silence. Without `stage` the editable API is read, and a change that was never deployed counts.',
  fix: 'Set the integration to STREAM (aws apigateway update-integration --patch-operations op=replace,path=/responseTransferMode,value=STREAM), raise its timeout, and deploy. Only REST APIs stream, and only HTTP_PROXY and AWS_PROXY integrations without compression. Streams that live longer need a way around the gateway.',
  byHand:
    'id=<API_ID>; aws apigateway get-resources --rest-api-id "$id" --embed methods --query "items[].[path,resourceMethods]" || aws apigatewayv2 get-integrations --api-id "$id"',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/response-streaming-http.html',
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
        expect: z.enum(['BUFFERED', 'STREAM']).meta({description: 'How responses have to be passed on'}),
        streamsOf: durationParam('How long streams have to last; with STREAM').optional(),
        heartbeat: durationParam('How often the server sends something; with STREAM').optional(),
      })
      .refine(({expect, streamsOf, heartbeat}) => expect === 'STREAM' || (streamsOf ?? heartbeat) === undefined, {
        error: 'streamsOf and heartbeat are for `expect: STREAM`: a buffering route passes no stream on',
      }),
  async run({api: name, stage, method, path, expect, streamsOf, heartbeat}, {aws}) {
    const route = await configuredRoute(name, {stage, method, path}, aws);
    const {api, integration, minimumCompressionSize, place, source, byHand} = route;
    const expected = [
      expect,
      ...(streamsOf === undefined ? [] : [`streams of ${formatDuration(streamsOf)}`]),
      ...(heartbeat === undefined ? [] : [`a heartbeat every ${formatDuration(heartbeat)}`]),
    ].join(', ');
    if (integration === null) return fail({place, faults: [route.missing], expected, evidence: route.evidence, byHand});
    const mode = transferMode(api, integration);
    const timers = gatewayTimers({api, integration});
    const evidence = [
      ...route.evidence,
      {what: 'response transfer mode', value: mode, source},
      ...timers.map((one) => ({what: one.name, value: `${one.seconds} s: ${one.effect}`, source: one.source})),
    ];
    const faults = expect === 'STREAM' ? streamObstacles(api, integration) : [];
    if (mode !== expect) faults.unshift(modeFault(mode, expect, api, route.route ?? {method, path}, stage));
    if (mode === 'STREAM') faults.push(...gatewayTimerFaults(timers, streamsOf, heartbeat));
    if (faults.length > 0) return fail({place, faults, expected, evidence, byHand});
    if (mode === 'STREAM' && minimumCompressionSize !== null) {
      throw new CannotTell(
        `${place}: the API compresses responses from ${minimumCompressionSize} bytes; with STREAM compression is not available, and what happens to one that has both is not documented`,
        'send the request and watch the stream (sse/stream-holds), or take minimumCompressionSize off the API',
      );
    }
    if (mode === 'STREAM' && route.route !== null && isCached(route.stage, route.route)) {
      throw new CannotTell(
        `${place}: the stage caches the responses of ${route.route.method} ${route.route.path}; with STREAM a cache is not available, and what happens to a method that has both is not documented`,
        'send the request and watch the stream (sse/stream-holds), or turn the cache of this method off',
      );
    }
    return pass({place, actual: `responses are ${mode}`, expected, evidence, byHand});
  },
});
