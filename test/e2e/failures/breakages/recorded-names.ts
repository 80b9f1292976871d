import type {AwsWorld} from '../../../../src/lab/aws-world.ts';
import type {RegisteredDomain} from '../../../../src/model/facts/aws-facts.ts';
import type {RecordedBreakage} from '../breakage.ts';

const NAMES = ['record', 'record-target', 'ttl'];

/** Names: what the emulator's registrar, resolvers and health checks cannot show. */
export const RECORDED_NAMES: readonly RecordedBreakage[] = [
  {
    fault: 'the registration of the domain names the servers of a zone of that name in another account',
    known: [23],
    fails: NAMES,
    cannotTell: ['old-record-gone'],
    breaks: (world) =>
      withDomain(world, {
        nameServers: ['ns-7.awsdns-00.com', 'ns-513.awsdns-00.net'].map((name) => ({name, glueIps: []})),
      }),
  },
  {
    fault: 'the registrar has taken the domain out of DNS',
    known: [],
    fails: NAMES,
    cannotTell: ['old-record-gone'],
    breaks: (world) => withDomain(world, {statuses: ['clientHold']}),
  },
  {
    fault: 'the domain is registered elsewhere, and nobody stated which name servers are named there',
    known: [],
    fails: [],
    cannotTell: [...NAMES, 'old-record-gone'],
    breaks: (world) => ({...world, domains: []}),
  },
];

function withDomain(world: AwsWorld, changes: Partial<RegisteredDomain>): AwsWorld {
  return {...world, domains: world.domains.map((domain) => ({...domain, ...changes}))};
}
