import type {NameServer} from '../../model/facts/wire/names.ts';
import type {NamesWorld} from '../../probes/wire/names/names.ts';
import type {AwsWorld} from '../aws-world.ts';
import type {NamesSetup} from '../setup.ts';
import {type DnsServer, type Said, startDnsServer} from './dns-server.ts';
import {askedZones, type ServedRecord, type ServedZone, zoneAnswer} from './zone-answers.ts';

/** Addresses for documentation (RFC 5737) that stand for the servers: nobody else is ever asked. */
const ROOT = '203.0.113.250';
const RESOLVERS = ['203.0.113.253', '203.0.113.254'] as const;
/** Of the zones of AWS itself. */
const AWS_SERVER = {name: 'ns.lab-aws.amazonaws.com', address: '203.0.113.200'} as const;

/** The DNS of a world while it runs. */
export interface LabNames {
  readonly world: NamesWorld;
  close(): Promise<void>;
}

/**
 * The name servers of the world's zones, which play its records, and two resolvers.
 * @param addressesOf what a name of AWS resolves to: a load balancer's, a gateway's.
 */
export async function startNames(
  aws: AwsWorld,
  addressesOf: (dnsName: string) => readonly string[],
  {lastServerHas, resolverKeeps}: NamesSetup = {},
): Promise<LabNames> {
  const zones = [...askedZones(aws, addressesOf), awsZone(aws, addressesOf)];
  const before =
    lastServerHas === undefined ? zones : [...askedZones({...aws, ...lastServerHas}, addressesOf), ...zones.slice(-1)];
  const servers = nameServersOf(zones);
  const places = new Map<string, DnsServer>();
  const start = async (address: string, say: (name: string, type: string) => Said) => {
    places.set(address, await startDnsServer(say));
  };
  const authority = (of: readonly ServedZone[]) => (name: string, type: string) =>
    authorityAnswer(of, servers, name, type);
  const last = [...servers].findLast(({address}) => address !== AWS_SERVER.address)?.address;
  await start(ROOT, authority(zones));
  for (const {address} of servers) await start(address, authority(address === last ? before : zones));
  const [system, other] = RESOLVERS;
  await start(system, (name, type) => resolverAnswer(zones, name, type));
  await start(other, (name, type) =>
    resolverKeeps !== undefined && resolverKeeps.name === name
      ? kept(resolverKeeps, type)
      : resolverAnswer(zones, name, type),
  );
  return {
    world: {
      instead: [...RESOLVERS],
      roots: [{address: ROOT, port: 53, name: 'root.lab', role: 'authority', isSystem: false} satisfies NameServer],
      // Port 1 refuses: an address that is none of these is not asked.
      reach: ({address}) => ({address: '127.0.0.1', port: places.get(address)?.port ?? 1}),
    },
    async close() {
      await Promise.all([...places.values()].map((server) => server.close()));
    },
  };
}

/** What the names of AWS lead to. */
function awsZone({loadBalancer}: AwsWorld, addressesOf: (dnsName: string) => readonly string[]): ServedZone {
  const name = 'amazonaws.com';
  const dnsNames = [loadBalancer.dnsName.toLowerCase(), `dualstack.${loadBalancer.dnsName.toLowerCase()}`];
  const records = dnsNames.flatMap((dnsName) =>
    addressesOf(dnsName).map((value) => ({name: dnsName, type: value.includes(':') ? 'AAAA' : 'A', ttl: 60, value})),
  );
  const ns = {name, type: 'NS', ttl: 3600, value: AWS_SERVER.name};
  return {name, nameServers: [AWS_SERVER.name], records: [ns, ...records]};
}

function nameServersOf(zones: readonly ServedZone[]): readonly {readonly name: string; readonly address: string}[] {
  const names = [...new Set(zones.flatMap(({nameServers}) => nameServers))].filter((name) => name !== AWS_SERVER.name);
  return [...names.map((name, index) => ({name, address: `203.0.113.${index + 1}`})), AWS_SERVER];
}

function authorityAnswer(
  zones: readonly ServedZone[],
  servers: ReturnType<typeof nameServersOf>,
  name: string,
  type: string,
): Said {
  const found = zoneAnswer(zones, name, type);
  const nothing = {answers: [], authorities: [], additionals: []};
  if (found === null) return {rcode: 'REFUSED', isAuthoritative: false, ...nothing};
  const {answers, exists, zone} = found;
  const named = answers.flatMap((record) => (record.type === 'NS' ? [record.value.replace(/\.$/, '')] : []));
  const glue = servers.filter((server) => named.includes(server.name));
  return {
    rcode: exists || answers.length > 0 ? 'NOERROR' : 'NXDOMAIN',
    isAuthoritative: true,
    answers,
    authorities: answers.length > 0 ? [] : [startOf(zone, found.negativeTtl)],
    additionals: glue.map((server) => ({name: server.name, type: 'A', ttl: 3600, value: server.address})),
  };
}

function resolverAnswer(zones: readonly ServedZone[], name: string, type: string): Said {
  const found = zoneAnswer(zones, name, type);
  const answers = found?.answers ?? [];
  return {
    rcode: found === null || (!found.exists && answers.length === 0) ? 'NXDOMAIN' : 'NOERROR',
    isAuthoritative: false,
    answers,
    authorities: found === null || answers.length > 0 ? [] : [startOf(found.zone, found.negativeTtl)],
    additionals: [],
  };
}

function kept({name, zone, address, seconds}: NonNullable<NamesSetup['resolverKeeps']>, type: string): Said {
  const isKept = address !== null && type === 'A';
  const answers: ServedRecord[] = isKept ? [{name, type: 'A', ttl: seconds, value: address}] : [];
  return {
    rcode: address === null ? 'NXDOMAIN' : 'NOERROR',
    isAuthoritative: false,
    answers,
    authorities: isKept ? [] : [startOf(zone, seconds)],
    additionals: [],
  };
}

function startOf(zone: string, negativeTtl: number): ServedRecord {
  const value = `ns.${zone} hostmaster.${zone} 1 7200 900 1209600 ${negativeTtl}`;
  return {name: zone, type: 'SOA', ttl: negativeTtl, value};
}
