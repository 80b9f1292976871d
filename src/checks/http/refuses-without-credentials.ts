import {answerFindings} from '../../domain/http/answer-findings.ts';
import {judgeWithoutCredentials, provesClientCertificate} from '../../domain/http/without-credentials.ts';
import {eachLook} from '../../domain/streams/each-look.ts';
import {defineCheck, pass} from '../../model/check.ts';
import {bodyParam, withBody, withinParam} from '../../model/http-params.ts';
import {headersParam, loginParam, urlParam, z} from '../../model/params.ts';
import {isSecretHeader} from '../../model/text/secret-names.ts';
import {codingsParam, protocolsParam} from '../../model/wire-params.ts';
import {httpLooks} from '../../readers/wire-looks.ts';

export const refusesWithoutCredentials = defineCheck({
  id: 'http/refuses-without-credentials',
  title: 'A request without credentials is refused',
  why: 'A new way in may miss the authorizer of the old one: API Gateway asked for a token, and the load balancer forwards whatever comes.',
  fix: 'Let the service itself ask for credentials, or a rule of the load balancer (JWT verification, OIDC), whichever way a request comes.',
  byHand: 'curl -sS -i --max-time 15 -X <method> <url>',
  links: [
    'https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2',
    'https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization',
  ],
  holdsBecause: 'who has credentials is served all the same',
  facts: ['http'],
  params: () =>
    z
      .strictObject({
        url: urlParam('What to ask without credentials').refine((url) => !hasUserInfo(url), {
          error: 'has a user name or password in it, which are credentials',
        }),
        // What changes or deletes something is not asked without credentials, as it may work.
        method: z.enum(['GET', 'HEAD', 'POST']).default('GET').describe('The request method'),
        headers: headersParam('Request headers, none of which may let somebody in')
          .refine((headers) => !Object.keys(headers).some(isSecretHeader), {
            error: 'names a header that lets somebody in: this check asks without credentials',
          })
          .default({}),
        body: bodyParam(),
        login: loginParam(),
        within: withinParam(),
        protocols: protocolsParam('one request, in the protocol that is agreed on'),
        codings: codingsParam('`identity` only'),
      })
      .refine(({method, body}) => body === undefined || method === 'POST', {
        path: ['body'],
        error: 'goes with the method POST only',
      }),

  async run({url, method, headers, body, login, within, protocols, codings}, world) {
    const request = {method, url, ...withBody(headers, body), withinMs: within};
    const {looks, unseen} = await httpLooks(request, {protocols, codings}, world.http);
    const place = `${method} ${looks[0]?.observation.url ?? url} without credentials`;
    const expected = login === 'allowed' ? 'refused with 401 or 403, or a login' : 'refused with 401 or 403';
    if (looks.every(({observation: {refusal}}) => provesClientCertificate(refusal))) {
      const actual = 'refused: the server asks for a certificate of the client';
      return pass({place, actual, expected, evidence: []});
    }
    return eachLook(looks, {place, expected, unseen}, ({observation}) =>
      answerFindings(observation, {place, expected}, (answer) =>
        judgeWithoutCredentials(answer, {place, url: observation.url, login}),
      ),
    );
  },
});

function hasUserInfo(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && (parsed.username !== '' || parsed.password !== '');
}
