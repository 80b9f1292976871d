import type {LabWorld} from '../lab/start.ts';
import type {FactStore, Recording} from '../model/facts/fact-store.ts';
import type {Mode} from '../model/report.ts';
import {KnownSecrets} from '../model/text/secrets/known-secrets.ts';
import {createForeignEndpoints, type ForeignEndpoints} from '../probes/aws/foreign-endpoints.ts';
import {replayClock, shortenedClock, systemClock} from '../probes/clock.ts';
import {liveFacts, recordFacts, replayFacts, withRecordedAws} from '../probes/facts.ts';
import {type OverrideFlags, readOverrides} from '../probes/overrides.ts';
import {type ConnectTo, connectToOf} from '../probes/wire/connection/connect-to.ts';
import {type ResolveName, resolverWith, systemResolver} from '../probes/wire/dns.ts';
import {EVERYBODYS_NAMES, type NamesWorld} from '../probes/wire/names/names.ts';
import {addressesTo, type HostResolver} from '../probes/wire/tls/addresses.ts';
import type {Pace} from '../runner/run.ts';
import {toolVersion} from './tool-version.ts';

/** Longest pause between polls or confirmations in the built-in world, where nothing needs time to settle. */
const LAB_PAUSE_MS = 200;

/** Whether a run is live, a replay or the lab, and what that takes. */
export type RunMode =
  | {readonly mode: 'live'; readonly overrides: OverrideFlags; readonly ca: string | null}
  | {readonly mode: 'replay'; readonly recording: Recording; readonly file: string}
  | {readonly mode: 'lab'; readonly world: LabWorld};

/** What the run mode means for the probes and the runner: where facts come from, and when they are judged. */
export interface FactSource {
  readonly mode: Mode;
  readonly overrides: readonly string[];
  readonly store: FactStore;
  readonly pace: Pace;
  readonly judgedAt: Date;
  readonly connectTo: ConnectTo;
  readonly resolveName: ResolveName;
  /** Where connections to a host and port are made. */
  readonly addressesOf: HostResolver;
  readonly names: NamesWorld;
  readonly ca: string | null;
  readonly endpointUrl: string | null;
  /** Set in a live run: where it goes instead of AWS, as far as is known by now. */
  readonly foreign?: ForeignEndpoints;
  /** What must not be shown. Whoever learns of more adds it. */
  readonly secrets: KnownSecrets;
  /** Every fact used so far; null when none were to be kept. */
  recording(): Recording | null;
}

export interface FactSourceOptions {
  /** Known from the start. */
  readonly secrets: readonly string[];
  /** Whether to keep every fact that is used. */
  readonly record: boolean;
}

export function openFactSource(runMode: RunMode, {secrets: declared, record}: FactSourceOptions): FactSource {
  const secrets = new KnownSecrets(declared);
  const factSource = {...factSourceOf(runMode, secrets), secrets};
  if (!record) return {...factSource, recording: () => null};
  const recorder = recordFacts(factSource.store, secrets);
  const recording = () => recorder.recording(factSource.judgedAt, `migrate-check ${toolVersion()}`);
  return {...factSource, store: recorder, recording};
}

function factSourceOf(runMode: RunMode, secrets: KnownSecrets): Omit<FactSource, 'recording' | 'secrets'> {
  const nowhere = {
    overrides: [],
    connectTo: () => null,
    resolveName: systemResolver,
    addressesOf: systemResolver,
    names: EVERYBODYS_NAMES,
    ca: null,
    endpointUrl: null,
  };
  switch (runMode.mode) {
    case 'lab': {
      const {recording, now, ca, connectTo, resolveName, names} = runMode.world;
      const store = withRecordedAws(recording, liveFacts(systemClock));
      const pace = shortenedClock(systemClock, LAB_PAUSE_MS);
      return {
        ...nowhere,
        mode: 'lab',
        store,
        pace,
        judgedAt: now,
        ca,
        connectTo,
        resolveName,
        addressesOf: resolveName,
        names,
      };
    }
    case 'replay': {
      const {recording, file} = runMode;
      const judgedAt = new Date(recording.recordedAt);
      const overrides = [`--replay ${file}, recorded ${recording.recordedAt}`];
      return {
        ...nowhere,
        mode: 'replay',
        overrides,
        store: replayFacts(recording, secrets),
        pace: replayClock(judgedAt),
        judgedAt,
      };
    }
    case 'live': {
      const {overrides: flags, ca} = runMode;
      const connectTo = connectToOf(flags.connectTo, flags.resolve);
      const resolveName = resolverWith(flags.resolve, systemResolver);
      return {
        ...readOverrides(flags, process.env),
        store: liveFacts(systemClock),
        pace: systemClock,
        judgedAt: systemClock.now(),
        connectTo,
        resolveName,
        addressesOf: addressesTo(connectTo, resolveName),
        names: {...EVERYBODYS_NAMES, instead: flags.dnsServer},
        ca,
        endpointUrl: flags.endpointUrl,
        foreign: createForeignEndpoints(),
      };
    }
  }
}

/**
 * What a report says of the world that was looked at, as far as is known by now. `others` is what the command line changed
 * about the checklist.
 */
export function circumstancesOf(
  {mode, overrides, endpointUrl, foreign}: FactSource,
  others: readonly string[],
): {mode: Mode; overrides: string[]} {
  // With the flag, each request goes there, and the flag is listed.
  const elsewhere = endpointUrl === null ? (foreign?.list() ?? []) : [];
  const changing = [...others, ...elsewhere];
  return {mode: mode === 'live' && changing.length > 0 ? 'overridden' : mode, overrides: [...changing, ...overrides]};
}
