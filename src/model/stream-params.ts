import type {Protocol} from './facts/wire/connection.ts';
import type {AskedCoding} from './facts/wire/http.ts';
import {addressParam, durationParam, headersParam, resourceParam, urlParam, z} from './params.ts';
import type {ResourceRef} from './resource-ref.ts';
import {DURATION_PATTERN, DURATION_SYNTAX, parseDuration} from './text/duration.ts';
import {codingsParam, protocolsParam} from './wire-params.ts';

/** The parameters that all checks of an event stream have, so that one look serves several of the same values. */

export const PAST_IDLE = 'past-idle';

/** What has to come: an event; anything at all, a comment for one; or the response headers only. */
export const EXPECTATIONS = ['event', 'byte', 'headers'] as const;
export type Expectation = (typeof EXPECTATIONS)[number];

/** As a check is given them; times in milliseconds. */
export interface StreamParams {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly address?: string | undefined;
  readonly holdFor: number | typeof PAST_IDLE;
  readonly alb?: ResourceRef<'loadBalancer'> | undefined;
  readonly expect?: Expectation | undefined;
  readonly headersWithin: number;
  readonly firstByteWithin: number;
  readonly firstEventWithin: number;
  readonly heartbeatWithin?: number | undefined;
  readonly protocols?: readonly Protocol[] | undefined;
  readonly codings?: readonly AskedCoding[] | undefined;
}

/** For a check that is about the hold itself: nothing but the file says how long. */
export function heldStreamParams() {
  return withLoadBalancer(z.strictObject({...shape(), holdFor: holdForParam()}));
}

/** For a check that only has to see some of the stream. */
export function streamParams() {
  return withLoadBalancer(z.strictObject({...shape(), holdFor: holdForParam().prefault('10s')}));
}

/** The idle timeout that `past-idle` means has to be somebody's. */
export function withLoadBalancer<Params extends z.ZodObject<{holdFor: z.ZodType; alb: z.ZodType}>>(params: Params) {
  return params.refine((given) => given.holdFor !== PAST_IDLE || given.alb !== undefined, {
    path: ['alb'],
    error: 'is required with `holdFor: past-idle`: name the load balancer whose idle timeout is meant',
  });
}

const HOLD_FOR_ERROR = `is neither ${PAST_IDLE} nor a duration (${DURATION_SYNTAX}, for example 90s)`;

export function holdForParam(what = 'after its headers') {
  return z
    .string({error: HOLD_FOR_ERROR})
    .regex(new RegExp(`^${PAST_IDLE}$|${DURATION_PATTERN.source}`), {error: HOLD_FOR_ERROR})
    .refine((text) => text === PAST_IDLE || parseDuration(text) !== 0, {
      error: 'has to be longer than nothing: every stream stays open that long',
    })
    .meta({examples: [PAST_IDLE, '90s']})
    .transform((text) => (text === PAST_IDLE ? PAST_IDLE : (parseDuration(text) ?? 0)))
    .describe(
      `How long it has to stay open ${what}: a duration (${DURATION_SYNTAX}), or \`${PAST_IDLE}\` for the load balancer's idle timeout + 10 % + 1 s`,
    );
}

function shape() {
  return {
    url: urlParam('The event stream'),
    headers: headersParam('Request headers').default({}),
    address: addressParam(
      'The IP address to connect to, as one of several behind a name; left out: as DNS says',
    ).optional(),
    alb: resourceParam('loadBalancer', 'The load balancer in front; required with `past-idle`').optional(),
    expect: z
      .enum(EXPECTATIONS)
      .optional()
      .describe(
        'What has to come: `event`, `byte` (a comment is enough), or only the response `headers`; left out: an event, and a byte where the request carries Mcp-Session-Id or MCP-Protocol-Version, as nothing has to happen in a session of MCP',
      ),
    headersWithin: durationParam(
      'How soon the response headers have to come; with `holdFor: past-idle` they are waited for as long as the stream would be held, to see what the hop that holds them back answers',
    ).prefault('15s'),
    firstByteWithin: durationParam('How soon the first byte of the stream has to come, where one is expected').prefault(
      '5s',
    ),
    firstEventWithin: durationParam('How soon the first event has to come, where one is expected').prefault('10s'),
    heartbeatWithin: durationParam('The longest silence allowed').optional(),
    protocols: protocolsParam('those that the server offers'),
    codings: codingsParam('both'),
  };
}
