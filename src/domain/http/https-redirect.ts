import type {Fault} from '../../model/outcome.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {isRedirect, targetOf} from './redirect-kind.ts';

/** Whether clients may remember a redirect (RFC 9110, sections 15.4.2 and 15.4.9). */
export function isPermanent(status: number): boolean {
  return status === 301 || status === 308;
}

/** What was asked over plain HTTP, and the URL that its redirect has to lead to; null: the same over HTTPS. */
interface Upgrade {
  /** As it is shown, and as it was sent: a recording has the secrets of a query taken out of both URL and redirect. */
  readonly urls: readonly [shown: string, sent: string];
  readonly to: string | null;
}

/** What is wrong with the answer of plain HTTP, which has to send its clients to HTTPS. */
export function upgradeFaults(status: number, location: string | undefined, {urls, to}: Upgrade): readonly Fault[] {
  if (!isRedirect(status)) return [noRedirect(status)];
  const is = `answers ${status}, a redirect to ${plainText(location ?? 'nowhere')}`;
  const target = targetOf(location, urls[0]);
  if (target === null) {
    return [{what: `${is}, which is not a URL`, fix: 'Correct the redirect action of the listener, or of the server.'}];
  }
  if (target.protocol !== 'https:') {
    return [
      {
        what: `${is}, not to https`,
        fix: 'Let the redirect name the protocol HTTPS: one without it stays on plain HTTP, and may go round in a circle.',
      },
    ];
  }
  const [shown, sent] = urls.map((url) => differences(target, to === null ? overHttps(url) : new URL(to)));
  const faults = sent?.length === 0 ? [] : (shown ?? []);
  return faults.map(({what, fix}) => ({what: `${is}, ${what}`, fix}));
}

function overHttps(url: string): URL {
  const upgraded = new URL(url);
  upgraded.protocol = 'https:';
  upgraded.port = '';
  return upgraded;
}

function noRedirect(status: number): Fault {
  if (status < 300) {
    return {
      what: `answers ${status} over plain HTTP, not with a redirect to https: what it serves is sent in the clear`,
      fix: 'Let the listener on port 80 redirect to HTTPS instead of forwarding; a page that sends browsers on by itself was sent in the clear already.',
    };
  }
  if (status < 500) {
    return {
      what: `answers ${status} over plain HTTP, not with a redirect to https`,
      fix: 'Give the listener on port 80 a redirect as its default action, and see which of its rules answers first.',
    };
  }
  return {
    what: `answers ${status} over plain HTTP, not with a redirect to https`,
    fix: 'Let the listener on port 80 redirect by itself, without a target: what it forwards to does not answer.',
  };
}

function differences(target: URL, wanted: URL): readonly Fault[] {
  const faults: Fault[] = [];
  const differ = (what: string, fix: string) => faults.push({what, fix});
  if (target.hostname !== wanted.hostname) {
    differ(
      `to another host than ${wanted.hostname}`,
      'Keep the host in the redirect (#{host}), or say `to:` where it is meant.',
    );
  }
  if (portOf(target) !== portOf(wanted)) {
    differ(
      `to port ${portOf(target)}, not ${portOf(wanted)}`,
      'Let the redirect name the port of the HTTPS listener that clients reach, usually 443: behind a load balancer the port of the server itself is not theirs.',
    );
  }
  if (target.pathname !== wanted.pathname) {
    differ(
      `to the path ${plainText(target.pathname, 120)}, not ${wanted.pathname}`,
      'Keep the path in the redirect (/#{path}).',
    );
  }
  if (target.search !== wanted.search) {
    const is =
      target.search === ''
        ? 'without the query'
        : `with the query ${plainText(target.search, 120)}, not ${wanted.search || 'none'}`;
    differ(is, 'Keep the query in the redirect (#{query}).');
  }
  return faults;
}

function portOf({port}: URL): string {
  return port === '' ? '443' : port;
}
