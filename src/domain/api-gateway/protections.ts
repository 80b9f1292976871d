import type {Api, ApiDomain, ApiStage, ServedApi, ServedRoute, UsagePlan} from '../../model/facts/aws-facts.ts';
import {chooseRoute} from './api-routes.ts';
import {settingsOf} from './api-stages.ts';
import {isOpenPolicy, policyText} from './resource-policy.ts';

/**
 * What API Gateway keeps from a backend: those requests that never reach it. Who calls the backend by another way meets none of it.
 * Source: the API Gateway developer guide ("Control and manage access", "Throttle requests", "Usage plans", "CORS", "Request
 * validation", "Mutual TLS authentication").
 */

export const PROTECTIONS = [
  'authorizer',
  'apiKey',
  'webAcl',
  'throttling',
  'cors',
  'resourcePolicy',
  'mutualTls',
  'requestValidation',
] as const;
export type ProtectionKind = (typeof PROTECTIONS)[number];

export interface Protection {
  readonly kind: ProtectionKind;
  /** `ANY /{proxy+} asks for authorization CUSTOM`. */
  readonly what: string;
}

/** What is known of a stage and of what leads to it. */
export interface Guarded {
  readonly api: Api;
  readonly stage: ApiStage;
  readonly served: ServedApi;
  readonly route: ServedRoute;
  /** The path asked for, whose preflights count. */
  readonly path: string;
  /** Of the account; asked for where a key is needed. */
  readonly usagePlans: readonly UsagePlan[];
  /** That lead to the stage. */
  readonly domains: readonly ApiDomain[];
}

export function protectionsOf(guarded: Guarded): readonly Protection[] {
  const {api, stage, served, route, domains} = guarded;
  const name = `${route.method} ${route.path}`;
  const plans = guarded.usagePlans.filter((plan) => isOf(plan, guarded));
  const limits = [...stageLimits(stage, route), ...plans.flatMap(planLimits)];
  const found: (Protection | null)[] = [
    route.authorization === 'NONE' ? null : {kind: 'authorizer', what: `${name} asks for ${route.authorization}`},
    route.apiKeyRequired ? {kind: 'apiKey', what: `${name} asks for an API key`} : null,
    stage.webAclArn === null ? null : {kind: 'webAcl', what: `web ACL ${stage.webAclArn}`},
    limits.length === 0 ? null : {kind: 'throttling', what: limits.join('; ')},
    preflights(api, served, guarded.path),
    admission(api, served),
    ...domains
      .filter(({trustStoreUri}) => trustStoreUri !== null)
      .map((one): Protection => ({kind: 'mutualTls', what: `${one.name} asks clients for a certificate`})),
    route.validates.length === 0
      ? null
      : {kind: 'requestValidation', what: `${name} validates ${route.validates.join(' and ')}`},
  ];
  return found.filter((one) => one !== null);
}

function isOf({stages}: UsagePlan, {api, stage}: Guarded): boolean {
  return stages.some((one) => one.apiId === api.id && one.stage === stage.name);
}

function stageLimits(stage: ApiStage, route: ServedRoute): string[] {
  const settings = settingsOf(stage, route);
  if (settings === undefined) return [];
  const {throttlingRateLimit: rate, throttlingBurstLimit: burst} = settings;
  const text = limitText(rate, burst);
  return text === '' ? [] : [`stage ${stage.name} admits ${text}`];
}

function planLimits({name, rateLimit, burstLimit, quota, stages}: UsagePlan): string[] {
  const own = stages.flatMap(({limitedMethods}) => limitedMethods).length > 0 ? ['limits of its methods'] : [];
  const text = [limitText(rateLimit, burstLimit), quota && `${quota.limit} a ${quota.period.toLowerCase()}`, ...own];
  const said = text.filter(Boolean).join(', ');
  return said === '' ? [] : [`usage plan ${name} admits for each key ${said}`];
}

function limitText(rate: number | null, burst: number | null): string {
  return [
    ...(rate === null ? [] : [`${rate} requests a second`]),
    ...(burst === null ? [] : [`${burst} at once`]),
  ].join(', ');
}

/** A private API is reached through VPC endpoints alone, even where its resource policy refuses nobody. */
function admission({endpointTypes}: Api, {resourcePolicy: policy}: ServedApi): Protection | null {
  const what = [
    ...(endpointTypes.includes('PRIVATE') ? ['the API is private: clients come through a VPC endpoint'] : []),
    ...(policy === null || isOpenPolicy(policy) ? [] : [`the resource policy (${policyText(policy)})`]),
  ];
  return what.length === 0 ? null : {kind: 'resourcePolicy', what: what.join('; ')};
}

/** Of a REST API an OPTIONS method that calls nothing; an HTTP API has a configuration for all its routes. */
function preflights(api: Api, served: ServedApi, path: string): Protection | null {
  if (served.answersPreflights) return {kind: 'cors', what: 'the API answers preflights for all its routes'};
  const {route} = chooseRoute(api, served.routes, {method: 'OPTIONS', path});
  return route?.method === 'OPTIONS' && route.integration?.type === 'MOCK'
    ? {kind: 'cors', what: `OPTIONS ${route.path} answers preflights`}
    : null;
}
