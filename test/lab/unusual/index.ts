import {CODE_DEPLOY} from './code-deploy.ts';
import {DUAL_STACK} from './dual-stack.ts';
import {FAILOVER_TO_A_PAGE} from './failover-to-a-page.ts';
import {FIREWALL_INGRESS} from './firewall-ingress.ts';
import {HTTP_API} from './http-api.ts';
import {NETWORK_LOAD_BALANCER_CHAIN} from './network-load-balancer-chain.ts';
import type {UnusualWorld} from './unusual-world.ts';

/** By name; each in a file of its own. */
export const UNUSUAL_WORLDS: readonly UnusualWorld[] = [
  CODE_DEPLOY,
  DUAL_STACK,
  FAILOVER_TO_A_PAGE,
  FIREWALL_INGRESS,
  HTTP_API,
  NETWORK_LOAD_BALANCER_CHAIN,
];
