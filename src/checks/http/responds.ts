import {answerFaults, completeWithin} from '../../domain/http/answer-faults.ts';
import {answerFindings} from '../../domain/http/answer-findings.ts';
import {answerText, expectedAnswerText} from '../../domain/http/answer-text.ts';
import {JSON_POINTER} from '../../domain/http/json-pointer.ts';
import {eachLook} from '../../domain/streams/each-look.ts';
import {defineCheck} from '../../model/check.ts';
import {ownSlowness} from '../../model/facts/observer.ts';
import {bodyParam, responseHeadersParam, withBody, withinParam} from '../../model/http-params.ts';
import {headersParam, textParam, urlParam, z} from '../../model/params.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {codingsParam, protocolsParam} from '../../model/wire-params.ts';
import {httpLooks} from '../../readers/wire-looks.ts';

const WITHOUT_BODY: readonly string[] = ['GET', 'HEAD'];

export const responds = defineCheck({
  id: 'http/responds',
  title: 'A URL answers as expected',
  why: 'A record, a rule and a target can each be right while the request still ends at a login page, a redirect or the wrong service.',
  fix: 'Follow the request with the evidence: the status says who answered, the headers say through which hops.',
  // With a limit, because curl waits for the body that an answer to HEAD announces and never has.
  byHand: 'curl -sS -i --max-time 15 -X <method> <url>',
  links: ['https://www.rfc-editor.org/rfc/rfc9110', 'https://www.rfc-editor.org/rfc/rfc6901'],
  facts: ['http'],
  params: () =>
    z
      .strictObject({
        url: urlParam('What to ask'),
        method: z
          .enum(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'])
          .default('GET')
          .describe('The request method'),
        headers: headersParam('Request headers').default({}),
        body: bodyParam(),
        status: z.int().min(200).max(599).default(200).describe('The status expected; redirects are not followed'),
        contentType: textParam('The media type expected; parameters count only where given here').optional(),
        responseHeaders: responseHeadersParam(),
        bodyContains: textParam('A text the body has to contain').optional(),
        json: z
          .record(z.string().regex(JSON_POINTER, {error: 'is not a JSON pointer such as /status'}), z.json())
          .optional()
          .describe('Values the JSON body of the answer has to have, by JSON pointer (RFC 6901)'),
        location: textParam('The redirect target expected, absolute or relative to the URL').optional(),
        within: withinParam(),
        protocols: protocolsParam('one request, in the protocol that is agreed on'),
        codings: codingsParam('`identity` only'),
      })
      .refine(({method, body}) => body === undefined || !WITHOUT_BODY.includes(method), {
        path: ['body'],
        error: 'does not go with GET or HEAD: say the method, for example POST',
      }),

  async run({url, method, headers, body, within, protocols, codings, ...wanted}, world) {
    const request = {method, url, ...withBody(headers, body), withinMs: within};
    const {looks, unseen} = await httpLooks(request, {protocols, codings}, world.http);
    const grounds = {
      unseen,
      place: `${method} ${looks[0]?.observation.url ?? url}`,
      expected: expectedAnswerText(wanted, within),
    };
    return eachLook(looks, grounds, ({observation}) =>
      answerFindings(observation, grounds, (answer) => {
        const {observer, connection} = observation;
        const sentAtMs = connection?.phases.sentAtMs ?? 0;
        const isUnknown = completeWithin(answer, within, observer) === 'unknown';
        return {
          faults: answerFaults(answer, {...wanted, method, url: observation.url, sentAtMs, withinMs: within, observer}),
          doubt: isUnknown
            ? ownSlowness(
                grounds.place,
                observer,
                answer.endAtMs,
                `whether it is complete within ${formatDuration(within)}`,
              )
            : null,
          actual: answerText(answer),
        };
      }),
    );
  },
});
