import {configured, type ProxyServer, type ProxySettings, startProxy} from './proxy.ts';

const MODULES = [
  'authz_core',
  'deflate',
  'filter',
  'headers',
  'http2',
  'mime',
  'mpm_event',
  'proxy',
  'proxy_http',
  'reqtimeout',
  'ssl',
];

/** Apache httpd; `site` are lines of its server, `route` parameters of its `ProxyPass`. */
export function startApache({upstreamPort, site = [], route = []}: ProxySettings): Promise<ProxyServer> {
  return startProxy({
    command: 'apache2',
    versionArgs: ['-v'],
    version: /(Apache\/[\d.]+)/,
    speaksTls: true,
    ready: /resuming normal operations/,
    args: async ({folder, plainPort, tlsPort, certificate, key}) => {
      const file = await configured(folder, 'apache2.conf', [
        `ServerRoot "${folder}"`,
        `DefaultRuntimeDir "${folder}"`,
        `PidFile "${folder}/apache2.pid"`,
        // Started as root it works as another user.
        'User www-data',
        'Group www-data',
        // A file of /dev cannot be opened when it is a socket, as our end of its output is.
        'ErrorLog "|/bin/cat"',
        'LogLevel notice',
        'ServerName 127.0.0.1',
        ...MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`),
        `Listen 127.0.0.1:${plainPort}`,
        `Listen 127.0.0.1:${tlsPort} https`,
        'TypesConfig /dev/null',
        `SSLCertificateFile "${certificate}"`,
        `SSLCertificateKeyFile "${key}"`,
        'Protocols h2 http/1.1',
        ...site,
        `ProxyPass "/" "http://127.0.0.1:${upstreamPort}/" ${route.join(' ')}`,
        `<VirtualHost 127.0.0.1:${tlsPort}>`,
        'SSLEngine on',
        `ProxyPass "/" "http://127.0.0.1:${upstreamPort}/" ${route.join(' ')}`,
        '</VirtualHost>',
      ]);
      return ['-D', 'FOREGROUND', '-f', file];
    },
  });
}
