import {type CannotTell, type Evidence, type Fault, fail, pass, type Verdict} from '../../model/check.ts';
import type {NoAnswer} from '../../model/errors.ts';
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

interface LookGrounds {
  readonly place: string;
  readonly expected: string;
  /** Why another look was not answered. */
  readonly unseen: CannotTell | NoAnswer | null;
  /** What the looks leave open, as a clause: a pass says it. */
  readonly open?: string | null;
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
  {place, expected, unseen, open = null}: LookGrounds,
  findingsOf: (look: Look) => LookFindings,
): Verdict {
  const found = looks.map((look) => ({
    ...{name: lookText(look), protocol: look.protocol, coding: look.coding},
    ...findingsOf(look),
  }));
  const evidence = evidenceOf(found);
  const remarks = sayingOnce(found.map((one) => one.because ?? ''));
  const because = remarks.join('; ') || null;
  const faults = faultsOf(found, unseen === null);
  if (faults.length > 0) return fail({place, faults, expected, evidence, because});
  if (unseen !== null) throw unseen;
  const doubt = found.find((one) => one.doubt !== null)?.doubt;
  if (doubt) throw doubt;
  const actual = sayingOnce(found.map((one) => one.actual)).join('; ');
  return pass({
    place,
    actual,
    expected,
    evidence,
    because: [...remarks, open ?? ''].filter(Boolean).join('; ') || null,
  });
}

type Found = LookFindings & LookName & {readonly name: string};

/** What all looks saw alike is said once, else by which of them; times are of one look. */
function evidenceOf(found: readonly Found[]): readonly Evidence[] {
  const seen = new Map<string, {one: Evidence; names: string[]}>();
  for (const {name, evidence} of found) {
    for (const one of evidence) {
      const isTimed = found.length > 1 && typeof one.value === 'string' && withoutTimes(one.value) !== one.value;
      const key = JSON.stringify([one.what, one.value, one.source, isTimed ? name : '']);
      const known = seen.get(key) ?? {one, names: []};
      seen.set(key, known);
      known.names.push(name);
    }
  }
  return [...seen.values()].map(({one, names}) =>
    names.length === found.length || names.every((name) => name === '')
      ? one
      : {...one, what: `${one.what} (${names.join(' and ')})`},
  );
}

/** Looks at the same thing differ in milliseconds and counts: what is alike but for them is said once, as first seen. */
function sayingOnce(texts: readonly string[]): readonly string[] {
  const said = new Map<string, string>();
  for (const text of texts) {
    const key = withoutTimes(text)
      .replace(/\d+/g, '#')
      .replace(/\b(event|comment)s\b/g, '$1');
    if (text !== '' && !said.has(key)) said.set(key, text);
  }
  return [...said.values()];
}

function withoutTimes(text: string): string {
  return text.replace(/\d+(?:\.\d+)? (?:ms|s|min|h|d)\b(?: \d+ (?:s|min|h)\b)?/g, '#');
}

/** Looks at one fault count and quote what came to each of them: a status is not such a number. */
function withoutSamples(text: string): string {
  return text
    .replace(/: "(?:[^"\\]|\\.)*"/g, ': "#"')
    .replace(/\d+(?:\.\d+)? (KiB|MiB|GiB|byte|line|event|comment)s?\b/g, '# $1');
}

function faultsOf(found: readonly Found[], areAll: boolean): readonly Fault[] {
  const whats = new Map<string, {fault: Fault; seenIn: Found[]}>();
  for (const look of found) {
    for (const fault of look.faults) {
      const key = withoutSamples(withoutTimes(fault.what));
      const known = whats.get(key);
      if (known === undefined) whats.set(key, {fault, seenIn: [look]});
      else known.seenIn.push(look);
    }
  }
  return [...whats.values()].map(({fault, seenIn}) => {
    const where = areAll && seenIn.length === found.length ? '' : someText(seenIn, found);
    return where === '' ? fault : {...fault, what: `${where}: ${fault.what}`};
  });
}

/** Which looks these are: by protocol alone where both codings of it are among them. */
function someText(some: readonly Found[], all: readonly Found[]): string {
  const texts = some.map((look) => {
    const alike = all.filter(({protocol}) => protocol === look.protocol);
    if (alike.length < 2) return look.name;
    if (alike.every((one) => some.includes(one))) return lookText({...look, coding: 'identity'});
    return look.coding === 'browser' ? look.name : `${look.name} with Accept-Encoding: identity`.trim();
  });
  return [...new Set(texts)].filter((text) => text !== '').join(' and ');
}
