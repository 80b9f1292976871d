import {HARMLESS_VARIABLES, variableOverride} from '../model/harmless-overrides.ts';
import type {Mode} from '../model/report.ts';

/** The flags that change what is true. */
export interface OverrideFlags {
  readonly endpointUrl: string | null;
  readonly resolve: readonly string[];
  readonly connectTo: readonly string[];
  readonly caFile: string | null;
  readonly dnsServer: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Everything that makes this run look at something other than the real target, as the user wrote it, and what a reader
 * should know although the run stays live (a company's CA, a proxy). Endpoints of AWS are told apart when they are known.
 */
export function readOverrides(flags: OverrideFlags, env: Environment): {mode: Mode; overrides: readonly string[]} {
  const overriding = [
    ...(flags.endpointUrl === null ? [] : [`--endpoint-url ${flags.endpointUrl}`]),
    ...flags.resolve.map((value) => `--resolve ${value}`),
    ...flags.connectTo.map((value) => `--connect-to ${value}`),
    ...(flags.caFile === null ? [] : [`--ca-file ${flags.caFile}`]),
    ...flags.dnsServer.map((value) => `--dns-server ${value}`),
    ...(env.NODE_TLS_REJECT_UNAUTHORIZED === '0' ? ['environment variable NODE_TLS_REJECT_UNAUTHORIZED=0'] : []),
  ];
  const harmless = HARMLESS_VARIABLES.filter((name) => (env[name] ?? '') !== '').map(variableOverride);
  return {mode: overriding.length > 0 ? 'overridden' : 'live', overrides: [...overriding, ...harmless]};
}
