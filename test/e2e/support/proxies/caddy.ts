import {configured, type ProxyServer, type ProxySettings, startProxy} from './proxy.ts';

/** Caddy; `site` are lines of its sites, `route` of its `reverse_proxy`. */
export function startCaddy({upstreamPort, site = [], route = []}: ProxySettings): Promise<ProxyServer> {
  return startProxy({
    command: 'caddy',
    versionArgs: ['version'],
    version: /(\d+\.\d+\.\d+)/,
    speaksTls: true,
    ready: /serving initial configuration/,
    args: async ({folder, plainPort, tlsPort, certificate, key}) => {
      const passOn = [...site, `reverse_proxy 127.0.0.1:${upstreamPort} {`, ...route, '}'];
      const file = await configured(folder, 'Caddyfile', [
        '{',
        'admin off',
        'auto_https off',
        `storage file_system ${folder}/storage`,
        '}',
        `http://:${plainPort} {`,
        'bind 127.0.0.1',
        ...passOn,
        '}',
        `https://:${tlsPort} {`,
        'bind 127.0.0.1',
        `tls ${certificate} ${key}`,
        ...passOn,
        '}',
      ]);
      return ['run', '--adapter', 'caddyfile', '--config', file];
    },
  });
}
