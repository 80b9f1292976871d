import {
  createReferenceServer,
  type ReferenceServer,
  type ReferenceServerOptions,
} from '../../../src/mcp-server/index.ts';

export interface StartedServer {
  readonly server: ReferenceServer;
  readonly port: number;
  readonly url: string;
  /** What was thrown where no test awaits it. */
  readonly errors: readonly unknown[];
}

const started: StartedServer[] = [];

/** A server on a free loopback port, stopped after the test by `stopServers`. */
export async function startServer(options: ReferenceServerOptions = {}): Promise<StartedServer> {
  const errors: unknown[] = [];
  const server = createReferenceServer({port: 0, onError: (error) => errors.push(error), ...options});
  const entry = {server, errors, ...(await server.listen())};
  started.push(entry);
  return entry;
}

/** For `afterEach`; throws what the servers could not tell anybody. */
export async function stopServers(): Promise<void> {
  const stopped = started.splice(0);
  await Promise.all(stopped.map(({server}) => server.close({graceMs: 0})));
  const errors = stopped.flatMap((entry) => entry.errors);
  if (errors.length > 0) throw new AggregateError(errors, 'a server met a bug');
}
