import {addressParam, durationParam, headersParam, resourceParam, webSocketUrlParam, z} from './params.ts';
import {holdForParam, PAST_IDLE} from './stream-params.ts';

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

export function webSocketParams() {
  return z
    .strictObject({
      url: webSocketUrlParam('The WebSocket'),
      headers: headersParam('Request headers of the handshake, Origin for one').default({}),
      address: addressParam(
        'The IP address to connect to, as one of several behind a name; left out: as DNS says',
      ).optional(),
      subprotocols: z
        .array(z.string().regex(TOKEN, {error: 'is not the name of a subprotocol'}))
        .refine((names) => new Set(names).size === names.length, {error: 'names a subprotocol twice'})
        .default([])
        .describe('The subprotocols to offer, in order of preference: one of them has to be chosen'),
      alb: resourceParam('loadBalancer', 'The load balancer in front; required with `past-idle`').optional(),
      holdFor: holdForParam('once it has answered a ping, and to answer another one then').optional(),
      pingEvery: durationParam('How often to ping while it is held; left out: not, as browsers do')
        .refine((everyMs) => everyMs > 0, {error: 'has to be longer than nothing'})
        .optional(),
      send: z.string().min(1).optional().describe('A text message to send once it is open'),
      expect: z
        .string()
        .min(1)
        .optional()
        .describe('What a text message has to contain that comes after that; an echo for one'),
      openWithin: durationParam('How soon the handshake has to be answered').prefault('15s'),
      replyWithin: durationParam('How soon that message has to come').prefault('10s'),
      pongWithin: durationParam('How soon each of our pings has to be answered').prefault('10s'),
    })
    .refine(({holdFor, alb}) => holdFor !== PAST_IDLE || alb !== undefined, {
      path: ['alb'],
      error: 'is required with `holdFor: past-idle`: name the load balancer whose idle timeout is meant',
    });
}
