import {existsSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {EventSource as NodeEventSource} from 'eventsource';
import {chromium} from 'playwright-core';
import {EventSource as UndiciEventSource} from 'undici';
import {HOST} from '../support/proxies/proxy.ts';

/** What a real client made of a stream. */
export interface Received {
  readonly opened: boolean;
  readonly events: number;
  /** The data of the first event: its length, and its beginning. */
  readonly firstLength: number;
  readonly first: string;
  /** It gave up for good. */
  readonly closed: boolean;
}

export interface Follower {
  /** Follows all at once, each until its first event or its time is over. */
  follow(urls: readonly string[], withinMs: number): Promise<readonly Received[]>;
}

/** What is called EventSource in a browser and in Node.js alike. */
type Source = Pick<EventSource, 'close' | 'readyState'> & {
  onopen: unknown;
  onerror: unknown;
  addEventListener(type: string, listener: (event: {readonly data?: string}) => void): void;
};

const TYPES = ['message', 'tick', 'priming', 'status', 'patch', 'error'];

/** Runs in a page as well, so it uses nothing from outside. */
function followOne([url, withinMs, types, Given]: [string, number, readonly string[], unknown?]): Promise<Received> {
  const Maker = (Given ?? globalThis.EventSource) as new (url: string) => Source;
  return new Promise((resolve) => {
    const source = new Maker(url);
    let opened = false;
    let events = 0;
    let first = '';
    const finish = (): void => {
      const closed = source.readyState === 2;
      source.close();
      clearTimeout(limit);
      resolve({opened, events, firstLength: first.length, first: first.slice(0, 200), closed});
    };
    const limit = setTimeout(finish, withinMs);
    source.onopen = () => {
      opened = true;
    };
    source.onerror = () => {
      if (source.readyState === 2) finish();
    };
    for (const type of types) {
      source.addEventListener(type, ({data}) => {
        // Errors of the connection have no data.
        if (data === undefined) return;
        if (events === 0) first = data;
        events += 1;
        finish();
      });
    }
  });
}

export function nodeFollower(Given: typeof NodeEventSource | typeof UndiciEventSource): Follower {
  return {follow: (urls, withinMs) => Promise.all(urls.map((url) => followOne([url, withinMs, TYPES, Given])))};
}

export const NODE_FOLLOWERS: Readonly<Record<string, Follower>> = {
  'eventsource of npm': nodeFollower(NodeEventSource),
  "undici's EventSource": nodeFollower(UndiciEventSource),
};

const CHROMIUM = '/usr/bin/chromium';

/** Without these it contacts hosts outside this machine, which are not reachable. */
const ARGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  // The streams say nothing of other origins, which is not what they are about.
  '--disable-web-security',
  `--host-resolver-rules=MAP ${HOST} 127.0.0.1`,
];

export async function startChromium(started: AsyncDisposableStack): Promise<Follower> {
  if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is missing; run scripts/e2e-setup`);
  const browser = await chromium.launch({executablePath: CHROMIUM, args: ARGS, timeout: 120_000});
  started.defer(() => browser.close());
  const page = await (await browser.newContext({ignoreHTTPSErrors: true})).newPage();
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>page</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  started.defer(() => void server.close());
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
  return {
    follow: (urls, withinMs) =>
      Promise.all(urls.map((url) => page.evaluate(followOne, [url, withinMs, TYPES] as [string, number, string[]]))),
  };
}
