import {chooseMapping} from '../domain/api-gateway/api-mappings.ts';
import {CannotTell} from '../model/errors.ts';
import type {Api, AwsFacts} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {didYouMean} from '../model/text/did-you-mean.ts';

/**
 * That a custom domain name leads requests for a path to this stage.
 *
 * @throws {CannotTell} where it leads elsewhere, or nowhere: what is not served here may be served there.
 */
export async function domainLeadsTo(
  name: ResourceRef<'api'>,
  host: string,
  to: {readonly api: Api; readonly stage: string; readonly path: string},
  aws: Pick<AwsFacts, 'apiDomains' | 'apiMappings'>,
): Promise<void> {
  const domains = await aws.apiDomains(name);
  const domain = domains.find((one) => one.name.toLowerCase() === host.toLowerCase());
  const names = domains.map((one) => one.name);
  if (domain === undefined) {
    throw new CannotTell(
      `no custom domain name "${host}" of API Gateway. There are: ${names.join(', ') || 'none'}.${didYouMean(host, names)}`,
      'correct `host:` of this item',
    );
  }
  const mappings = await aws.apiMappings(name, domain.name);
  const here = mappings.filter(({apiId, stage}) => apiId === to.api.id && (stage === to.stage || stage === ''));
  const leads = here.map((mapping) => {
    const staged = mapping.stage === '' ? `/${to.stage}` : '';
    const base = mapping.basePath === '' ? '' : `/${mapping.basePath}`;
    return {mapping, choice: chooseMapping(domain, mappings, `${base}${staged}${to.path}`)};
  });
  const unsure = [...leads.map(({choice}) => choice), chooseMapping(domain, mappings, to.path)].find(
    ({isSure}) => !isSure,
  );
  if (unsure === undefined && leads.some(({mapping, choice}) => choice.mapping === mapping)) return;
  const known = mappings.map(({basePath, apiId, stage}) => `/${basePath} to stage ${stage || '(any)'} of API ${apiId}`);
  throw new CannotTell(
    `${host}: ${unsure?.because ?? `it does not lead to stage ${to.stage} of API ${to.api.id}, but ${known.join(', ') || 'nowhere'}`}`,
    'let `api:` and `stage:` be those that the name leads to, or leave `host:` out',
  );
}
