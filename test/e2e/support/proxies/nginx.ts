import {configured, type ProxyServer, type ProxySettings, startProxy} from './proxy.ts';

/** nginx; `site` are lines of its `server`, `route` of its `location`, both beside what it does by default. */
export function startNginx({upstreamPort, site = [], route = []}: ProxySettings): Promise<ProxyServer> {
  return startProxy({
    command: 'nginx',
    versionArgs: ['-v'],
    version: /(nginx\/[\d.]+)/,
    speaksTls: true,
    ready: /start worker process \d+/,
    args: async ({folder, plainPort, tlsPort, certificate, key}) => {
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
      const file = await configured(folder, 'nginx.conf', [
        'daemon off;',
        'worker_processes 1;',
        `pid ${folder}/nginx.pid;`,
        'error_log stderr notice;',
        'events { worker_connections 256; }',
        'http {',
        ...temporary.map((name) => `${name}_temp_path ${folder}/${name};`),
        'access_log off;',
        `limit_req_zone $binary_remote_addr zone=once:64k rate=1r/m;`,
        'server {',
        `listen 127.0.0.1:${plainPort};`,
        `listen 127.0.0.1:${tlsPort} ssl http2;`,
        `ssl_certificate ${certificate};`,
        `ssl_certificate_key ${key};`,
        ...site,
        'location / {',
        `proxy_pass http://127.0.0.1:${upstreamPort};`,
        ...route,
        '}',
        '}',
        '}',
      ]);
      return ['-p', folder, '-e', 'stderr', '-c', file];
    },
  });
}
