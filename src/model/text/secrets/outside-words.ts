import type {Json} from '../../outcome.ts';
import {REDACTED, redactText, redactUrl} from '../redact.ts';
import type {KnownSecrets} from './known-secrets.ts';
import {joined, replacedAt, type Span} from './readable-form.ts';

/**
 * Sentences are made of our words and of what was found. A secret may be spelled like one of our words, so it is not enough
 * to look for it: `made` is also made a second time, with stand-ins for the secrets in all that is from outside
 * (`standInsFor`), and what differs between the two came from there.
 *
 * @param again null, or of another form: what is ours is not known, and every secret in a text is taken out.
 */
export function withoutOutsideSecrets(made: Json, again: Json, secrets: KnownSecrets): Json {
  return shown(made, again, secrets, false);
}

/** Members that hold what was found as it was found: their keys and numbers are from outside, too. */
const AS_FOUND: ReadonlySet<string> = new Set(['facts', 'value']);

/** Members whose values are words of ours. */
const OURS: ReadonlySet<string> = new Set(['kind', 'mark', 'scheme', 'state', 'status']);

function shown(made: Json, again: Json, secrets: KnownSecrets, isAsFound: boolean): Json {
  if (typeof made === 'string') return shownText(made, again, secrets);
  if (typeof made === 'number' && isAsFound) {
    const isSecret = typeof again === 'number' ? made !== again : secrets.find(String(made)).length > 0;
    return isSecret ? REDACTED : made;
  }
  if (made === null || typeof made !== 'object') return made;
  if (isList(made)) {
    const others = Array.isArray(again) ? again : [];
    return made.map((member, i) => shown(member, others[i] ?? null, secrets, isAsFound));
  }
  const others = again !== null && typeof again === 'object' && !isList(again) ? Object.entries(again) : [];
  return Object.fromEntries(
    Object.entries(made).map(([key, member], i) => {
      const [otherKey = null, other = null] = others[i] ?? [];
      if (!isAsFound && OURS.has(key)) return [key, member];
      return [
        isAsFound ? shownText(key, otherKey, secrets) : key,
        shown(member, other, secrets, isAsFound || AS_FOUND.has(key)),
      ];
    }),
  );
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function shownText(made: string, again: Json, secrets: KnownSecrets): string {
  if (typeof again !== 'string' || again.length !== made.length) return redactText(made, secrets);
  const differs = (i: number) => made[i] !== again[i];
  const found = secrets.find(made).filter(({start, end}) => {
    const text = made.slice(start, end);
    // Of marks alone there is no stand-in.
    return !/[\p{L}\p{N}]/u.test(text) || Array.from({length: end - start}, (_, i) => start + i).some(differs);
  });
  return redactUrl(replacedAt(made, joined([...found, ...runsOf(made.length, differs)]), () => REDACTED));
}

/** What a cut has left of a secret is no longer spelled like one. */
function runsOf(length: number, differs: (i: number) => boolean): readonly Span[] {
  return Array.from({length}, (_, i) => i)
    .filter(differs)
    .map((i) => ({start: i, end: i + 1}));
}
