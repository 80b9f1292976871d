/**
 * Loaded with `--import` into every test process, and through NODE_OPTIONS into every Node.js it starts: tests touch
 * loopback only and know nothing of the machine's user. What is refused here would pass on a developer's machine and
 * fail, or reach a real account, somewhere else.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import module, {syncBuiltinESMExports} from 'node:module';
import net from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

/**
 * Stripping TypeScript is half of a start from sources. Shared by all tests and their children, and kept for later
 * runs.
 */
const COMPILE_CACHE = join(import.meta.dirname, '../../.cache/compile');

type Patchable = Record<string, (...args: unknown[]) => unknown>;

function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (net.isIP(bare) === 0) return bare === 'localhost' || bare.endsWith('.localhost');
  return bare === '::1' || /^(::ffff:)?127\./.test(bare);
}

function refuse(host: string, what: string): void {
  if (!isLoopback(host)) throw new Error(`test guard: ${what} ${host} refused; tests touch loopback only`);
}

interface ConnectOptions {
  readonly host?: string;
  readonly lookup?: net.LookupFunction;
}

/**
 * Names are refused in their lookup, which `connect` does itself, so that a test's own `lookup` can map them to
 * loopback.
 */
function guardSockets(): void {
  const socket = net.Socket.prototype as unknown as Patchable;
  const connect = socket.connect as (...args: unknown[]) => unknown;
  socket.connect = function (this: unknown, ...args: unknown[]) {
    // Node.js itself calls with [options, callback] in one array that is marked as normalised.
    const holder = Array.isArray(args[0]) ? args[0] : args;
    if (typeof holder[0] === 'object' && holder[0] !== null) holder[0] = guardedOptions(holder[0]);
    else if (typeof holder[1] === 'string') refuseAddress(holder[1]);
    return connect.apply(this, args);
  };
  const udp = dgram.Socket.prototype as unknown as Patchable;
  for (const method of ['send', 'connect']) {
    const original = udp[method] as (...args: unknown[]) => unknown;
    udp[method] = function (this: unknown, ...args: unknown[]) {
      for (const host of args.slice(1)) if (typeof host === 'string') refuse(host, 'UDP to');
      return original.apply(this, args);
    };
  }
}

function refuseAddress(host: string): void {
  if (net.isIP(host) !== 0) refuse(host, 'socket to');
}

function guardedOptions(options: ConnectOptions): ConnectOptions {
  const {host, lookup} = options;
  if (host !== undefined) refuseAddress(host);
  if (lookup === undefined) return options;
  const guarded: net.LookupFunction = (name, how, done) =>
    lookup(name, how, (error, address, family) => {
      for (const found of typeof address === 'string' ? [address] : (address ?? []).map((entry) => entry.address)) {
        refuseAddress(found);
      }
      done(error, address, family);
    });
  return {...options, lookup: guarded};
}

/** A resolver with a server on loopback may ask it; the machine's own resolver only answers for loopback names. */
function guardLookups(): void {
  for (const module of [dns, dns.promises] as unknown as Patchable[]) {
    for (const method of Object.keys(module).filter((name) => /^(lookup|resolve|reverse)/.test(name))) {
      const original = module[method] as (...args: unknown[]) => unknown;
      module[method] = (...args) => {
        // An address is looked up without asking anybody: by Node.js 22 for one when a UDP socket is bound to 0.0.0.0.
        const isAddress = method.startsWith('lookup') && net.isIP(String(args[0])) !== 0;
        if (typeof args[0] === 'string' && !isAddress) refuse(args[0], 'look-up of');
        return original.apply(module, args);
      };
    }
  }
  for (const resolver of [dns.Resolver.prototype, dns.promises.Resolver.prototype] as unknown as Patchable[]) {
    const names = Object.getOwnPropertyNames(resolver).concat(
      Object.getOwnPropertyNames(Object.getPrototypeOf(resolver)),
    );
    for (const method of names.filter((name) => /^(resolve|reverse)/.test(name))) {
      const original = resolver[method] as (...args: unknown[]) => unknown;
      resolver[method] = function (this: unknown, ...args: unknown[]) {
        for (const server of (this as dns.Resolver).getServers()) refuse(addressOf(server), 'DNS server');
        return original.apply(this, args);
      };
    }
  }
}

/** `getServers` writes 127.0.0.1, 127.0.0.1:5353, ::1 and [::1]:5353. */
function addressOf(server: string): string {
  return /^\[(.*)\]/.exec(server)?.[1] ?? server.replace(/^([^:]*):\d+$/, '$1');
}

/** Forgets the user: no credentials, no configuration, no proxy. A child keeps the home of the first process. */
function guardEnvironment(): void {
  const {env} = process;
  if (env.TEST_GUARD_HOME === undefined) {
    for (const name of Object.keys(env).filter((key) => /^(AWS_|MIGRATE_CHECK_)|_proxy$/i.test(key))) {
      // npm, which the package test starts, may need the proxy.
      if (/_proxy$/i.test(name)) env[`TEST_GUARD_NPM_${name}`] = env[name];
      delete env[name];
    }
  }
  env.AWS_EC2_METADATA_DISABLED = 'true';
  env.TZ = 'UTC';
  if (env.TEST_GUARD_HOME !== undefined) return;
  const folder = mkdtempSync(join(tmpdir(), 'migrate-check-home-'));
  const home = join(folder, 'home');
  mkdirSync(home);
  env.HOME = home;
  env.TEST_GUARD_HOME = home;
  env.NODE_COMPILE_CACHE = COMPILE_CACHE;
  module.enableCompileCache(COMPILE_CACHE);
  process.on('exit', () => rmSync(folder, {recursive: true, force: true}));
  // Biome and npm are not our tests, but what they start may be: the guard goes with the environment.
  env.NODE_OPTIONS = `${env.NODE_OPTIONS ?? ''} --import=${writtenForChildren(folder)}`.trim();
}

/** Without types: to strip them would be half of what most children cost. */
function writtenForChildren(folder: string): string {
  const path = join(folder, 'guard.mjs');
  // Not imported: no child needs it.
  const {transformSync}: typeof import('esbuild') = module.createRequire(import.meta.url)('esbuild');
  writeFileSync(path, transformSync(readFileSync(import.meta.filename, 'utf8'), {loader: 'ts'}).code);
  return pathToFileURL(path).href;
}

guardSockets();
guardLookups();
guardEnvironment();
syncBuiltinESMExports();
