import type {AwsWorld} from '../../src/lab/aws-world.ts';
import type {AwsFacts} from '../../src/model/facts/aws-facts.ts';
import type {RequestGiven, TraceDocument} from '../../src/model/trace.ts';
import {follow} from '../../src/trace/follow.ts';
import type {TraceScope} from '../../src/trace/scope.ts';
import {traceDocument} from '../../src/trace/trace-document.ts';
import {requestToFollow} from '../../src/trace/traced-request.ts';
import {HOST} from '../support/aws-facts.ts';
import {awsWorld, NOW} from '../support/aws-world.ts';

export const URL_OF_STREAM = `https://${HOST}/jessica-service/mcp/sse`;

/** What a test's trace starts from besides its facts. */
export interface Given extends Partial<Omit<RequestGiven, 'url'>> {
  readonly url?: string;
  readonly scope?: Partial<Omit<TraceScope, 'facts'>>;
  /** Gets every resource that facts were asked about. */
  readonly asked?: unknown[];
  /** Facts that are refused or changed on the way. */
  readonly aws?: (aws: AwsFacts) => Partial<AwsFacts>;
}

export async function traceIn(facts: Partial<AwsWorld>, given: Given = {}): Promise<TraceDocument> {
  const world = awsWorld(facts);
  const scope: TraceScope = {
    dnsAccounts: ['dns'],
    zones: [],
    loadBalancerAccounts: ['platform'],
    loadBalancer: null,
    services: [
      {
        kind: 'service',
        name: 'service',
        account: 'platform',
        region: null,
        cluster: 'main',
        service: 'jessica-service',
      },
    ],
    ...given.scope,
    facts(resources) {
      given.asked?.push(...Object.values(resources));
      const aws = world.facts(resources);
      return {...aws, ...given.aws?.(aws)};
    },
  };
  const {method = 'GET', headers = {}, sourceIp = null} = given;
  const request = requestToFollow({url: new URL(given.url ?? URL_OF_STREAM), method, headers, sourceIp});
  return traceDocument(await follow(scope, request, NOW), {
    tool: {name: 'migrate-check', version: '0.0.0'},
    mode: 'live',
    overrides: [],
    at: NOW.toISOString(),
    request: request.shown,
    calls: {},
  });
}
