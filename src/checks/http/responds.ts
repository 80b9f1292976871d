import {answerFaults, completeWithin} from '../../domain/http/answer-faults.ts';
import {answerEvidence, expectedAnswerText} from '../../domain/http/answer-text.ts';
import {JSON_POINTER} from '../../domain/http/json-pointer.ts';
import {refusalAdvice} from '../../domain/http/refusal-advice.ts';
import {refuseToJudge} from '../../domain/http/refusal-doubt.ts';
import {defineCheck, fail, pass} from '../../model/check.ts';
import {NEVER_AWAY, ownSlowness} from '../../model/facts/observer.ts';
import {durationParam, headersParam, textParam, urlParam, z} from '../../model/params.ts';
import {formatDuration} from '../../model/text/duration.ts';

export const responds = defineCheck({
  id: 'http/responds',
  title: 'A URL answers as expected',
  why: 'A record, a rule and a target can each be right while the request still ends at a login page, a redirect or the wrong service.',
  fix: 'Follow the request with the evidence: the status says who answered, the headers say through which hops.',
  // With a limit, because curl waits for the body that an answer to HEAD announces and never has.
  byHand: 'curl -sS -i --max-time 15 -X <method> <url>',
  links: ['https://www.rfc-editor.org/rfc/rfc9110', 'https://www.rfc-editor.org/rfc/rfc6901'],
  facts: ['http'],
  params: () => ({
    url: urlParam('What to ask'),
    method: z
      .enum(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'])
      .default('GET')
      .describe('The request method; the body is empty'),
    headers: headersParam('Request headers').default({}),
    status: z.int().min(200).max(599).default(200).describe('The status expected; redirects are not followed'),
    contentType: textParam('The media type expected; parameters count only where given here').optional(),
    bodyContains: textParam('A text the body has to contain').optional(),
    json: z
      .record(z.string().regex(JSON_POINTER, {error: 'is not a JSON pointer such as /status'}), z.json())
      .optional()
      .describe('Values the JSON body has to have, by JSON pointer (RFC 6901)'),
    location: textParam('The redirect target expected, absolute or relative to the URL').optional(),
    within: durationParam('How long the whole answer may take').prefault('10s'),
  }),

  async run({url, method, headers, within, ...wanted}, world) {
    const exchange = await world.http.request({method, url, headers, withinMs: within});
    const {answer, refusal, connection, observer} = exchange;
    const place = `${method} ${exchange.url}`;
    const expected = expectedAnswerText(wanted, within);
    if (answer === null) {
      refuseToJudge(place, refusal, observer);
      const fix = refusal ? refusalAdvice(refusal) : '';
      return fail({place, actual: refusal?.message ?? 'no answer', expected, evidence: [], fix});
    }
    const evidence = answerEvidence(exchange.url, answer, connection);
    const faults = answerFaults(answer, {
      ...wanted,
      method,
      url: exchange.url,
      sentAtMs: connection?.phases.sentAtMs ?? 0,
      withinMs: within,
      observer,
    });
    if (faults.length > 0) {
      return fail({place, faults, expected, evidence});
    }
    if (completeWithin(answer, within, observer) === 'unknown') {
      const doubt = `whether it is complete within ${formatDuration(within)}`;
      throw ownSlowness(place, observer ?? NEVER_AWAY, answer.endAtMs, doubt);
    }
    return pass({place, actual: `${answer.status} after ${formatDuration(answer.endAtMs)}`, expected, evidence});
  },
});
