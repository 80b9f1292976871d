import {plainText} from '../../model/text/plain-text.ts';
import {pageAdvice} from './answer-advice.ts';
import {htmlPageOf} from './login-page.ts';

/** The element that a web app is put into by its script. */
const WEB_APP = /<app-root\b|<div\b[^>]{0,200}\bid\s*=\s*["']?(?:root|app|__next|__nuxt|___gatsby|q-app)["'\s>]/i;
const SCRIPT = /<script\b[^>]{0,300}\bsrc\s*=/i;
const TITLE = /<title\b[^>]{0,200}>([^<]{1,200})/i;

/** What an answer of type HTML is, for a message, and what to do where something else was wanted; null: it is no page. */
export function pageOf(contentType: string | undefined, body: string): {text: string; fix: string} | null {
  const page = htmlPageOf(contentType, body);
  if (page === null) return null;
  const title = TITLE.exec(body)?.[1]?.trim() ?? '';
  const titled = title === '' ? '' : ` (${JSON.stringify(plainText(title, 60))})`;
  if (page === 'page' && WEB_APP.test(body) && SCRIPT.test(body)) {
    return {
      text: `the HTML page of a web app${titled}`,
      fix: 'See which listener rule, location or fallback sends the path to the web app: it answers every path that it does not know with its start page and status 200.',
    };
  }
  return {text: `an HTML ${page}${titled}`, fix: pageAdvice(page)};
}
