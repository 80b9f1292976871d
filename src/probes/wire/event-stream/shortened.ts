import {redactCut, redactText} from '../../../model/text/redact.ts';
import type {KnownSecrets} from '../../../model/text/secrets/known-secrets.ts';

/**
 * The beginning of a text of which at least twice as much is known, when it is longer: without secrets, and without the
 * beginning of one.
 */
export function shortened(text: string, length: number, secrets: KnownSecrets): string {
  if (text.length <= length) return redactText(text, secrets);
  return redactCut(text.slice(0, 2 * length), secrets).slice(0, length);
}
