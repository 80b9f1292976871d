import {mediaTypeOf} from './media-type.ts';

const PASSWORD_FIELD = /<input\b[^>]{0,500}\btype\s*=\s*["']?password\b/i;
const LOGIN_TITLE = /<title\b[^>]{0,200}>[^<]{0,200}\b(?:log\s?in|sign\s?in|single sign-on|anmeld|einloggen)/i;
/** An empty element for a framework to fill, and a script of a bundler. */
const APP_ROOT = /<(?:div|main)\b[^>]{0,200}\bid\s*=\s*["']?(?:root|app|__next|__nuxt|svelte)\b|<app-root\b/i;
const APP_SCRIPT = /<script\b[^>]{0,300}(?:\btype\s*=\s*["']?module\b|\bsrc\s*=\s*["'][^"']{0,200}\.js\b)/i;

export type HtmlPage = 'login page' | "web app's page" | 'page';

/** What an answer of type HTML is, for a message: single sign-on answers with its login page and status 200. */
export function htmlPageOf(contentType: string | undefined, body: string): HtmlPage | null {
  const type = mediaTypeOf(contentType);
  if (type !== 'text/html' && type !== 'application/xhtml+xml') return null;
  if (PASSWORD_FIELD.test(body) || LOGIN_TITLE.test(body)) return 'login page';
  return APP_ROOT.test(body) && APP_SCRIPT.test(body) ? "web app's page" : 'page';
}
