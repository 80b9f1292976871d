import {existsSync} from 'node:fs';
import path from 'node:path';
import {beyondMoto} from './beyond-moto.ts';
import {startMotoFront} from './moto-front.ts';
import {startServer} from './server-process.ts';

/** The AWS API emulator, and in front of it what it lacks, listening on loopback. */
export interface Moto {
  readonly url: string;
  /** Forgets every account and resource, and stops checking permissions. */
  reset(): Promise<void>;
  /** From now on every call needs a valid signature and an IAM policy that allows it, as on AWS. */
  requirePermissions(): Promise<void>;
  close(): Promise<void>;
}

const MOTO_SERVER = path.join(import.meta.dirname, '../../../.e2e/venv/bin/moto_server');

export async function startMoto(): Promise<Moto> {
  if (!existsSync(MOTO_SERVER)) throw new Error(`${MOTO_SERVER} is missing; run scripts/e2e-setup`);
  const server = await startServer(MOTO_SERVER, ['-H', '127.0.0.1', '-p', '0'], {
    // Its socket is bound before it says so: a request sent now is answered.
    ready: /Running on (http:\/\/127\.0\.0\.1:\d+)/,
    env: {
      PATH: process.env.PATH,
      // Without these a certificate waits a minute to be issued, and a service never runs a task.
      MOTO_ACM_VALIDATION_WAIT: '0',
      MOTO_ECS_SERVICE_RUNNING: '2',
    },
  });
  const url = server.ready[1] ?? '';
  async function command(name: string, body = ''): Promise<void> {
    const answer = await fetch(`${url}/moto-api/${name}`, {method: 'POST', body});
    if (!answer.ok) throw new Error(`${url}/moto-api/${name}: answered ${answer.status}: ${await answer.text()}`);
  }
  const front = await startMotoFront(url, beyondMoto);
  return {
    url: front.url,
    reset: async () => {
      front.reset();
      await command('reset');
      // The number of calls that need no permission, counted from here.
      await command('reset-auth', 'inf');
    },
    requirePermissions: () => command('reset-auth', '0'),
    close: async () => {
      await front.close();
      await server.close();
    },
  };
}
