import {mediaTypeOf} from '../../model/text/media-type.ts';

const PASSWORD_FIELD = /<input\b[^>]{0,500}\btype\s*=\s*["']?password\b/i;
const LOGIN_TITLE = /<title\b[^>]{0,200}>[^<]{0,200}\b(?:log\s?in|sign\s?in|single sign-on|anmeld|einloggen)/i;

/** What an answer of type HTML is, for a message: single sign-on answers with its login page and status 200. */
export function htmlPageOf(contentType: string | undefined, body: string): 'login page' | 'page' | null {
  const type = mediaTypeOf(contentType);
  if (type !== 'text/html' && type !== 'application/xhtml+xml') return null;
  return PASSWORD_FIELD.test(body) || LOGIN_TITLE.test(body) ? 'login page' : 'page';
}
