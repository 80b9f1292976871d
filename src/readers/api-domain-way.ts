import {chooseMapping, domainFor} from '../domain/api-gateway/api-mappings.ts';
import {CannotTell} from '../model/errors.ts';
import type {Api, AwsFacts} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {didYouMean} from '../model/text/did-you-mean.ts';
import {type AskedOfDomains, domainTargets} from './domain-targets.ts';

/**
 * That a custom domain name leads requests for a path to this stage.
 *
 * @throws {CannotTell} where it leads elsewhere, or nowhere: what is not served here may be served there.
 */
export async function domainLeadsTo(
  name: ResourceRef<'api'>,
  host: string,
  to: {readonly api: Api; readonly stage: string; readonly path: string},
  aws: AskedOfDomains & Pick<AwsFacts, 'apiDomains'>,
): Promise<void> {
  const domains = await aws.apiDomains(name);
  const domain = domainFor(host, domains);
  const names = domains.map((one) => one.name);
  if (domain === undefined) {
    throw new CannotTell(
      `no custom domain name "${host}" of API Gateway. There are: ${names.join(', ') || 'none'}.${didYouMean(host, names)}`,
      'correct `host:` of this item',
    );
  }
  const {mappings, rules} = await domainTargets(aws, name, domain);
  const isHere = (one: {readonly apiId: string; readonly stage: string}) =>
    one.apiId === to.api.id && (one.stage === to.stage || one.stage === '');
  const asked = [
    ...mappings.filter(isHere).map(({basePath, stage}) => `${slashed(basePath)}${stage === '' ? `/${to.stage}` : ''}`),
    ...rules
      .filter(isHere)
      .flatMap(({basePaths, stripsBasePath}) => (stripsBasePath ? (basePaths ?? []) : []).map(slashed)),
    '',
  ].map((before) => `${before}${to.path}`);
  const choices = asked.map((path) => chooseMapping(domain, {mappings, rules}, path));
  const isLed = choices.some(
    ({mapping, stage, path}) => mapping?.apiId === to.api.id && stage === to.stage && path === to.path,
  );
  if (isLed) return;
  const unsure = choices.find(({isSure}) => !isSure);
  const known = [
    ...mappings.map(({basePath, apiId, stage}) => `/${basePath} to stage ${stage || '(any)'} of API ${apiId}`),
    ...rules.map(({priority, apiId, stage}) => `routing rule ${priority} to stage ${stage} of API ${apiId}`),
  ];
  throw new CannotTell(
    `${host}: ${unsure?.because ?? `it does not lead to stage ${to.stage} of API ${to.api.id}, but ${known.join(', ') || 'nowhere'}`}`,
    'let `api:` and `stage:` be those that the name leads to, or leave `host:` out',
  );
}

function slashed(basePath: string): string {
  return basePath === '' ? '' : `/${basePath}`;
}
