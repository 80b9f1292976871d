import {UsageError} from '../../model/errors.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {redactText} from '../../model/text/redact.ts';
import type {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';

/** Of an answer's evidence or comment: a review shows it whole. */
const MAX_CHARACTERS = 4000;

/**
 * A text of an answer as it may be committed; null where none is given.
 * @throws UsageError for what a review would not show, and for secrets.
 */
export function givenText(
  flag: '--evidence' | '--comment',
  text: string | undefined,
  secrets: KnownSecrets,
): string | null {
  const given = text?.replaceAll('\r\n', '\n').trim() ?? '';
  if (given === '') return null;
  const refuse = (what: string) => new UsageError(`${flag}: ${what}`, {where: flag});
  if (given.length > MAX_CHARACTERS) {
    throw refuse(`has ${given.length} characters, more than ${MAX_CHARACTERS}; put it elsewhere, and name the place`);
  }
  // Evidence may be what a command printed.
  const line = given.replace(/[\n\t]/g, ' ');
  if (/\r/.test(line) || plainText(line, Number.POSITIVE_INFINITY) !== line || !line.isWellFormed()) {
    throw refuse(
      `holds characters that cannot be seen: "${plainText(line.toWellFormed().replaceAll('\r', '\\r'), 200)}"`,
    );
  }
  const redacted = redactText(given, secrets);
  if (redacted === given) return given;
  throw refuse(`holds a secret, and the file is made to be committed: "${plainText(redacted, 200)}"`);
}
