import type {AskControl} from '../../model/attempt.ts';
import {messageOf} from '../../model/errors.ts';
import type {HttpExchange} from '../../model/facts/wire/http.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {redactUrl} from '../../model/text/redact.ts';

/** How long a control may take in total. */
export const CONTROL_WITHIN_MS = 10_000;

/** Any HTTP answer shows that the network works from here, whatever it says. */
export function createAskControl(ask: (url: string) => Promise<HttpExchange>): AskControl {
  return async (url) => {
    try {
      const {url: source, answer, refusal} = await ask(url);
      if (answer === null) return {answered: false, evidence: evidence(`no HTTP answer: ${refusal?.message}`, source)};
      const value = `HTTP ${answer.status} after ${formatDuration(answer.headersAtMs)}`;
      return {answered: true, evidence: evidence(value, source)};
    } catch (thrown) {
      return {answered: false, evidence: evidence(`no HTTP answer: ${messageOf(thrown)}`, redactUrl(url))};
    }
  };
}

function evidence(value: string, source: string) {
  return {what: 'control', value, source};
}
