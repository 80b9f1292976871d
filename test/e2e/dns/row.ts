import type {Json} from '../../../src/model/outcome.ts';
import type {DnsWorld} from './world.ts';
import type {WorldResolver, WorldZone} from './world-zones.ts';

/** Name servers and resolvers as they are in the world, and what the tool has to say of them. */
export interface DnsRow {
  /** What is so; unique. */
  readonly what: string;
  /** No other row has one of the same name. */
  readonly zones: readonly WorldZone[];
  readonly resolvers?: readonly WorldResolver[];
  /** Asked before anything else, in this order, so that resolvers remember what was there. */
  readonly before?: (world: DnsWorld) => Promise<void>;
  /** The resolvers that are asked; default: the one that all share, and its own. */
  readonly asks?: readonly string[];
  /** What dig sees: our own resolver has to see the same. */
  readonly seen: readonly SeenByDig[];
  readonly looks: readonly DnsLook[];
}

export interface SeenByDig {
  /** A name server (`ns1.example.test`) or a resolver of this world. */
  readonly at: string;
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'CAA' | 'DS' | 'HTTPS' | 'NS' | 'TXT';
  /** Null: no answer. */
  readonly rcode: string | null;
  /** The data of all records of the answer; left out: whatever they are. */
  readonly says?: readonly string[];
  readonly isAuthoritative?: boolean;
  /** Of dig, where our own resolver does by itself what dig has to be told. */
  readonly options?: readonly string[];
}

export interface DnsLook {
  /** The id of a check. */
  readonly check: string;
  readonly with: Readonly<Record<string, Json>>;
  readonly status: 'pass' | 'fail' | 'error';
  /** Each is found in the sentence. */
  readonly says?: readonly RegExp[];
  /** Each is found in the advice. */
  readonly toDo?: readonly RegExp[];
  /** None is found in sentence or advice: the cause of another fault. */
  readonly never?: readonly RegExp[];
}

/** Where the load balancer is, and where the old one is. */
export const NEW = '192.0.2.10';
export const OLD = '198.51.100.7';

/** The load balancer's own name, and the zone that has it. */
export const LOAD_BALANCER = 'lb.cloud.test';
export const CLOUD: WorldZone = {name: 'cloud.test', servers: {ns1: {lines: [`lb A ${NEW}`]}}};

/** Name servers and resolvers of a host give the load balancer, or do not. */
export function sees(host: string, look: Pick<DnsLook, 'status' | 'says' | 'toDo' | 'never'>): DnsLook {
  return {check: 'dns/resolvers-see', with: {host, loadBalancerHost: LOAD_BALANCER}, ...look};
}

export function caaOf(name: string, look: Pick<DnsLook, 'status' | 'says' | 'toDo' | 'never'>): DnsLook {
  return {check: 'dns/caa-allows-amazon', with: {names: name}, ...look};
}

export function wayBackOf(host: string, look: Pick<DnsLook, 'status' | 'says' | 'toDo' | 'never'>): DnsLook {
  return {check: 'dns/way-back-is-quick', with: {host, within: '5m'}, ...look};
}

/** A resolver that all rows share, which does all as it should. */
export const PLAIN = 'plain';
