import {configured, type ProxyServer, type ProxySettings, startProxy} from './proxy.ts';

/** HAProxy; `site` are lines of its `frontend`, `route` of its `backend`, where they may set its time-outs anew. */
export function startHaproxy({upstreamPort, site = [], route = []}: ProxySettings): Promise<ProxyServer> {
  return startProxy({
    command: 'haproxy',
    versionArgs: ['-v'],
    version: /(HAProxy version \d+\.\d+\.\d+)/,
    speaksTls: true,
    ready: /Loading success/,
    args: async ({folder, plainPort, tlsPort, both}) => {
      const file = await configured(folder, 'haproxy.cfg', [
        'global',
        '  maxconn 256',
        'defaults',
        '  mode http',
        '  timeout connect 5s',
        '  timeout client 1m',
        '  timeout server 1m',
        'frontend in',
        `  bind 127.0.0.1:${plainPort}`,
        `  bind 127.0.0.1:${tlsPort} ssl crt ${both} alpn h2,http/1.1`,
        ...site,
        '  default_backend out',
        'backend out',
        ...route,
        `  server one 127.0.0.1:${upstreamPort}`,
      ]);
      return ['-W', '-db', '-f', file];
    },
  });
}
