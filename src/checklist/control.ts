import type {Json} from '../model/outcome.ts';

/** What is wrong with a control on the same host and port whose silence it has to explain; null when nothing is. */
export function controlUnderTest(control: string | null, url: Json | undefined): string | null {
  if (control === null || typeof url !== 'string' || !URL.canParse(url) || !URL.canParse(control)) return null;
  const hostAndPort = hostAndPortOf(url);
  if (hostAndPort !== hostAndPortOf(control)) return null;
  return `the control ${control} is on ${hostAndPort}, which this item tests: when that is silent, both are; use another host`;
}

function hostAndPortOf(url: string): string {
  const {hostname, port, protocol} = new URL(url);
  return `${hostname}:${port || (protocol === 'https:' || protocol === 'wss:' ? '443' : '80')}`;
}
