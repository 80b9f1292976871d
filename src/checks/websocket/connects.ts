import {eachLook} from '../../domain/streams/each-look.ts';
import {webSocketFindings} from '../../domain/websocket/web-socket-findings.ts';
import {defineCheck} from '../../model/check.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {webSocketParams} from '../../model/websocket-params.ts';
import {holdOf} from '../../readers/past-idle.ts';

export const connects = defineCheck({
  id: 'websocket/connects',
  title: 'A WebSocket opens, answers pings and stays open',
  why: 'A hop that does not pass the upgrade on, or closes connections that are silent, breaks a WebSocket while every other request to the same host works.',
  fix: 'Let every hop pass Upgrade and Connection on over HTTP/1.1, and let the server ping at least twice as often as the shortest idle timeout on the way.',
  byHand: 'npx wscat --connect <url>',
  links: [
    'https://www.rfc-editor.org/rfc/rfc6455',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html',
    'https://nginx.org/en/docs/http/websocket.html',
  ],
  facts: ['loadBalancerAttributes', 'webSocket'],
  params: webSocketParams,

  async run(params, world) {
    const {url, headers, address, subprotocols, send, expect, openWithin, replyWithin, pongWithin, pingEvery} = params;
    const hold = params.holdFor === undefined ? null : await holdOf({...params, holdFor: params.holdFor}, world.aws);
    const {holdForMs = 0, idleTimeoutMs = null, untold = null} = hold ?? {};
    const request = {
      ...{url, headers, subprotocols, holdForMs},
      ...{openWithinMs: openWithin, replyWithinMs: replyWithin, pongWithinMs: pongWithin},
      ...(address === undefined ? {} : {address}),
      ...(send === undefined ? {} : {send}),
      ...(expect === undefined ? {} : {expect}),
      ...(pingEvery === undefined ? {} : {pingEveryMs: pingEvery}),
    };
    const observation = await world.webSocket.connect(request);
    const expected = `a WebSocket that answers pings${holdForMs === 0 ? '' : ` and stays open for ${formatDuration(holdForMs)}`}`;
    const look = {protocol: 'agreed', coding: 'identity', observation} as const;
    const verdict = eachLook([look], {place: observation.url, expected, unseen: null}, (one) =>
      webSocketFindings(one.observation, {request, idleTimeoutMs, expected}),
    );
    // How long it would have to hold is not known: what failed before that failed.
    if (untold !== null && verdict.status === 'pass') throw untold;
    return verdict;
  },
});
