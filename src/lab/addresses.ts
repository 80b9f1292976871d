import {UsageError} from '../model/errors.ts';
import {type Listening, listenOnLoopback, type Startable} from './loopback.ts';

/** Beside 127.0.0.1: one address for each availability zone of the recorded load balancer, as its nodes have. */
const OTHER_ADDRESSES = ['127.0.0.2', '127.0.0.3'] as const;

/** How often another port is tried where one of the addresses has it in use. */
const PORT_ATTEMPTS = 20;

/** A load balancer that listens at several addresses of this machine, all at one port. */
export interface Nodes {
  readonly addresses: readonly [string, ...string[]];
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Starts one listener at each address. A machine may have just the first one (macOS does); then the load balancer has one
 * address, unless one was to differ.
 * @param odd what listens at the last address instead; null: nothing, so that it refuses; undefined: it is like the others.
 * @throws UsageError where one is to differ, and this machine has one address only.
 */
export async function startNodes(make: () => Startable, odd?: (() => Startable) | null): Promise<Nodes> {
  for (let attempt = 1; ; attempt += 1) {
    const first = await listenOnLoopback(make());
    const started = [first];
    const close = async () => {
      await Promise.all(started.splice(0).map((one) => one.close()));
    };
    const {port} = first;
    try {
      const addresses: [string, ...string[]] = [first.address];
      for (const address of OTHER_ADDRESSES) {
        const isOdd = odd !== undefined && address === OTHER_ADDRESSES.at(-1);
        const one = await tried(isOdd && odd !== null ? odd() : make(), {address, port});
        if (one === null && isOdd) throw tooFewAddresses(address);
        if (one === null) continue;
        addresses.push(address);
        // Nothing is to listen there: that the machine has the address is what was tried.
        if (isOdd && odd === null) await one.close();
        else started.push(one);
      }
      return {addresses, port, close};
    } catch (error) {
      await close();
      if (codeOf(error) !== 'EADDRINUSE' || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

/** Null where this machine does not have the address. */
async function tried(listener: Startable, at: {address: string; port: number}): Promise<Listening | null> {
  try {
    return await listenOnLoopback(listener, at);
  } catch (error) {
    if (codeOf(error) === 'EADDRNOTAVAIL') return null;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}

function tooFewAddresses(address: string): UsageError {
  return new UsageError(
    `This world needs the loopback address ${address}, which this machine does not have; add it (macOS: sudo ifconfig lo0 alias ${address}), or choose another scenario`,
    {where: 'lab'},
  );
}
