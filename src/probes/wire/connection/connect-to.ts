import {isIP} from 'node:net';
import {UsageError} from '../../../model/errors.ts';

/** Where to connect instead; null: where the URL says. The host name, SNI and Host stay those of the URL. */
export type ConnectTo = (host: string, port: number) => {address: string; port: number} | null;

/** One `--resolve` or `--connect-to`: null on the left matches any, null on the right keeps what the URL says. */
export interface Redirection {
  readonly host: string | null;
  readonly port: number | null;
  readonly toHost: string | null;
  readonly toPort: number | null;
}

const PART = String.raw`(\[[^\]]*\]|[^:\[\]]*)`;
const CONNECT_TO = new RegExp(`^${PART}:(\\d*):${PART}:(\\d*)$`);
const RESOLVE = new RegExp(`^${PART}:(\\d+):(.+)$`);

/** `HOST1:PORT1:HOST2:PORT2` as curl's `--connect-to`: any part may be empty, IPv6 in brackets. */
export function parseConnectTo(text: string): Redirection {
  const match = CONNECT_TO.exec(text);
  if (match === null) throw unreadable('--connect-to', text, 'HOST1:PORT1:HOST2:PORT2');
  const [, host = '', port = '', toHost = '', toPort = ''] = match;
  return {
    host: hostOf(host),
    port: portOf('--connect-to', text, port),
    toHost: hostOf(toHost),
    toPort: portOf('--connect-to', text, toPort),
  };
}

/**
 * `HOST:PORT:ADDR` as curl's `--resolve`; `*` stands for any host. Only one address: every attempt must reach the same
 * server.
 */
export function parseResolve(text: string): Redirection {
  const match = RESOLVE.exec(text);
  const [, host = '', port = '', address = ''] = match ?? [];
  const toHost = hostOf(address);
  if (host === '' || toHost === null || isIP(toHost) === 0) throw unreadable('--resolve', text, 'HOST:PORT:ADDR');
  return {host: host === '*' ? null : hostOf(host), port: portOf('--resolve', text, port), toHost, toPort: null};
}

/** At an address of the host, at the port that it would be at otherwise. */
export function connectedTo<Setup extends {readonly connectTo: ConnectTo}>(
  address: string | undefined,
  setup: Setup,
): Setup {
  if (address === undefined) return setup;
  return {...setup, connectTo: (host, port) => ({address, port: setup.connectTo(host, port)?.port ?? port})};
}

/** The first `--connect-to` that matches, then the first `--resolve` that matches its result, as in curl. */
export function connectToOf(connectTo: readonly string[], resolve: readonly string[]): ConnectTo {
  const stages = [connectTo.map(parseConnectTo), resolve.map(parseResolve)];
  return (host, port) => {
    const start = {address: host, port};
    const end = stages.reduce((at, redirections) => follow(at, redirections), start);
    return end === start ? null : end;
  };
}

/** The address that the first `--resolve` for a name gives it, whatever its port; null where none does. */
export function addressGiven(resolve: readonly string[]): (name: string) => string | null {
  const redirections = resolve.map(parseResolve);
  return (name) => redirections.find(({host}) => host === null || host === plainHost(name))?.toHost ?? null;
}

function follow(at: {address: string; port: number}, redirections: readonly Redirection[]) {
  const found = redirections.find(
    ({host, port}) => (host === null || host === plainHost(at.address)) && (port === null || port === at.port),
  );
  return found === undefined ? at : {address: found.toHost ?? at.address, port: found.toPort ?? at.port};
}

function hostOf(text: string): string | null {
  return text === '' ? null : plainHost(text.replace(/^\[(.*)\]$/, '$1'));
}

function plainHost(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}

function portOf(flag: string, text: string, port: string): number | null {
  if (port === '') return null;
  const number = Number(port);
  if (number < 1 || number > 65_535) {
    throw new UsageError(`${flag} ${text}: ${port} is not a port; give one from 1 to 65535`, {where: flag});
  }
  return number;
}

function unreadable(flag: string, text: string, form: string): UsageError {
  return new UsageError(`${flag}: ${JSON.stringify(text)} cannot be read, not of the form ${form}; IPv6 in brackets`, {
    where: flag,
  });
}
