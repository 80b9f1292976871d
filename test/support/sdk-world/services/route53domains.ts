import type {Route53DomainsFacts} from '../../../../src/model/facts/aws-facts.ts';
import type {Played} from '../played.ts';

export const PLAYED: Played<keyof Route53DomainsFacts> = {
  clients: {Route53DomainsClient: 'route53domains'},
  answers: ({domains}) => ({
    route53domains: {
      GetDomainDetail: ({DomainName}) => {
        const domain = domains.find(({name}) => name === DomainName);
        if (domain === undefined) throw Object.assign(new Error('not found'), {name: 'InvalidInput', $fault: 'client'});
        return {
          DomainName: domain.name,
          Nameservers: domain.nameServers.map(({name, glueIps}) => ({Name: name, GlueIps: [...glueIps]})),
          StatusList: [...domain.statuses],
          DnssecKeys: domain.signers.map(({keyTag, algorithm, digestType, digest}) => ({
            KeyTag: keyTag,
            Algorithm: algorithm ?? undefined,
            DigestType: digestType ?? undefined,
            Digest: digest ?? undefined,
          })),
        };
      },
    },
  }),
  asks: {registeredDomain: (facts) => facts.registeredDomain('zone', 'georgi.io')},
};
