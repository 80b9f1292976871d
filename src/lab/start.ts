import {createReferenceServer} from '../mcp-server/index.ts';
import type {Checklist, SignOff} from '../model/checklist.ts';
import {UsageError} from '../model/errors.ts';
import type {Recording} from '../model/facts/fact-store.ts';
import {didYouMean} from '../model/text/did-you-mean.ts';
import type {NamesWorld} from '../probes/wire/names/names.ts';
import {type AwsWorld, recordingOf} from './aws-world.ts';
import {labAuthority, withServedSerials} from './certificates.ts';
import type {Target} from './forward.ts';
import {startGateway} from './gateway.ts';
import {startLoadBalancer} from './load-balancer.ts';
import {startNames} from './names/lab-names.ts';
import {SCENARIOS} from './scenarios.ts';
import type {LabSetup} from './setup.ts';
import {signOffsOf} from './sign-offs.ts';
import {
  API_HOST,
  BASE_PATH,
  GATEWAY_DNS_NAME,
  LOCAL_HOST,
  LOCAL_PORTS,
  OTHER_BASE_PATH,
  RECORDED_AT,
} from './worlds/names.ts';

/** The built-in world while it runs: it needs no account and no network outside this machine. */
export interface LabWorld {
  /** What `lab --list` calls it. */
  readonly scenario: string;
  /** What AWS says there. */
  readonly recording: Recording;
  /** The time at which facts, sign-offs and waivers are judged: the recording's own. */
  readonly now: Date;
  /** The authority that signed its certificates, PEM. */
  readonly ca: string;
  /** Where a name leads: of the load balancer's addresses to the first. An unknown name leads to a port that refuses connections, never outside this machine. */
  connectTo(host: string, port: number): Target;
  /** Its addresses. Rejects as the system does where a name leads nowhere: no name outside this world exists. */
  resolveName(name: string): Promise<readonly string[]>;
  /** Its own DNS servers: nobody else is asked. */
  readonly names: NamesWorld;
  /** Sign-offs of every question of this checklist. */
  signOffs(checklist: Checklist): readonly SignOff[];
  /** Stops its servers, within a second. */
  close(): Promise<void>;
}

/**
 * Starts the world of a scenario.
 * @param asked how it was asked for: `lab`, `--lab`.
 * @throws UsageError when there is no such scenario.
 */
export async function startLab(scenario: string, asked = 'lab'): Promise<LabWorld> {
  const found = SCENARIOS.find(({name}) => name === scenario);
  if (found === undefined) {
    const names = SCENARIOS.map(({name}) => name);
    throw new UsageError(
      `${asked} ${scenario}: there is no such scenario, only ${names.join(', ')}.${didYouMean(scenario, names)}`,
      {code: 'unknown-scenario', where: `${asked} ${scenario}`},
    );
  }
  return await startWorld(scenario, found.setup);
}

/** A third of the idle timeout, however slow the heartbeat of streams is: who pings WebSockets is another. */
const PING_MS = 1000;

/** Starts any world, also one that is not a scenario. */
export async function startWorld(name: string, setup: LabSetup): Promise<LabWorld> {
  const {aws} = setup;
  const started: (() => Promise<void>)[] = [];
  const close = async () => {
    await Promise.all(started.splice(0).map((stop) => stop()));
  };
  try {
    const authority = await labAuthority();
    const {heartbeatMs, pingMs = PING_MS, basePath = BASE_PATH, faults = []} = setup.server;
    const serve = async (own: {readonly basePath: string; readonly faults: readonly string[]}): Promise<Target> => {
      // The edge in front of it knows its names.
      const server = createReferenceServer({...own, allowedHosts: ['*'], port: 0, heartbeatMs, pingMs, version: 'lab'});
      const {port} = await server.listen();
      started.push(() => server.close({graceMs: 100}));
      return {address: '127.0.0.1', port};
    };
    const targets: Target[] = [];
    for (let home = 0; home < (setup.server.homes ?? 1); home++) targets.push(await serve({basePath, faults}));
    const {local = {}} = setup;
    const localFaults = local.faults ?? [];
    const localService = await serve({basePath: local.basePath ?? BASE_PATH, faults: localFaults});
    const otherService = await serve({basePath: local.otherBasePath ?? OTHER_BASE_PATH, faults: localFaults});

    const edge = await startLoadBalancer(setup, authority, targets);
    started.push(edge.close);
    const [edgeAddress] = edge.addresses;

    const gateway = await startGateway({
      certificate: await authority.issue([API_HOST]),
      // The host of the integration's URI is the public name, as in the recorded account.
      integration: {address: edgeAddress, port: edge.port, host: API_HOST, ca: authority.cert},
    });
    started.push(gateway.close);

    const resolve = (name: string): readonly string[] => {
      const dnsName = bare(name);
      if (dnsName === loadBalancerName(aws)) return edge.addresses;
      return dnsName === GATEWAY_DNS_NAME ? [gateway.address] : [];
    };
    // In DNS only: nothing of the lab listens on IPv6.
    const isDualStack = aws.loadBalancer.ipAddressType !== 'ipv4';
    const inDns = (name: string) => [
      ...resolve(name),
      ...(isDualStack && bare(name) === loadBalancerName(aws) ? ['::1'] : []),
    ];
    const names = await startNames(aws, inDns, setup.names);
    started.push(names.close);

    return {
      scenario: name,
      recording: recordingOf({...aws, certificates: await withServedSerials(aws.certificates, authority)}, RECORDED_AT),
      now: new Date(RECORDED_AT),
      ca: authority.cert,
      connectTo: (host, port) =>
        addressOf(host, port, aws, {
          edge: {address: edgeAddress, port: edge.port},
          gateway,
          local: {[LOCAL_PORTS.service]: localService, [LOCAL_PORTS.other]: otherService},
        }),
      async resolveName(name) {
        const addresses = resolve(aliasTargetOf(name, aws) ?? name);
        if (addresses.length > 0) return addresses;
        throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), {code: 'ENOTFOUND'});
      },
      names: names.world,
      signOffs: (checklist) => signOffsOf(checklist, RECORDED_AT),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Port 1 of this machine, where nothing listens. */
const NOWHERE: Target = {address: '127.0.0.1', port: 1};

/** Follows the recorded alias, so that a missing record, or one for another load balancer, does not lead to ours. */
function addressOf(
  host: string,
  port: number,
  aws: AwsWorld,
  servers: {edge: Target; gateway: Target; local: Readonly<Record<number, Target>>},
): Target {
  if (host === LOCAL_HOST) return servers.local[port] ?? NOWHERE;
  const dnsName = aliasTargetOf(host.toLowerCase(), aws);
  if (dnsName === loadBalancerName(aws) && port === aws.listener.port) return servers.edge;
  if (dnsName === GATEWAY_DNS_NAME && port === 443) return servers.gateway;
  return NOWHERE;
}

function aliasTargetOf(host: string, {records}: AwsWorld): string | null {
  const record = records.find(({name, alias}) => name === host && alias !== null);
  return record === undefined ? null : bare(record.alias?.dnsName ?? '');
}

function loadBalancerName({loadBalancer}: AwsWorld): string {
  return bare(loadBalancer.dnsName);
}

function bare(dnsName: string): string {
  return dnsName
    .toLowerCase()
    .replace(/^dualstack\./, '')
    .replace(/\.$/, '');
}
