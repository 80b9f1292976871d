import type {Mode} from '../model/report.ts';

/** The flags that change what is true. */
export interface OverrideFlags {
  readonly endpointUrl: string | null;
  readonly resolve: readonly string[];
  readonly connectTo: readonly string[];
  readonly caFile: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Everything that makes this run look at something other than the real target, as the user wrote it, and what a reader
 * should know although the run stays live (a company's CA, a proxy).
 */
export async function readOverrides(
  flags: OverrideFlags,
  env: Environment,
  profiles: readonly string[],
): Promise<{mode: Mode; overrides: readonly string[]}> {
  const overriding = [
    ...(flags.endpointUrl === null ? [] : [`--endpoint-url ${flags.endpointUrl}`]),
    ...flags.resolve.map((value) => `--resolve ${value}`),
    ...flags.connectTo.map((value) => `--connect-to ${value}`),
    ...(flags.caFile === null ? [] : [`--ca-file ${flags.caFile}`]),
    ...Object.keys(env)
      .filter((name) => /^AWS_ENDPOINT_URL(_|$)/.test(name) && env[name] !== '')
      .sort()
      .map((name) => `environment variable ${name}`),
    ...(env.NODE_TLS_REJECT_UNAUTHORIZED === '0' ? ['environment variable NODE_TLS_REJECT_UNAUTHORIZED=0'] : []),
    ...(await profileEndpoints(profiles)),
  ];
  const harmless = ['NODE_EXTRA_CA_CERTS', 'HTTPS_PROXY', 'https_proxy']
    .filter((name) => (env[name] ?? '') !== '')
    .map((name) => `environment variable ${name}`);
  return {mode: overriding.length > 0 ? 'overridden' : 'live', overrides: [...overriding, ...harmless]};
}

/** `endpoint_url` in the shared AWS configuration, in a profile or in the `services` section it refers to. */
async function profileEndpoints(profiles: readonly string[]): Promise<string[]> {
  if (profiles.length === 0) return [];
  const {loadSharedConfigFiles} = await import('@smithy/core/config');
  const {configFile} = await loadSharedConfigFiles();
  return profiles.flatMap((profile) => {
    const section = configFile[profile] ?? {};
    const services = section.services === undefined ? {} : (configFile[`services.${section.services}`] ?? {});
    return [...Object.keys(section), ...Object.keys(services)]
      .filter((key) => key.endsWith('endpoint_url'))
      .map((key) => `${key} of profile ${profile}`);
  });
}
