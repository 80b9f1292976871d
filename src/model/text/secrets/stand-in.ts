import type {KnownSecrets} from './known-secrets.ts';
import {replacedAt} from './readable-form.ts';

/** Whether a text under this key is a word of ours, which no secret can be part of. */
export type IsOwnWord = (member: string, text: string) => boolean;

/**
 * The same value with a stand-in for every secret in it: as long, of the same kinds of characters, and another letter or
 * digit at each place. What is made of it differs from what is made of the value itself where it shows a secret.
 *
 * @throws for what is not plain, in which a secret could not be seen.
 */
export function withStandIns<T>(value: T, secrets: KnownSecrets, isOwnWord: IsOwnWord = () => false): T {
  const replaced = (part: unknown, member: string): unknown => {
    if (typeof part === 'string') return isOwnWord(member, part) ? part : standIns(part, secrets);
    if (Array.isArray(part)) return part.map((entry) => replaced(entry, member));
    if (part === null || typeof part !== 'object') return part;
    const prototype = Object.getPrototypeOf(part);
    if (prototype !== Object.prototype && prototype !== null)
      throw new Error(`${part.constructor.name} is not a plain value`);
    return Object.fromEntries(Object.entries(part).map(([key, entry]) => [key, replaced(entry, key)]));
  };
  return replaced(value, '') as T;
}

function standIns(text: string, secrets: KnownSecrets): string {
  return replacedAt(text, secrets.find(text), (secret) => Array.from(secret, standIn).join(''));
}

/** Marks stay: they give a URL or a JSON text its form. No zero, with which no number of JSON begins. */
function standIn(character: string): string {
  if (/[1-8]/.test(character)) return String(Number(character) + 1);
  if (/[09]/.test(character)) return '1';
  if (/[a-eg-y]/i.test(character)) return String.fromCharCode(character.charCodeAt(0) + 1);
  if (/[fz]/i.test(character)) return String.fromCharCode(character.charCodeAt(0) - 5);
  return character.length === 1 && character > '\u007f' ? (character === 'ß' ? 'ä' : 'ß') : character;
}
