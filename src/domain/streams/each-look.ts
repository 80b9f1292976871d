import {type CannotTell, type Evidence, type Fault, fail, pass, type Verdict} from '../../model/check.ts';
import type {AskedProtocol} from '../../model/facts/wire/connection.ts';
import type {AskedCoding} from '../../model/facts/wire/http.ts';

/** What was looked at with one protocol and coding. */
export interface LookName {
  readonly protocol: AskedProtocol;
  readonly coding: AskedCoding;
}

/** What one look shows. Faults count before a doubt. */
export interface LookFindings {
  readonly faults: readonly Fault[];
  readonly doubt: CannotTell | null;
  /** What is, where nothing is wrong. */
  readonly actual: string;
  readonly evidence: readonly Evidence[];
  readonly because?: string | null;
}

/** `over HTTP/2 with a browser's Accept-Encoding`: how a request was made that another of the same item was not. */
export function lookText({protocol, coding}: LookName): string {
  const over = {h2: 'over HTTP/2', 'http/1.1': 'over HTTP/1.1', agreed: ''}[protocol];
  const accepting = coding === 'browser' ? "with a browser's Accept-Encoding" : '';
  return [over, accepting].filter((text) => text !== '').join(' ');
}

/**
 * The claim holds where it holds in each look. A failure that was seen stands, whatever could not be told of another look;
 * a fault of some looks only says of which, and one that all share is said once.
 */
export function eachLook<Look extends LookName>(
  looks: readonly Look[],
  {place, expected}: {readonly place: string; readonly expected: string},
  findingsOf: (look: Look) => LookFindings,
): Verdict {
  const found = looks.map((look) => ({name: lookText(look), ...findingsOf(look)}));
  const evidence = found.flatMap(({name, evidence: seen}) =>
    looks.length === 1 || name === '' ? seen : seen.map((one) => ({...one, what: `${one.what} (${name})`})),
  );
  const because = [...new Set(found.map((one) => one.because ?? ''))].filter((text) => text !== '').join('; ') || null;
  const faults = faultsOf(found);
  if (faults.length > 0) return fail({place, faults, expected, evidence, because});
  const doubt = found.find((one) => one.doubt !== null)?.doubt;
  if (doubt) throw doubt;
  const actual = [...new Set(found.map((one) => one.actual))].join('; ');
  return pass({place, actual, expected, evidence, because});
}

function faultsOf(found: readonly (LookFindings & {readonly name: string})[]): readonly Fault[] {
  const whats = new Map<string, {fault: Fault; names: string[]}>();
  for (const {name, faults} of found) {
    for (const fault of faults) {
      const known = whats.get(fault.what);
      if (known === undefined) whats.set(fault.what, {fault, names: [name]});
      else known.names.push(name);
    }
  }
  return [...whats.values()].map(({fault, names}) => {
    const everywhere = names.length === found.length || names.every((name) => name === '');
    return everywhere ? fault : {...fault, what: `${names.join(' and ')}: ${fault.what}`};
  });
}
