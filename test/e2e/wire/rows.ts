import type {WireRow} from './row.ts';
import {ANSWER_ROWS} from './rows/answers.ts';
import {FRAMEWORK_ROWS} from './rows/frameworks.ts';
import {FRAMING_ROWS} from './rows/framing.ts';
import {HAPROXY_ROWS} from './rows/haproxy.ts';
import {HEALTHY_ROWS} from './rows/healthy.ts';
import {LIFE_ROWS} from './rows/life.ts';
import {NGINX_ROWS} from './rows/nginx.ts';
import {APACHE_ROWS, CADDY_ROWS, VARNISH_ROWS} from './rows/other-proxies.ts';
import {WEBSOCKET_ROWS} from './rows/websocket.ts';

/** All rows, by what stands in front or behind. */
export const WIRE_ROWS: Readonly<Record<string, readonly WireRow[]>> = {
  nginx: NGINX_ROWS,
  HAProxy: HAPROXY_ROWS,
  Varnish: VARNISH_ROWS,
  Apache: APACHE_ROWS,
  Caddy: CADDY_ROWS,
  'FastAPI, gunicorn and MCP': FRAMEWORK_ROWS,
  bytes: FRAMING_ROWS,
  life: LIFE_ROWS,
  answers: ANSWER_ROWS,
  'healthy shapes': HEALTHY_ROWS,
  WebSocket: WEBSOCKET_ROWS,
};
