import {ServerDidNotStart, type ServerProcess} from '../../support/server-process.ts';

/** Debian puts servers where a user's PATH does not look. */
export const SERVER_PATH = `${process.env.PATH}:/usr/sbin:/sbin`;

/** Servers that go on without an address at which somebody else listens only say so. */
export async function refuseTakenPort(command: string, server: ServerProcess): Promise<ServerProcess> {
  if (!/address (?:already )?in use/i.test(server.output())) return server;
  await server.close();
  throw new ServerDidNotStart(command, 'its port is taken: address already in use', server.output());
}
