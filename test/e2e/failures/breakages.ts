import type {Breakage, EmulatedBreakage} from './breakage.ts';
import {GATEWAY_BREAKAGES} from './breakages/gateway.ts';
import {LISTENER_BREAKAGES} from './breakages/listener.ts';
import {MOCKED} from './breakages/mocked.ts';
import {MONITORING_BREAKAGES} from './breakages/monitoring.ts';
import {NAME_BREAKAGES} from './breakages/names.ts';
import {NETWORK_BREAKAGES} from './breakages/network.ts';
import {RECORDED} from './breakages/recorded.ts';
import {RULE_BREAKAGES} from './breakages/rules.ts';
import {TARGET_GROUP_BREAKAGES} from './breakages/target-group.ts';
import {TASK_BREAKAGES} from './breakages/tasks.ts';
import {WAY_IN_BREAKAGES} from './breakages/ways-in.ts';
import {WEB_ACL_BREAKAGES} from './breakages/web-acl.ts';

/** Made in the emulator. */
export const EMULATED: readonly EmulatedBreakage[] = [
  ...NAME_BREAKAGES,
  ...LISTENER_BREAKAGES,
  ...WEB_ACL_BREAKAGES,
  ...RULE_BREAKAGES,
  ...TARGET_GROUP_BREAKAGES,
  ...NETWORK_BREAKAGES,
  ...WAY_IN_BREAKAGES,
  ...TASK_BREAKAGES,
  ...GATEWAY_BREAKAGES,
  ...MONITORING_BREAKAGES,
];

export type Proof = 'moto' | 'recording' | 'sdk mock';

/** All of them, with where each is proved. */
export const BREAKAGES: readonly (Breakage & {readonly by: Proof})[] = [
  ...EMULATED.map((breakage) => ({...breakage, by: 'moto' as const})),
  ...RECORDED.map((breakage) => ({...breakage, by: 'recording' as const})),
  ...MOCKED.map((breakage) => ({...breakage, by: 'sdk mock' as const})),
];
