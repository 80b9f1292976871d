import type {LabWorld} from '../lab/start.ts';
import type {Account} from '../model/checklist.ts';
import type {FactStore, Recording} from '../model/facts/fact-store.ts';
import type {Mode} from '../model/report.ts';
import {redactText} from '../model/text/redact.ts';
import {replayClock, shortenedClock, systemClock} from '../probes/clock.ts';
import {liveFacts, recordFacts, replayFacts, withRecordedAws} from '../probes/facts.ts';
import {type OverrideFlags, readOverrides} from '../probes/overrides.ts';
import {type ConnectTo, connectToOf} from '../probes/wire/connect-to.ts';
import type {Pace} from '../runner/run.ts';
import {toolVersion} from './tool-version.ts';

/** Longest pause between polls or confirmations in the built-in world, where nothing needs time to settle. */
const LAB_PAUSE_MS = 200;

/** What is looked at. */
export type Target =
  | {readonly mode: 'live'; readonly overrides: OverrideFlags; readonly ca: string | null}
  | {readonly mode: 'replay'; readonly recording: Recording; readonly file: string}
  | {readonly mode: 'lab'; readonly world: LabWorld};

/** What a target comes to for the probes and the runner. */
export interface Scene {
  readonly mode: Mode;
  readonly overrides: readonly string[];
  readonly store: FactStore;
  readonly pace: Pace;
  readonly judgedAt: Date;
  readonly connectTo: ConnectTo;
  readonly ca: string | null;
  readonly endpointUrl: string | null;
  /** Every fact that was used so far; null when none was to be kept. */
  recording(): Recording | null;
}

export interface SceneOptions {
  /** Their profiles may point the SDK at another endpoint. */
  readonly accounts: readonly Account[];
  /** Keep every fact that is used, but for these secrets; null: keep none. */
  readonly recordWithout: readonly string[] | null;
}

/** Where facts come from and when they are judged. */
export async function openScene(target: Target, {accounts, recordWithout}: SceneOptions): Promise<Scene> {
  const scene = await sceneOf(target, accounts);
  if (recordWithout === null) return {...scene, recording: () => null};
  const recorder = recordFacts(scene.store, (text) => redactText(text, recordWithout));
  const recording = () => recorder.recording(scene.judgedAt, `migrate-check ${toolVersion()}`);
  return {...scene, store: recorder, recording};
}

async function sceneOf(target: Target, accounts: readonly Account[]): Promise<Omit<Scene, 'recording'>> {
  const nowhere = {overrides: [], connectTo: () => null, ca: null, endpointUrl: null};
  switch (target.mode) {
    case 'lab': {
      const {recording, now, ca, connectTo} = target.world;
      const store = withRecordedAws(recording, liveFacts(systemClock));
      const pace = shortenedClock(systemClock, LAB_PAUSE_MS);
      return {...nowhere, mode: 'lab', store, pace, judgedAt: now, ca, connectTo};
    }
    case 'replay': {
      const {recording, file} = target;
      const judgedAt = new Date(recording.recordedAt);
      const overrides = [`--replay ${file}, recorded ${recording.recordedAt}`];
      return {
        ...nowhere,
        mode: 'replay',
        overrides,
        store: replayFacts(recording),
        pace: replayClock(judgedAt),
        judgedAt,
      };
    }
    case 'live': {
      const {overrides: flags, ca} = target;
      return {
        ...(await readOverrides(flags, process.env, profilesOf(accounts))),
        store: liveFacts(systemClock),
        pace: systemClock,
        judgedAt: systemClock.now(),
        connectTo: connectToOf(flags.connectTo, flags.resolve),
        ca,
        endpointUrl: flags.endpointUrl,
      };
    }
  }
}

/** The SDK reads the settings of the profile `default` even when none is named. */
function profilesOf(accounts: readonly Account[]): string[] {
  return [...new Set(accounts.map(({profile}) => profile ?? process.env.AWS_PROFILE ?? 'default'))];
}
