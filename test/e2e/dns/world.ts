import {chmod, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {startRaw} from '../../support/dns/raw-server.ts';
import {onFreePorts} from '../support/free-port.ts';
import {makeKnot} from './servers/knot.ts';
import {startNamed} from './servers/named.ts';
import {startNsd} from './servers/nsd.ts';
import {startUnbound} from './servers/unbound.ts';
import {
  addressesIn,
  apex,
  delegationOf,
  linesOf,
  namedIn,
  ROOT,
  resolversNamed,
  serversIn,
  TOP,
  TOP_SERVER,
  type WorldResolver,
  type WorldServer,
  type WorldZone,
} from './world-zones.ts';

export interface DnsWorld {
  /** At which everything listens. */
  readonly port: number;
  /** Of the root's server. */
  readonly root: string;
  /** Of a name server (`ns1.example.test`), or of a resolver. */
  address(name: string): string;
  close(): Promise<void>;
}

/** Starts real servers for zones and resolvers: a Knot, an NSD or two, a BIND, and an unbound for each resolver. */
export function startDnsWorld(zones: readonly WorldZone[], resolvers: readonly WorldResolver[]): Promise<DnsWorld> {
  return onFreePorts(1, async ([port = 0]) => {
    await using started = new AsyncDisposableStack();
    const folder = await mkdtemp(path.join(tmpdir(), 'migrate-check-dns-'));
    started.defer(() => rm(folder, {recursive: true}));
    await chmod(folder, 0o755);
    const follow = (server: {close(): Promise<unknown>}) => started.defer(async () => void (await server.close()));
    const addresses = addressesIn(zones, resolvers);
    const address = (name: string): string => {
      const found = addresses.get(name);
      if (found === undefined) throw new Error(`nothing in this world is called ${name}`);
      return found;
    };
    const served = zones.flatMap((zone) => serversIn(zone).map((server) => ({zone, ...server})));
    const atServer = (zone: WorldZone, lines: readonly string[]) => ({
      name: zone.name,
      lines: [...namedIn(zone).flatMap(({label, name}) => apex(label, address(name))), ...lines],
      minimum: zone.minimum,
      isSigned: zone.isSigned ?? false,
    });

    const ofKnot = served.filter(({label, isForBind}) => label === 'ns1' && !isForBind);
    const signed = ofKnot.flatMap(({zone}) => (zone.isSigned === true ? [zone.name] : []));
    const knotAddresses = [
      ROOT,
      TOP_SERVER,
      ...ofKnot.flatMap(({name, server}) => (isServed(server) ? address(name) : [])),
    ];
    const knot = await makeKnot(path.join(folder, 'knot'), port, knotAddresses, [TOP, ...signed]);
    const delegations = await Promise.all(zones.map((zone) => delegationOf(zone, address, knot.signerOf)));
    follow(
      await knot.start([
        {
          name: '',
          isSigned: false,
          lines: [...apex('ns1.root-servers', ROOT), `${TOP} NS ns1.${TOP}`, `ns1.${TOP} A ${TOP_SERVER}`],
        },
        {name: TOP, isSigned: true, lines: [...apex('ns1', TOP_SERVER), ...delegations.flat()]},
        ...ofKnot.flatMap(({zone, server}) => linesOf(server).map((lines) => atServer(zone, lines))),
      ]),
    );
    const others = [
      {start: startNsd, of: served.filter(({label, isForBind}) => label === 'ns2' && !isForBind)},
      {start: startNsd, of: served.filter(({label, isForBind}) => label === 'ns3' && !isForBind)},
      {start: startNamed, of: served.filter(({isForBind}) => isForBind)},
    ];
    for (const [index, {start, of}] of others.entries()) {
      const own = of.filter(({server}) => isServed(server));
      if (own.length === 0) continue;
      const held = own.flatMap(({zone, server}) => linesOf(server).map((lines) => atServer(zone, lines)));
      follow(
        await start(
          path.join(folder, `other-${index}`),
          port,
          own.map(({name}) => address(name)),
          held,
        ),
      );
    }

    const validating = [`${TOP}. DS ${await knot.signerOf(TOP)}`];
    const stubs = {
      '': [ROOT],
      [TOP]: [TOP_SERVER],
      ...Object.fromEntries(
        zones.map((zone) => [
          zone.name,
          namedIn(zone)
            .map(({name}) => address(name))
            .filter(isV4),
        ]),
      ),
    };
    for (const {name, settings = [], validates = false, asks = {}} of [...resolvers, ...resolversNamed(zones)]) {
      const own = Object.entries(asks).map(([zone, names]) => [zone, names.map(address)] as const);
      follow(
        await startUnbound(path.join(folder, `unbound-${name}`), {
          address: address(name),
          port,
          stubs: {...stubs, ...Object.fromEntries(own)},
          settings,
          trustAnchors: validates ? validating : [],
        }),
      );
    }
    for (const {name, server} of served) {
      if (server === 'silent') follow(await startRaw(address(name), port, {}));
      else if (typeof server === 'object' && 'raw' in server) follow(await startRaw(address(name), port, server.raw));
    }
    const rest = started.move();
    return {port, root: ROOT, address, close: () => rest.disposeAsync()};
  });
}

function isServed(server: WorldServer): boolean {
  return server === 'refuses' || linesOf(server).length > 0;
}

function isV4(address: string): boolean {
  return !address.includes(':');
}
