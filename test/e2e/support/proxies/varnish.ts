import {configured, type ProxyServer, type ProxySettings, startProxy} from './proxy.ts';

/** Varnish; `site` are options of its command line, `route` lines of VCL after the backend's. It speaks no TLS. */
export function startVarnish({upstreamPort, site = [], route = []}: ProxySettings): Promise<ProxyServer> {
  return startProxy({
    command: 'varnishd',
    versionArgs: ['-V'],
    version: /(varnish-[\d.]+)/,
    speaksTls: false,
    ready: /Child \(\d+\) said Child starts/,
    args: async ({folder, plainPort}) => {
      const file = await configured(folder, 'default.vcl', [
        'vcl 4.1;',
        `backend default { .host = "127.0.0.1"; .port = "${upstreamPort}"; }`,
        ...route,
      ]);
      const listening = ['-a', `127.0.0.1:${plainPort}`, '-T', 'none'];
      // Started as root it would want users of its own for its processes.
      return ['-F', '-j', 'none', '-n', `${folder}/work`, '-f', file, '-s', 'malloc,16m', ...listening, ...site];
    },
  });
}
