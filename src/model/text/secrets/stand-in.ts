import {hasOutsideKeys, isFactWord} from '../../facts/fact-words.ts';
import type {KnownSecrets} from './known-secrets.ts';
import {replacedAt} from './readable-form.ts';

/** The same value with a stand-in for every secret in it. Of one object it always makes the same copy. */
export type StandIns = <T>(value: T) => T;

/**
 * Stand-ins for secrets: as long, of the same kinds of characters, and another letter or digit at each place. What is made of
 * a value with them differs from what is made of the value itself where it shows a secret. Words of facts that are ours, and
 * the names of their members, stay.
 *
 * @throws (when used) for what is not plain, in which a secret could not be seen.
 */
export function standInsFor(secrets: KnownSecrets): StandIns {
  // What finds a thing again in a list must find its copy.
  const copies = new Map<object, unknown>();
  const text = (whole: string) =>
    replacedAt(whole, secrets.find(whole), (secret) => Array.from(secret, standIn).join(''));

  const copy = (part: unknown, member: string, isOutside: boolean): unknown => {
    if (typeof part === 'string') return !isOutside && isFactWord(member, part) ? part : text(part);
    if (part === null || typeof part !== 'object') return part;
    const made = copies.get(part) ?? copyOf(part, member, isOutside || hasOutsideKeys(member));
    copies.set(part, made);
    return made;
  };

  const copyOf = (part: object, member: string, isOutside: boolean): unknown => {
    if (Array.isArray(part)) return part.map((entry) => copy(entry, member, isOutside));
    const prototype = Object.getPrototypeOf(part);
    if (prototype !== Object.prototype && prototype !== null) {
      throw new Error(`${part.constructor.name} is not a plain value`);
    }
    const entries = Object.entries(part).map(([key, entry]) => [
      isOutside ? text(key) : key,
      copy(entry, key, isOutside),
    ]);
    return Object.fromEntries(entries);
  };

  return <T>(value: T) => copy(value, '', false) as T;
}

/** Marks stay: they give a URL or a JSON text its form. No zero, with which no number of JSON begins. */
function standIn(character: string): string {
  if (/[1-8]/.test(character)) return String(Number(character) + 1);
  if (/[09]/.test(character)) return '1';
  if (/[a-eg-y]/i.test(character)) return String.fromCharCode(character.charCodeAt(0) + 1);
  if (/[fz]/i.test(character)) return String.fromCharCode(character.charCodeAt(0) - 5);
  return character.length === 1 && character > '\u007f' ? (character === 'ß' ? 'ä' : 'ß') : character;
}
